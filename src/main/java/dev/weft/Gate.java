package dev.weft;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Guarded by its lock, and used by any thread: lets operations in while a {@link Dht} is open, and
 * lets whoever closes it wait until the last is out.
 */
final class Gate {

  /** An operation. */
  @FunctionalInterface
  interface Operation<T> {
    T run() throws InterruptedException;
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();
  private int inside;
  private boolean closed;

  /**
   * Runs an operation.
   *
   * @throws DhtException.Closed if this is closed, or has been meanwhile: then what the operation
   *     found counts for nothing, since the node was being taken apart under it
   */
  <T> T pass(Operation<T> operation) throws InterruptedException {
    enter();
    try {
      T result = operation.run();
      checkOpen();
      return result;
    } catch (RuntimeException e) {
      checkOpen();
      throw e;
    } finally {
      leave();
    }
  }

  private void enter() {
    lock.lock();
    try {
      checkOpen();
      inside++;
    } finally {
      lock.unlock();
    }
  }

  private void checkOpen() {
    lock.lock();
    try {
      if (closed) {
        throw new DhtException.Closed();
      }
    } finally {
      lock.unlock();
    }
  }

  private void leave() {
    lock.lock();
    try {
      inside--;
      left.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets nobody in any more.
   *
   * @return whether this call closed it
   */
  boolean close() {
    lock.lock();
    try {
      boolean first = !closed;
      closed = true;
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the last operation has left, even when interrupted. */
  void awaitEmpty() {
    lock.lock();
    try {
      while (inside > 0) {
        left.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
