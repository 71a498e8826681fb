package dev.weft.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The environment of the real world: the system's clocks, the JDK's virtual threads. Stateless, and
 * safe for use by any number of threads.
 */
public final class RealEnvironment implements Environment {

  /** The real world; any two instances are alike. */
  public RealEnvironment() {}

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    Thread.sleep(duration);
  }

  @Override
  public ThreadFactory threads(String name) {
    return Thread.ofVirtual().name(name).factory();
  }

  @Override
  public <T> Promise<T> promise() {
    return new LatchPromise<>();
  }

  @Override
  public RandomGenerator random() {
    return () -> ThreadLocalRandom.current().nextLong();
  }

  /** A promise on a latch: the value is set before the latch opens, so whoever passes sees it. */
  private static final class LatchPromise<T> implements Promise<T> {

    private final AtomicReference<@Nullable T> value = new AtomicReference<>();
    private final CountDownLatch set = new CountDownLatch(1);

    @Override
    public boolean complete(T value) {
      boolean first = this.value.compareAndSet(null, value);
      set.countDown();
      return first;
    }

    @Override
    public boolean isDone() {
      return value.get() != null;
    }

    @Override
    public T await() throws InterruptedException {
      set.await();
      return held();
    }

    @Override
    public Optional<T> await(Duration limit) throws InterruptedException {
      boolean inTime = set.await(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
      return inTime ? Optional.of(held()) : Optional.empty();
    }

    private T held() {
      return Objects.requireNonNull(value.get());
    }
  }
}
