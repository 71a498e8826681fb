package dev.weft;

import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What a test does at the same time, on a thread of its own. */
final class Background<T> {

  private final FutureTask<T> task;
  private final Thread thread;

  private Background(Callable<T> work, Thread.Builder builder) {
    task = new FutureTask<>(work);
    thread = builder.start(task);
  }

  static <T> Background<T> of(Callable<T> work) {
    return new Background<>(work, Thread.ofVirtual());
  }

  static <T> Background<T> onPlatformThread(Callable<T> work) {
    return new Background<>(work, Thread.ofPlatform());
  }

  void interrupt() {
    thread.interrupt();
  }

  /** Waits until the thread waits for something. */
  void awaitWaiting() {
    until(() -> thread.getState() == Thread.State.WAITING);
  }

  /** Waits until the thread waits for something, with a limit or without. */
  void awaitWaitingSomehow() {
    until(
        () ->
            switch (thread.getState()) {
              case WAITING, TIMED_WAITING, TERMINATED -> true;
              default -> false;
            });
  }

  boolean isDone() {
    return task.isDone();
  }

  T result() throws Exception {
    return task.get(20, TimeUnit.SECONDS);
  }

  /** What the work threw. */
  Throwable failure() {
    Throwable thrown = catchThrowable(this::result);
    return thrown instanceof ExecutionException ? thrown.getCause() : thrown;
  }

  /** Waits for a condition that other threads bring about. */
  static void until(BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      Thread.yield();
      if (System.nanoTime() - start > 20_000_000_000L) {
        throw new AssertionError("this did not come to be in 20 s");
      }
    }
  }
}
