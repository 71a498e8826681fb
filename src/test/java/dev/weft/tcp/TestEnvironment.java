package dev.weft.tcp;

import dev.weft.runtime.Environment;
import dev.weft.runtime.Promise;
import dev.weft.runtime.RealEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** The real environment, but for a clock that can be put forward, and that counts its threads. */
final class TestEnvironment implements Environment {

  private final Environment real = new RealEnvironment();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final AtomicLong ahead = new AtomicLong();
  final AtomicReference<Duration> slept = new AtomicReference<>();

  void forward(Duration duration) {
    ahead.addAndGet(duration.toNanos());
  }

  /** How many threads were started. */
  long started() {
    return threads.stream().filter(thread -> thread.getState() != Thread.State.NEW).count();
  }

  /** The threads that have not ended, after a moment for those that are about to. */
  List<Thread> alive() throws InterruptedException {
    for (Thread thread : threads) {
      if (thread.getState() != Thread.State.NEW) {
        thread.join(Duration.ofSeconds(1));
      }
    }
    return threads.stream().filter(Thread::isAlive).toList();
  }

  /** Waits for a condition that other threads bring about. */
  static void until(BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      Thread.yield();
      if (System.nanoTime() - start > 10_000_000_000L) {
        throw new AssertionError("this did not come to be in 10 s");
      }
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
  public void sleep(Duration duration) {
    slept.set(duration);
  }

  @Override
  public ThreadFactory threads(String name) {
    return task -> {
      Thread thread = real.threads(name).newThread(task);
      threads.add(thread);
      return thread;
    };
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
