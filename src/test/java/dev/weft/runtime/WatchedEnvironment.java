package dev.weft.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/**
 * The real environment, but that its clock can be put forward, that it knows its threads that have
 * not ended, and that it may forbid to start some. Shared by any number of threads.
 */
public final class WatchedEnvironment implements Environment {

  private final Environment real = new RealEnvironment();
  private final Set<Thread> alive = ConcurrentHashMap.newKeySet();
  private final AtomicLong ahead = new AtomicLong();
  private final AtomicReference<String> forbidden = new AtomicReference<>("");

  /** Puts the monotonic clock forward; sleeps and waits are no shorter for it. */
  public void forward(Duration time) {
    ahead.addAndGet(time.toNanos());
  }

  /** From now on, no thread of this name can be made, as though memory were short. */
  public void forbid(String name) {
    forbidden.set(name);
  }

  /** The names of the threads that are at work. */
  public List<String> alive() {
    return alive.stream().map(Thread::getName).sorted().toList();
  }

  @Override
  public ThreadFactory threads(String name) {
    if (name.equals(forbidden.get())) {
      throw new IllegalStateException("no thread can be made for " + name);
    }
    ThreadFactory threads = real.threads(name);
    return task -> threads.newThread(() -> count(task));
  }

  private void count(Runnable task) {
    alive.add(Thread.currentThread());
    try {
      task.run();
    } finally {
      alive.remove(Thread.currentThread());
    }
  }

  @Override
  public long nanoTime() {
    return real.nanoTime() + ahead.get();
  }

  @Override
  public Instant now() {
    return real.now();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    real.sleep(duration);
  }

  @Override
  public <T> Promise<T> promise() {
    return real.promise();
  }

  @Override
  public RandomGenerator random() {
    return real.random();
  }
}
