package dev.weft.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * The environment of the real world: the system's clocks, the JDK's virtual threads. Stateless but
 * for the alarms of those who wait with a limit, and safe for use by any number of threads.
 */
public final class RealEnvironment implements Environment {

  private static final Alarms ALARMS =
      new Alarms(System::nanoTime, Thread.ofVirtual().name("weft-alarms").factory());

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
    return new RealPromise<>(ALARMS);
  }

  @Override
  public RandomGenerator random() {
    return () -> ThreadLocalRandom.current().nextLong();
  }
}
