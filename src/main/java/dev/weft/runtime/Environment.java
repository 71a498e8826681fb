package dev.weft.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;

/**
 * Time, threads, waiting and chance: everything in which one run of a program may differ from the
 * next. Safe for use by any number of threads.
 *
 * <p>Nothing else in Weft reads a clock, starts a thread, sleeps, waits with a time-out or draws a
 * random number. That one rule lets a whole network run in a simulator, where the same seed gives
 * the same run. {@link RealEnvironment} is the one for the real world.
 *
 * <p>Waits without a time-out (a lock, a condition, a queue's {@code take}) need no seam, and are
 * used as they are.
 */
public interface Environment {

  /**
   * {@return nanoseconds since some fixed moment; only differences mean anything} Never goes back.
   */
  long nanoTime();

  /** {@return the time of day, which may be set back and forth} */
  Instant now();

  /**
   * Waits.
   *
   * @param duration how long; nothing happens if it is zero or negative
   * @throws InterruptedException if the thread is interrupted before or while it waits
   */
  void sleep(Duration duration) throws InterruptedException;

  /**
   * Makes virtual threads, unstarted.
   *
   * @param name what the threads are called in a thread dump
   * @return a factory of threads with that name
   */
  ThreadFactory threads(String name);

  /**
   * {@return a new promise that nobody has completed yet}
   *
   * @param <T> what will be handed over
   */
  <T> Promise<T> promise();

  /** {@return random numbers, not for secrets} Safe for use by any number of threads. */
  RandomGenerator random();

  /**
   * Starts a virtual thread.
   *
   * @param name what it is called in a thread dump
   * @param task what it does
   * @return the thread, which runs
   */
  default Thread start(String name, Runnable task) {
    Thread thread = threads(name).newThread(task);
    thread.start();
    return thread;
  }
}
