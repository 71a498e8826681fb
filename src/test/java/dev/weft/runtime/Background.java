package dev.weft.runtime;

import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;

/** What a test does at the same time, on a thread of its own, real or simulated. */
public final class Background<T> {

  private final FutureTask<T> task;
  private final Thread thread;

  private Background(Callable<T> work, ThreadFactory threads) {
    task = new FutureTask<>(work);
    thread = threads.newThread(task);
    thread.start();
  }

  /** On a virtual thread. */
  public static <T> Background<T> of(Callable<T> work) {
    return new Background<>(work, Thread.ofVirtual().factory());
  }

  /** On a thread of this environment. */
  public static <T> Background<T> of(Environment environment, Callable<T> work) {
    return new Background<>(work, environment.threads("background"));
  }

  /** On a platform thread. */
  public static <T> Background<T> onPlatformThread(Callable<T> work) {
    return new Background<>(work, Thread.ofPlatform().factory());
  }

  /** Interrupts the thread. */
  public void interrupt() {
    thread.interrupt();
  }

  /** Waits until the thread waits for something, with a limit or without. */
  public void awaitWaitingSomehow() {
    until(
        () ->
            switch (thread.getState()) {
              case WAITING, TIMED_WAITING, TERMINATED -> true;
              default -> false;
            });
  }

  /** Whether the work is done, or has failed. */
  public boolean isDone() {
    return task.isDone();
  }

  /**
   * Waits for what the work returns, or throws an {@link ExecutionException} with what it threw.
   */
  public T result() throws Exception {
    return task.get();
  }

  /** Waits for what the work threw; null if it threw nothing. */
  public Throwable failure() {
    Throwable thrown = catchThrowable(this::result);
    return thrown instanceof ExecutionException ? thrown.getCause() : thrown;
  }

  /** Waits for a condition that other threads bring about. */
  public static void until(BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      Thread.yield();
      if (System.nanoTime() - start > 20_000_000_000L) {
        throw new AssertionError("this did not come to be in 20 s");
      }
    }
  }
}
