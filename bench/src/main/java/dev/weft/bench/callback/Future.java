package dev.weft.bench.callback;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its event loop: something that will have come to an end, and who is to be called
 * then. The asyncio future of the talk: {@code add_done_callback}, {@code set_result}, {@code
 * cancel}.
 *
 * @param <T> the type of its result
 */
public class Future<T> {

  private enum State {
    PENDING,
    FINISHED,
    FAILED,
    CANCELLED
  }

  private State state = State.PENDING;
  private @Nullable T result;
  private @Nullable Throwable failure;

  /** Nearly always there is one, and no more. */
  private @Nullable Consumer<? super Future<T>> first;

  private @Nullable List<Consumer<? super Future<T>>> others;

  /** One that is pending. */
  public Future() {}

  /** One that has its result. */
  public static <T> Future<T> of(T result) {
    Future<T> future = new Future<>();
    future.setResult(result);
    return future;
  }

  /** One that has failed. */
  public static <T> Future<T> failed(Throwable failure) {
    Future<T> future = new Future<>();
    future.setException(failure);
    return future;
  }

  /** Has somebody called when this is done: at once, where it is. */
  public final void addDoneCallback(Consumer<? super Future<T>> callback) {
    if (isDone()) {
      callback.accept(this);
    } else if (first == null) {
      first = callback;
    } else {
      others = others == null ? new ArrayList<>(2) : others;
      others.add(callback);
    }
  }

  /**
   * What will come of this once a function has been applied to its result; when that is cancelled,
   * so is this.
   *
   * @param <R> what the function makes of it
   */
  public final <R> Future<R> map(Function<? super T, ? extends R> function) {
    Future<R> mapped = new Future<>();
    addDoneCallback(
        done -> {
          Throwable thrown = done.exception();
          if (done.isCancelled()) {
            mapped.cancel();
          } else if (thrown != null) {
            mapped.setException(thrown);
          } else {
            mapped.setResult(function.apply(done.result()));
          }
        });
    mapped.addDoneCallback(_ -> cancel());
    return mapped;
  }

  /** Whether it has finished, failed or been cancelled. */
  public final boolean isDone() {
    return state != State.PENDING;
  }

  /** Whether it was cancelled before it was done. */
  public final boolean isCancelled() {
    return state == State.CANCELLED;
  }

  /**
   * What came of it.
   *
   * @throws CancellationException if it was cancelled
   * @throws IllegalStateException if it has failed, or is not done
   */
  public final T result() {
    return switch (state) {
      case FINISHED -> Objects.requireNonNull(result);
      case CANCELLED -> throw new CancellationException();
      case FAILED -> throw new IllegalStateException(failure);
      case PENDING -> throw new IllegalStateException("not done");
    };
  }

  /** What it failed with; null where it did not. */
  public final @Nullable Throwable exception() {
    return failure;
  }

  /**
   * Ends it with a result.
   *
   * @return whether it was pending; otherwise nothing changes
   */
  public final boolean setResult(T value) {
    if (isDone()) {
      return false;
    }
    result = value;
    return end(State.FINISHED);
  }

  /**
   * Ends it with a failure.
   *
   * @return whether it was pending; otherwise nothing changes
   */
  public final boolean setException(Throwable thrown) {
    if (isDone()) {
      return false;
    }
    failure = thrown;
    return end(State.FAILED);
  }

  /**
   * Ends it, as nobody wants the result any more. Who makes it is called like everybody else, and
   * lets go of what it holds.
   *
   * @return whether it was pending; otherwise nothing changes
   */
  public boolean cancel() {
    return !isDone() && end(State.CANCELLED);
  }

  private boolean end(State last) {
    state = last;
    Consumer<? super Future<T>> one = first;
    List<Consumer<? super Future<T>>> more = others;
    first = null;
    others = null;
    if (one != null) {
      one.accept(this);
    }
    if (more != null) {
      more.forEach(callback -> callback.accept(this));
    }
    return true;
  }
}
