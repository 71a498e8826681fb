package dev.weft.runtime;

import dev.weft.runtime.Alarms.Alarm;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A promise of the real world, without a lock: all that changes is one reference, from those who
 * wait to the value.
 */
final class RealPromise<T> implements Promise<T> {

  private sealed interface State<T> {}

  /** One who waits, and the others. */
  private record Waiting<T>(Thread one, @Nullable Waiting<T> others) implements State<T> {

    /** The same without a thread, in another order, which does not matter. */
    @Nullable Waiting<T> without(Thread thread) {
      Waiting<T> rest = null;
      for (var waiting = this; waiting != null; waiting = waiting.others) {
        rest = waiting.one.equals(thread) ? rest : new Waiting<>(waiting.one, rest);
      }
      return rest;
    }
  }

  private record Kept<T>(T value) implements State<T> {}

  private final Alarms alarms;
  private final AtomicReference<@Nullable State<T>> state = new AtomicReference<>();

  RealPromise(Alarms alarms) {
    this.alarms = alarms;
  }

  @Override
  public boolean complete(T value) {
    var kept = new Kept<>(value);
    State<T> before = state.getAndUpdate(now -> now instanceof Kept<T> ? now : kept);
    for (var waiting = waiting(before); waiting != null; waiting = waiting.others) {
      LockSupport.unpark(waiting.one);
    }
    return !(before instanceof Kept<T>);
  }

  private static <T> @Nullable Waiting<T> waiting(@Nullable State<T> state) {
    return state instanceof Waiting<T> waiting ? waiting : null;
  }

  @Override
  public boolean isDone() {
    return state.get() instanceof Kept<T>;
  }

  @Override
  public T await() throws InterruptedException {
    return await(() -> false).orElseThrow();
  }

  @Override
  public Optional<T> await(Duration limit) throws InterruptedException {
    long nanos = TimeUnit.NANOSECONDS.convert(limit);
    if (nanos <= 0 || isDone()) {
      return await(() -> true);
    }
    Alarm alarm = alarms.set(nanos);
    try {
      return await(alarm::isDue);
    } finally {
      alarm.cancel();
    }
  }

  /** Waits for the value, or until the time is over. */
  private Optional<T> await(BooleanSupplier over) throws InterruptedException {
    Thread caller = Thread.currentThread();
    State<T> now = join(caller);
    while (now instanceof Waiting<T> && !over.getAsBoolean() && !caller.isInterrupted()) {
      LockSupport.park(this);
      now = state.get();
    }
    if (Thread.interrupted()) {
      leave(caller);
      throw new InterruptedException();
    }
    if (now instanceof Kept<T>(T value)) {
      return Optional.of(value);
    }
    leave(caller);
    return Optional.empty();
  }

  private State<T> join(Thread thread) {
    return Objects.requireNonNull(
        state.updateAndGet(
            now -> now instanceof Kept<T> ? now : new Waiting<>(thread, waiting(now))));
  }

  private void leave(Thread thread) {
    state.updateAndGet(now -> now instanceof Waiting<T> waiting ? waiting.without(thread) : now);
  }
}
