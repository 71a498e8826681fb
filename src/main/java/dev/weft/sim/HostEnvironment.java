package dev.weft.sim;

import dev.weft.runtime.Environment;
import dev.weft.runtime.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * The environment of one simulated machine: the common clock, which may be set wrong here, and the
 * threads that run here. Confined to the scheduler's thread.
 */
final class HostEnvironment implements Environment {

  private final Scheduler scheduler;
  private final Host host;
  private final Instant start;
  private final RandomGenerator random;
  private Duration skew = Duration.ZERO;

  HostEnvironment(Scheduler scheduler, Host host, Instant start, RandomGenerator random) {
    this.scheduler = scheduler;
    this.host = host;
    this.start = start;
    this.random = random;
  }

  Host host() {
    return host;
  }

  /** From now on the time of day is wrong by this much: positive where the clock is fast. */
  void skew(Duration skew) {
    this.skew = skew;
  }

  /** Lets the threads run again that were frozen. */
  void thaw() {
    scheduler.thaw(host);
  }

  @Override
  public long nanoTime() {
    return scheduler.now();
  }

  @Override
  public Instant now() {
    return start.plusNanos(scheduler.now()).plus(skew);
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long nanos = TimeUnit.NANOSECONDS.convert(duration);
    if (nanos > 0) {
      new Waiter().parkFor(scheduler, nanos);
    }
  }

  @Override
  public ThreadFactory threads(String name) {
    return task -> {
      if (scheduler.isForeign()) {
        throw new SimulationException(
            Thread.currentThread()
                + " is not of the simulation: what uses its nodes belongs into SimNetwork.run, or"
                + " SimEnvironment.run");
      }
      return scheduler.thread(name, host, task);
    };
  }

  @Override
  public <T> Promise<T> promise() {
    return new SimPromise<>(scheduler);
  }

  @Override
  public RandomGenerator random() {
    return random;
  }
}
