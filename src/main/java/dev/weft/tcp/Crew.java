package dev.weft.tcp;

import dev.weft.runtime.Environment;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Shared by all threads of a transport; guarded by its lock: the threads that the transport started
 * and that have not ended.
 */
final class Crew implements AutoCloseable {

  private final Environment environment;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private final Set<Thread> members = new LinkedHashSet<>();
  private volatile boolean closed;

  Crew(Environment environment) {
    this.environment = environment;
  }

  /**
   * Starts a thread for a task.
   *
   * @return false if the crew is closed; then nothing was started
   */
  boolean start(String name, Runnable task) {
    Thread thread = environment.threads(name).newThread(() -> run(task));
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      members.add(thread);
    } finally {
      lock.unlock();
    }
    thread.start();
    return true;
  }

  void run(Runnable task) {
    try {
      if (closed) {
        // Whoever closed may have interrupted this thread too early for it to notice.
        Thread.currentThread().interrupt();
      }
      task.run();
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
   * Interrupts all threads, and returns when they have ended. When one of them calls this itself,
   * it does not wait, as it would be for itself. Idempotent.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      boolean own = members.contains(Thread.currentThread());
      List.copyOf(members).forEach(Thread::interrupt);
      while (!own && !members.isEmpty()) {
        ended.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
