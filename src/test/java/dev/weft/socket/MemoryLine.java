package dev.weft.socket;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A line without a network: two of them, connected by buffers of 64 KiB. */
public final class MemoryLine implements Line {

  private final Pipe incoming;
  private final Pipe outgoing;
  private final InetAddress remote;
  public InetAddress local = InetAddress.getLoopbackAddress();

  private MemoryLine(Pipe incoming, Pipe outgoing, InetAddress remote) {
    this.incoming = incoming;
    this.outgoing = outgoing;
    this.remote = remote;
  }

  public static MemoryLine[] pair(InetAddress remote) {
    var one = new Pipe();
    var two = new Pipe();
    return new MemoryLine[] {new MemoryLine(one, two, remote), new MemoryLine(two, one, remote)};
  }

  @Override
  public void open() {}

  @Override
  public InputStream in() {
    return new InputStream() {
      @Override
      public int read() {
        throw new AssertionError("nobody reads single bytes");
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
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b});
      }

      @Override
      public void write(byte[] source, int offset, int length) throws IOException {
        outgoing.write(Arrays.copyOfRange(source, offset, offset + length));
      }
    };
  }

  @Override
  public InetAddress remote() {
    return remote;
  }

  @Override
  public InetAddress local() {
    return local;
  }

  @Override
  public void close() {
    incoming.close();
    outgoing.close();
  }

  private static final class Pipe {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final byte[] bytes = new byte[64 * 1024];
    private int count;
    private boolean closed;

    int read(byte[] target, int offset, int length) {
      lock.lock();
      try {
        while (count == 0) {
          if (closed) {
            return -1;
          }
          changed.awaitUninterruptibly();
        }
        int taken = Math.min(count, length);
        System.arraycopy(bytes, 0, target, offset, taken);
        System.arraycopy(bytes, taken, bytes, 0, count - taken);
        count -= taken;
        changed.signalAll();
        return taken;
      } finally {
        lock.unlock();
      }
    }

    void write(byte[] source) throws IOException {
      lock.lock();
      try {
        for (int at = 0; at < source.length; ) {
          while (count == bytes.length && !closed) {
            changed.awaitUninterruptibly();
          }
          if (closed) {
            throw new IOException("broken pipe");
          }
          int put = Math.min(source.length - at, bytes.length - count);
          System.arraycopy(source, at, bytes, count, put);
          count += put;
          at += put;
          changed.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }

    void close() {
      lock.lock();
      try {
        closed = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
