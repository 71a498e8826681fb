package dev.weft.socket;

import dev.weft.runtime.Environment;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Shared by all who send over one connection, and by the one thread that writes; guarded by its
 * lock: the frames that wait to be written.
 *
 * <p>Whoever sends leaves a frame here and goes on at once. The writer takes all that has gathered
 * while it wrote, and writes it as one, so that under load many frames share a system call. Only
 * the writer is ever stuck when the peer does not read, and it is nobody's caller: an interrupt of
 * a caller cannot tear a shared connection, as it would in the midst of a write.
 */
public final class Outbox {

  /** What became of a frame. */
  public enum Offer {
    /** It will be written, unless the connection breaks before. */
    TAKEN,
    /** As many bytes wait as may. */
    FULL,
    /** The peer has read nothing for too long. */
    STUCK,
    /** The connection is closed. */
    CLOSED
  }

  /** Told of what was taken to be written. */
  @FunctionalInterface
  public interface Meter {
    /** So many frames are about to be written, of so many bytes in all. */
    void taken(int frames, int bytes);

    /** So many bytes more, or fewer, wait to be written or are being written. */
    default void queued(int change) {}
  }

  /** Frames are joined up to this many bytes: more gains nothing. */
  private static final int BATCH_BYTES = 64 * 1024;

  private final Environment environment;
  private final int maxBytes;
  private final long maxNanos;
  private final Meter meter;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<byte[]> frames = new ArrayDeque<>();
  private int bytes; // of the frames, and of what is being written
  private boolean writing;
  private long writingSince;
  private boolean closed;

  /**
   * @param maxBytes how many bytes may wait to be written
   * @param patience how long the peer may read nothing
   */
  public Outbox(Environment environment, int maxBytes, Duration patience, Meter meter) {
    this.environment = environment;
    this.maxBytes = maxBytes;
    this.maxNanos = TimeUnit.NANOSECONDS.convert(patience);
    this.meter = meter;
  }

  /** Leaves a frame to be written. Never waits for the network. */
  public Offer offer(byte[] frame) {
    lock.lock();
    try {
      Offer offer = leave(frame);
      changed.signal();
      return offer;
    } finally {
      lock.unlock();
    }
  }

  /** Wakes the writer, where there is something to write. */
  public void flush() {
    lock.lock();
    try {
      if (!frames.isEmpty()) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Leaves a frame to be written with what comes next, at the latest after a {@link #flush}. Never
   * waits for the network.
   */
  public Offer leave(byte[] frame) {
    lock.lock();
    try {
      if (closed) {
        return Offer.CLOSED;
      }
      if (overdue()) {
        return Offer.STUCK;
      }
      if (bytes + frame.length > maxBytes) {
        return Offer.FULL;
      }
      frames.add(frame);
      count(frame.length);
      return Offer.TAKEN;
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing waits and nothing is being written. */
  public boolean isEmpty() {
    lock.lock();
    try {
      return bytes == 0;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the peer has read nothing for too long. */
  public boolean isStuck() {
    lock.lock();
    try {
      return overdue();
    } finally {
      lock.unlock();
    }
  }

  private boolean overdue() {
    return writing && environment.nanoTime() - writingSince > maxNanos;
  }

  /** Drops what waits, and lets the writer end. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      frames.forEach(frame -> count(-frame.length));
      frames.clear();
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes what comes, until this is closed: the life of the writing thread.
   *
   * @param drained called each time after everything was written
   */
  public void writeTo(OutputStream out, Runnable drained) throws IOException {
    for (byte[] batch = take(); batch != null; batch = take()) {
      boolean empty;
      try {
        out.write(batch);
      } finally {
        empty = written(batch.length);
      }
      if (empty) {
        drained.run();
      }
    }
  }

  private void count(int change) {
    bytes += change;
    meter.queued(change);
  }

  private byte @Nullable [] take() {
    if (awaitFrames()) {
      letOthersGoFirst();
    }
    lock.lock();
    try {
      if (closed) {
        return null;
      }
      writing = true;
      writingSince = environment.nanoTime();
      return join();
    } finally {
      lock.unlock();
    }
  }

  /** Returns when there are frames, or this is closed; and whether it had to wait. */
  private boolean awaitFrames() {
    boolean waited = false;
    lock.lock();
    try {
      while (frames.isEmpty() && !closed) {
        changed.awaitUninterruptibly();
        waited = true;
      }
    } finally {
      lock.unlock();
    }
    return waited;
  }

  /**
   * A system call costs more than to make some frames. Whoever is ready to run, and it may be a
   * dozen who have been answered at once, gets the chance to leave a frame before this one goes.
   */
  @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it but speed
  private static void letOthersGoFirst() {
    Thread.yield();
  }

  /** Takes the first frame, and those after it as far as they fit one batch. */
  private byte[] join() {
    byte[] batch = frames.remove();
    int count = 1;
    if (!frames.isEmpty()) {
      int length = batch.length;
      batch = Arrays.copyOf(batch, Math.max(length, Math.min(bytes, BATCH_BYTES)));
      for (byte[] next = frames.peek();
          next != null && length + next.length <= batch.length;
          next = frames.peek()) {
        System.arraycopy(next, 0, batch, length, next.length);
        length += next.length;
        frames.remove();
        count++;
      }
      batch = length == batch.length ? batch : Arrays.copyOf(batch, length);
    }
    meter.taken(count, batch.length);
    return batch;
  }

  private boolean written(int length) {
    lock.lock();
    try {
      writing = false;
      count(-length);
      return bytes == 0;
    } finally {
      lock.unlock();
    }
  }
}
