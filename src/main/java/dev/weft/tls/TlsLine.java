package dev.weft.tls;

import dev.weft.socket.Line;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsProtocol;
import org.bouncycastle.tls.TlsServerProtocol;
import org.jspecify.annotations.Nullable;

/**
 * Shared by the one thread that reads, the one that writes and any that close; the state of TLS is
 * guarded by its lock: TLS 1.3 over another line, with both sides authenticated.
 *
 * <h2>How it works, and why</h2>
 *
 * <p>The library gets bytes and gives bytes, and never touches the line below: the lock is held
 * while it encrypts or decrypts, and never while a thread waits for the network. So one that reads
 * and one that writes do not wait for each other, and whatever each flight of the handshake
 * consists of is one write. After the handshake only the writing thread writes: what the library
 * has to say when it reads, such as that new keys are used, goes with the next record.
 *
 * <p>The end is the end of the line below, without a word: a frame that was cut is seen to be, and
 * nothing else hangs on where the stream ends.
 */
public final class TlsLine implements Line {

  /** How a TLS connection begins: with a record of the handshake (RFC 8446, section 5.1). */
  public static final int FIRST_BYTE = 22;

  /** A record holds no more (RFC 8446, section 5.1). */
  private static final int RECORD_BYTES = 1 << 14;

  private static final int SMALL = 512;
  private static final int BUSY = 8 * 1024;

  /** Begins the handshake. */
  @FunctionalInterface
  private interface Start {
    void run() throws IOException;
  }

  private final Line below;
  private final TlsProtocol protocol;
  private final boolean dialled;
  private final Start start;
  private final Supplier<byte[]> proved;
  private final ReentrantLock lock = new ReentrantLock();
  private final InputStream in = new Input();
  private final OutputStream out = new Output();
  private byte[] buffer = new byte[SMALL]; // the reading thread's
  private byte @Nullable [] peer;

  private TlsLine(
      Line below, TlsProtocol protocol, boolean dialled, Start start, Supplier<byte[]> proved) {
    this.below = below;
    this.protocol = protocol;
    this.dialled = dialled;
    this.start = start;
    this.proved = proved;
  }

  /** A line that this node has dialled, or is to dial. */
  public static TlsLine dialled(Line below, TlsIdentity self) {
    var protocol = new TlsClientProtocol();
    var side = new DiallingSide(self);
    return new TlsLine(below, protocol, true, () -> protocol.connect(side), side::peer);
  }

  /** A line that another node has dialled. */
  public static TlsLine accepted(Line below, TlsIdentity self) {
    var protocol = new TlsServerProtocol();
    var side = new AcceptingSide(self);
    return new TlsLine(below, protocol, false, () -> protocol.accept(side), side::peer);
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnlikeException if the other side speaks a netstring; nothing was said to it if it has
   *     dialled
   * @throws TlsException if the other side breaks the rules, or has not proved a key
   */
  @Override
  public void open() throws IOException {
    below.open();
    try {
      shakeHands();
    } catch (TlsFatalAlertReceived e) {
      throw new IOException("it ended the TLS handshake: " + e.getMessage(), e);
    } catch (TlsFatalAlert e) {
      flush(); // the other side is told what was wrong
      throw new TlsException(e);
    }
    peer = proved.get();
  }

  private void shakeHands() throws IOException {
    start.run();
    flush();
    for (boolean first = true; !protocol.isConnected(); first = false) {
      int count = below.in().read(buffer, 0, buffer.length);
      if (count < 0) {
        throw new EOFException("the connection was closed in the TLS handshake");
      }
      if (first && Character.isDigit(buffer[0])) {
        throw dialled
            ? UnlikeException.dialledByTls(Arrays.copyOf(buffer, count))
            : UnlikeException.dialledInTheClear();
      }
      protocol.offerInput(buffer, 0, count);
      flush();
    }
  }

  private void flush() throws IOException {
    byte[] bytes = output();
    if (bytes.length > 0) {
      below.out().write(bytes);
    }
  }

  private byte[] output() {
    byte[] bytes = new byte[protocol.getAvailableOutputBytes()];
    protocol.readOutput(bytes, 0, bytes.length);
    return bytes;
  }

  /** The public key that the other side has proved to have, 32 bytes; after {@link #open}. */
  public byte[] peer() {
    return Objects.requireNonNull(peer, "not open").clone();
  }

  @Override
  public InputStream in() {
    return in;
  }

  @Override
  public OutputStream out() {
    return out;
  }

  @Override
  public InetAddress remote() {
    return below.remote();
  }

  @Override
  public InetAddress local() {
    return below.local();
  }

  @Override
  public void close() {
    below.close();
  }

  private final class Input extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int taken = take(target, offset, length);
      while (taken == 0 && length > 0) {
        int count = below.in().read(buffer, 0, buffer.length);
        taken = count < 0 ? -1 : decrypt(count, target, offset, length);
      }
      return taken;
    }

    private int decrypt(int count, byte[] target, int offset, int length) throws IOException {
      lock.lock();
      try {
        protocol.offerInput(buffer, 0, count);
      } finally {
        lock.unlock();
      }
      if (count == buffer.length && count < BUSY) {
        buffer = new byte[2 * count];
      }
      return take(target, offset, length);
    }

    /** What has come: nothing yet, some bytes, or the end. */
    private int take(byte[] target, int offset, int length) throws IOException {
      lock.lock();
      try {
        int count = Math.min(length, protocol.getAvailableInputBytes());
        if (count == 0) {
          return protocol.isClosed() ? -1 : 0;
        }
        return protocol.readInput(target, offset, count);
      } finally {
        lock.unlock();
      }
    }
  }

  private final class Output extends OutputStream {
    @Override
    public void write(int single) throws IOException {
      write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      int end = offset + length;
      for (int at = offset; at < end; at += RECORD_BYTES) {
        below.out().write(encrypt(source, at, Math.min(RECORD_BYTES, end - at)));
      }
    }

    private byte[] encrypt(byte[] source, int offset, int length) throws IOException {
      lock.lock();
      try {
        protocol.writeApplicationData(source, offset, length);
        return output();
      } finally {
        lock.unlock();
      }
    }
  }
}
