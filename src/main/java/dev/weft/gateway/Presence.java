package dev.weft.gateway;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Guarded by its lock: the threads that are answering calls, up to a number. Whoever closes it
 * interrupts them, and waits until the last is done.
 */
final class Presence implements AutoCloseable {

  private final String of;
  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();
  private final Set<Thread> inside = new LinkedHashSet<>();
  private boolean closed;

  /**
   * @param of what they are, for the error
   * @param most how many there may be at once
   */
  Presence(String of, int most) {
    this.of = of;
    this.most = most;
  }

  /**
   * Lets the calling thread in.
   *
   * @throws Problem if there are too many, or this is closed
   */
  void enter() {
    lock.lock();
    try {
      if (closed) {
        throw new Problem(503, "the gateway is being closed");
      }
      if (inside.size() >= most) {
        throw new Problem(503, "there are " + most + " " + of + " already; try again later")
            .with("Retry-After", "1");
      }
      inside.add(Thread.currentThread());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets the calling thread out, which may have been interrupted: that was for what it did here.
   */
  void leave() {
    lock.lock();
    try {
      inside.remove(Thread.currentThread());
      Thread.interrupted();
      left.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many are inside. */
  int size() {
    lock.lock();
    try {
      return inside.size();
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts all, and returns when the last has left, even when interrupted. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      inside.forEach(Thread::interrupt);
      while (!inside.isEmpty()) {
        left.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
