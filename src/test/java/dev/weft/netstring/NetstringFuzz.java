package dev.weft.netstring;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Whatever comes, and in whatever pieces, the same frames are read from it. */
public final class NetstringFuzz {

  private static final int MAX_PAYLOAD = 4096;

  private NetstringFuzz() {}

  /** What a stream gave until its end, or until it could be read no further. */
  private record Reading(List<ByteBuffer> payloads, int pending, boolean malformed) {}

  /** The first byte says how large the pieces are, and how lengths are read. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    int piece = 1 + (bytes[0] & 0x3f);
    boolean strict = bytes[0] < 0;
    Reading whole = read(bytes, strict, bytes.length);
    Reading pieces = read(bytes, strict, piece);
    if (!whole.payloads.equals(pieces.payloads)
        || whole.malformed != pieces.malformed
        || (!whole.malformed && whole.pending != pieces.pending)) {
      throw new IllegalStateException(whole + ", but in pieces " + pieces);
    }
    for (ByteBuffer payload : whole.payloads) {
      if (payload.remaining() > MAX_PAYLOAD) {
        throw new IllegalStateException("a payload of " + payload.remaining() + " bytes");
      }
    }
  }

  private static Reading read(byte[] bytes, boolean strict, int piece) {
    Netstring frames = strict ? Netstring.strict(MAX_PAYLOAD) : Netstring.lenient(MAX_PAYLOAD);
    InputStream in = new Pieces(bytes, piece);
    var payloads = new ArrayList<ByteBuffer>();
    try {
      while (frames.fill(in) >= 0) {
        for (ByteBuffer next = frames.next(); next != null; next = frames.next()) {
          payloads.add(ByteBuffer.allocate(next.remaining()).put(next).flip());
        }
      }
      return new Reading(payloads, frames.pending(), false);
    } catch (MalformedException e) {
      return new Reading(payloads, frames.pending(), true);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Gives some bytes at a time, and not the first. */
  private static final class Pieces extends ByteArrayInputStream {
    private final int most;

    Pieces(byte[] bytes, int most) {
      super(bytes, 1, bytes.length - 1);
      this.most = most;
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) {
      return super.read(target, offset, Math.min(length, most));
    }
  }
}
