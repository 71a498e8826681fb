package dev.weft.node;

import dev.weft.runtime.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that nobody waits for, each piece on a virtual thread of its own, bounded in number. Guarded
 * by its lock; may be used by any thread.
 */
final class Errands implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Errands.class);

  /** A piece of work. */
  @FunctionalInterface
  interface Errand {
    /**
     * Does the work.
     *
     * @throws InterruptedException when the node is being closed
     */
    void run() throws InterruptedException;
  }

  private final Environment environment;
  private final String name;
  private final int limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private final List<Thread> running = new ArrayList<>();
  private boolean closed;

  /**
   * @param name what the threads are called
   * @param limit how many may run at once
   */
  Errands(Environment environment, String name, int limit) {
    this.environment = environment;
    this.name = name;
    this.limit = limit;
  }

  /** Starts an errand, unless as many as are allowed are running, or this is closed. */
  boolean run(Errand errand) {
    lock.lock();
    try {
      if (closed || running.size() == limit) {
        return false;
      }
      Thread thread = environment.threads(name).newThread(() -> carryOut(errand));
      running.add(thread);
      thread.start();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void carryOut(Errand errand) {
    try {
      errand.run();
    } catch (InterruptedException e) {
      LOG.debug("{} ended before it was done", name);
    } catch (RuntimeException e) {
      LOG.error("{} failed", name, e);
    } finally {
      lock.lock();
      try {
        running.remove(Thread.currentThread());
        ended.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Interrupts what runs, and waits until it has ended, even when interrupted. Idempotent. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      running.forEach(Thread::interrupt);
      while (!running.isEmpty()) {
        ended.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
