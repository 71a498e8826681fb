package dev.weft.runtime;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that belong to somebody and end with them: for work that outlives the call that started
 * it, where a {@link FanOut} is for work that does not. Guarded by its lock; may be used by any
 * thread.
 *
 * <p>It waits for its members on a condition of its own, and not by {@code Thread.join}, which a
 * simulated environment could not see.
 */
public final class Crew implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Crew.class);

  /** What a member of a crew does. */
  @FunctionalInterface
  public interface Task {
    /**
     * Does it. What it throws ends this member, and is logged unless it is an interrupt.
     *
     * @throws InterruptedException when the crew is being closed
     */
    void run() throws InterruptedException;
  }

  private final Environment environment;
  private final int limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private final Set<Thread> members = new LinkedHashSet<>();
  private boolean closed;

  /**
   * A crew whose owner sees to it that the members do not become too many.
   *
   * @param environment makes the threads
   */
  public Crew(Environment environment) {
    this(environment, Integer.MAX_VALUE);
  }

  /**
   * A crew with a limit.
   *
   * @param environment makes the threads
   * @param limit how many members there may be at once
   */
  public Crew(Environment environment, int limit) {
    this.environment = environment;
    this.limit = limit;
  }

  /**
   * Starts a virtual thread for a task.
   *
   * @param name what the thread is called
   * @param task is interrupted when the crew is closed
   * @return false if there are as many as may be, or the crew is closed; then nothing was started
   */
  public boolean start(String name, Task task) {
    lock.lock();
    try {
      if (closed || members.size() >= limit) {
        return false;
      }
      Thread thread = environment.threads(name).newThread(() -> carryOut(name, task));
      members.add(thread);
      thread.start();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void carryOut(String name, Task task) {
    try {
      task.run();
    } catch (InterruptedException e) {
      LOG.debug("{} was interrupted, and ends", name);
    } catch (RuntimeException e) {
      LOG.error("{} failed", name, e);
    } finally {
      lock.lock();
      try {
        members.remove(Thread.currentThread());
        ended.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Interrupts all members, and returns when they have ended, even when interrupted; the calling
   * thread stays so. When one of them calls this itself, it does not wait, as it would be for
   * itself. Idempotent.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      List.copyOf(members).forEach(Thread::interrupt);
      awaitEnd();
    } finally {
      lock.unlock();
    }
  }

  /** Waits, as {@link #close} does, until all members have ended by themselves. */
  public void awaitEnd() {
    lock.lock();
    try {
      boolean own = members.contains(Thread.currentThread());
      while (!own && !members.isEmpty()) {
        ended.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
