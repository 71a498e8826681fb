package dev.weft.sim;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One direction of a simulated connection. Confined to the scheduler's thread and those that it
 * runs; the lock is there for its condition.
 *
 * <p>What is written at once arrives at once, later than what was written before, or not at all: so
 * the loss of a message is that of all that was written with it, and not of a part.
 */
final class Tube {

  /** Bytes that may lie unread; whoever writes more finds the connection broken. */
  private static final int MOST_UNREAD = 32 << 20;

  private final Fabric fabric;
  private final Endpoint from;
  private final Endpoint to;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<byte[]> arrived = new ArrayDeque<>();
  private int read; // of the first that has arrived
  private int unread;
  private long lastArrival;
  private boolean ended;

  Tube(Fabric fabric, Endpoint from, Endpoint to) {
    this.fabric = fabric;
    this.from = from;
    this.to = to;
  }

  /** Sends bytes on their way. */
  void write(byte[] bytes) throws IOException {
    if (ended || unread > MOST_UNREAD) {
      throw new IOException("broken pipe");
    }
    unread += bytes.length;
    lastArrival = fabric.post(from, to, lastArrival, () -> arrive(bytes));
  }

  private void arrive(byte[] bytes) {
    lock.lock();
    try {
      arrived.add(bytes);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Lets the reader know, after all that was written, that there will be no more. */
  void finish() {
    lastArrival = fabric.post(from, to, lastArrival, this::end);
  }

  /** Ends it at once, for whoever reads or writes. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for bytes, and takes some; -1 at the end. */
  int read(byte[] target, int offset, int length) {
    lock.lock();
    try {
      while (arrived.isEmpty() && !ended) {
        changed.awaitUninterruptibly();
      }
      if (arrived.isEmpty()) {
        return -1;
      }
      byte[] first = arrived.getFirst();
      int count = Math.min(length, first.length - read);
      System.arraycopy(first, read, target, offset, count);
      read += count;
      unread -= count;
      if (read == first.length) {
        arrived.removeFirst();
        read = 0;
      }
      return count;
    } finally {
      lock.unlock();
    }
  }
}
