package dev.weft.tcp;

import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** What a test does at the same time, on a virtual thread. */
final class Background<T> {

  private final FutureTask<T> task;
  private final Thread thread;

  private Background(Callable<T> work) {
    task = new FutureTask<>(work);
    thread = Thread.ofVirtual().start(task);
  }

  static <T> Background<T> of(Callable<T> work) {
    return new Background<>(work);
  }

  void interrupt() {
    thread.interrupt();
  }

  T result() throws Exception {
    return task.get(20, TimeUnit.SECONDS);
  }

  /** What the work threw. */
  Throwable failure() {
    Throwable thrown = catchThrowable(this::result);
    return thrown instanceof ExecutionException ? thrown.getCause() : thrown;
  }
}
