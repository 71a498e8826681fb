package dev.weft.sim;

import dev.weft.runtime.Environment;
import dev.weft.runtime.Promise;
import dev.weft.socket.Line;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;

/**
 * One end of a simulated connection, for transports that want streams of bytes. Confined to the
 * scheduler's thread and those that it runs.
 */
final class SimLine implements Line {

  private final InetSocketAddress local;
  private final InetSocketAddress remote;
  private final Tube incoming;
  private final Tube outgoing;
  private final Promise<String> opened;

  private SimLine(
      InetSocketAddress local,
      InetSocketAddress remote,
      Tube incoming,
      Tube outgoing,
      Promise<String> opened) {
    this.local = local;
    this.remote = remote;
    this.incoming = incoming;
    this.outgoing = outgoing;
    this.opened = opened;
  }

  /**
   * A connection to whoever listens at an address, to be made by {@link #open}.
   *
   * @param environment the caller's
   * @param here where the caller is
   */
  static Line to(Environment environment, Fabric fabric, Endpoint here, InetSocketAddress address) {
    Endpoint there = fabric.at(address);
    Promise<String> opened = environment.promise();
    var out = new Tube(fabric, here, there);
    var back = new Tube(fabric, there, here);
    var far = new SimLine(address, here.address, out, back, environment.promise());
    far.opened.complete("");
    fabric.post(
        here,
        there,
        0,
        () -> {
          boolean taken = there.knock(far);
          String refusal = taken ? "" : "connection refused";
          fabric.post(there, here, 0, () -> opened.complete(refusal));
        });
    return new SimLine(here.address, address, back, out, opened);
  }

  @Override
  public void open() throws IOException {
    String refusal;
    try {
      refusal = opened.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while connecting");
    }
    if (!refusal.isEmpty()) {
      throw new IOException(refusal);
    }
  }

  @Override
  public InputStream in() {
    return new InputStream() {
      @Override
      public int read() {
        throw new UnsupportedOperationException("bytes are read by the buffer");
      }

      @Override
      public int read(byte[] target, int offset, int length) {
        return incoming.read(target, offset, length);
      }
    };
  }

  @Override
  public OutputStream out() {
    return new OutputStream() {
      @Override
      public void write(int b) {
        throw new UnsupportedOperationException("bytes are written by the buffer");
      }

      @Override
      public void write(byte[] source, int offset, int length) throws IOException {
        outgoing.write(Arrays.copyOfRange(source, offset, offset + length));
      }
    };
  }

  @Override
  public InetAddress remote() {
    return remote.getAddress();
  }

  @Override
  public InetAddress local() {
    return local.getAddress();
  }

  @Override
  public void close() {
    opened.complete("closed");
    incoming.end();
    outgoing.finish();
  }
}
