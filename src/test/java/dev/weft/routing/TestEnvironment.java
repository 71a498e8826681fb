package dev.weft.routing;

import dev.weft.runtime.Environment;
import dev.weft.runtime.Promise;
import dev.weft.runtime.RealEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** The real environment with a clock that the test sets, and with a list of all threads. */
final class TestEnvironment implements Environment {

  final AtomicLong nanos = new AtomicLong();
  final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final Environment real = new RealEnvironment();

  /** The n-th thread that was started; the first is the actor. */
  Thread thread(int n) {
    return threads.get(n);
  }

  /** The threads that have not ended, after a moment for those that are about to. */
  List<Thread> alive() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join(Duration.ofSeconds(1));
    }
    return threads.stream().filter(Thread::isAlive).toList();
  }

  @Override
  public long nanoTime() {
    return nanos.get();
  }

  @Override
  public Instant now() {
    return Instant.EPOCH.plusNanos(nanoTime());
  }

  @Override
  public void sleep(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  @Override
  public ThreadFactory threads(String name) {
    ThreadFactory factory = real.threads(name);
    return work -> {
      Thread thread = factory.newThread(work);
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
