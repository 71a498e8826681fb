package dev.weft.netstring;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Confined to the thread that reads a connection: cuts its bytes into the payloads of netstrings,
 * {@code <decimal length>:<payload>,}.
 *
 * <p>One read takes whatever is there, often many frames at once. The buffer grows with the bytes
 * that have come, never with a length that is merely claimed. It starts small, as most connections
 * of a node are idle; one that fills it has more, and after a long frame no more than that again.
 *
 * @see <a href="https://cr.yp.to/proto/netstrings.txt">Bernstein, Netstrings, 1997</a>
 */
public final class Netstring {

  private static final int SMALL = 512;
  private static final int BUSY = 8 * 1024;

  /** Without a limit, a length might never end. */
  private static final int MOST_ZEROS = 20;

  private final int maxPayload;
  private final int maxZeros;
  private byte[] buffer = new byte[SMALL];
  private int start;
  private int end;

  private Netstring(int maxPayload, int maxZeros) {
    this.maxPayload = maxPayload;
    this.maxZeros = maxZeros;
  }

  /**
   * Takes lengths as the definition has them: without a zero in front.
   *
   * @param maxPayload the longest payload, in bytes
   */
  public static Netstring strict(int maxPayload) {
    return new Netstring(maxPayload, 0);
  }

  /**
   * Takes lengths with some zeros in front, too: up to 20.
   *
   * @param maxPayload the longest payload, in bytes
   */
  public static Netstring lenient(int maxPayload) {
    return new Netstring(maxPayload, MOST_ZEROS);
  }

  /**
   * The frame around a payload.
   *
   * @param length how many bytes the payload has
   * @param payload appends them
   */
  public static byte[] frame(int length, Consumer<ByteBuffer> payload) {
    byte[] head = (length + ":").getBytes(US_ASCII);
    ByteBuffer out = ByteBuffer.allocate(head.length + length + 1).put(head);
    payload.accept(out);
    return out.put((byte) ',').array();
  }

  /**
   * Waits for bytes and takes all that are there. What {@link #next} gave before is void then.
   *
   * @return how many came; negative at the end of the stream
   */
  public int fill(InputStream in) throws IOException {
    makeRoom();
    int count = in.read(buffer, end, buffer.length - end);
    end += Math.max(count, 0);
    return count;
  }

  /** How many bytes have come that {@link #next} has not given. */
  public int pending() {
    return end - start;
  }

  /** The first of these, from 0 to 255; negative if there is none. */
  public int peek() {
    return start == end ? -1 : Byte.toUnsignedInt(buffer[start]);
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
      int most = start > 0 ? Math.max(buffer.length, BUSY) : longestFrame();
      int size = Math.min(2 * buffer.length, most);
      byte[] target = size == buffer.length ? buffer : Arrays.copyOf(buffer, size);
      System.arraycopy(buffer, start, target, 0, end - start);
      buffer = target;
      end -= start;
      start = 0;
    }
  }

  private int longestFrame() {
    return maxZeros + String.valueOf(maxPayload).length() + 1 + maxPayload + 1;
  }

  /**
   * The payload of the next frame, or null when no whole one is there. It lies in the buffer: to be
   * read before the next {@link #fill}.
   *
   * @throws MalformedException if this is no netstring, or too long a one; there is no going on
   */
  public @Nullable ByteBuffer next() throws MalformedException {
    int length = 0;
    int at = start;
    for (; at < end && buffer[at] != ':'; at++) {
      int digit = buffer[at] - '0';
      if (digit < 0 || digit > 9 || (length == 0 && at - start > maxZeros)) {
        throw new MalformedException("a frame does not start with its length");
      }
      length = 10 * length + digit;
      if (length > maxPayload) {
        throw new MalformedException("a frame has more than " + maxPayload + " bytes");
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
