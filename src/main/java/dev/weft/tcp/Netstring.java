package dev.weft.tcp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Confined to the thread that reads a connection: cuts its bytes into the payloads of netstrings,
 * {@code <decimal length>:<payload>,}.
 *
 * <p>One read takes whatever is there, often many frames at once. The buffer grows with the bytes
 * that have come, never with a length that is merely claimed. It starts with room for the contacts
 * that a node tells of, as most connections never bring more at once; one that fills it has more,
 * and after a long frame no more than that again.
 *
 * @see <a href="https://cr.yp.to/proto/netstrings.txt">Bernstein, Netstrings, 1997</a>
 */
final class Netstring {

  /** The longest payload, in bytes: 128 KiB. */
  static final int MAX_PAYLOAD = 128 * 1024;

  private static final int SMALL = 2 * 1024;
  private static final int BUSY = 8 * 1024;
  private static final int LARGE = MAX_PAYLOAD + "131072:,".length();

  private byte[] buffer = new byte[SMALL];
  private int start;
  private int end;

  /** The frame around a message. */
  static byte[] frame(Message message) {
    int length = MessageCodec.length(message);
    byte[] head = (length + ":").getBytes(US_ASCII);
    ByteBuffer out = ByteBuffer.allocate(head.length + length + 1).put(head);
    MessageCodec.write(message, out);
    return out.put((byte) ',').array();
  }

  /**
   * Waits for bytes and takes all that are there. What {@link #next} gave before is void then.
   *
   * @return how many came; negative at the end of the stream
   */
  int fill(InputStream in) throws IOException {
    makeRoom();
    int count = in.read(buffer, end, buffer.length - end);
    end += Math.max(count, 0);
    return count;
  }

  /**
   * Called when {@link #next} found no whole frame, so a full buffer is one that may still grow.
   */
  private void makeRoom() {
    boolean full = end == buffer.length;
    if (start == end) {
      int size = Math.min(full ? 2 * buffer.length : buffer.length, BUSY);
      buffer = size == buffer.length ? buffer : new byte[size];
      start = 0;
      end = 0;
    } else if (full) {
      int most = start > 0 ? Math.max(buffer.length, BUSY) : LARGE;
      int size = Math.min(2 * buffer.length, most);
      byte[] target = size == buffer.length ? buffer : Arrays.copyOf(buffer, size);
      System.arraycopy(buffer, start, target, 0, end - start);
      buffer = target;
      end -= start;
      start = 0;
    }
  }

  /**
   * The payload of the next frame, or null when no whole one is there. It lies in the buffer: to be
   * read before the next {@link #fill}.
   *
   * @throws MalformedException if this is no netstring, or too long a one; there is no going on
   */
  @Nullable ByteBuffer next() throws MalformedException {
    int length = 0;
    int at = start;
    for (; at < end && buffer[at] != ':'; at++) {
      int digit = buffer[at] - '0';
      if (digit < 0 || digit > 9 || (at > start && length == 0)) {
        throw new MalformedException("a frame does not start with its length");
      }
      length = 10 * length + digit;
      if (length > MAX_PAYLOAD) {
        throw new MalformedException("a frame has more than " + MAX_PAYLOAD + " bytes");
      }
    }
    if (at == end) {
      return null;
    }
    if (at == start) {
      throw new MalformedException("a frame has no length");
    }
    int comma = at + 1 + length;
    if (comma >= end) {
      return null;
    }
    if (buffer[comma] != ',') {
      throw new MalformedException("a frame does not end where it should");
    }
    start = comma + 1;
    return ByteBuffer.wrap(buffer, at + 1, length).slice();
  }
}
