package dev.weft.bench;

import dev.weft.runtime.Environment;
import dev.weft.runtime.Promise;
import dev.weft.runtime.RealEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;

/** The real world, but that every thread is the system's: the talk's "more than you need". */
final class PlatformThreads implements Environment {

  private final Environment real = new RealEnvironment();

  @Override
  public long nanoTime() {
    return real.nanoTime();
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
  public ThreadFactory threads(String name) {
    return Thread.ofPlatform().daemon().name(name).stackSize(256 * 1024).factory();
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
