package dev.weft.sim;

import dev.weft.runtime.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A promise between simulated threads, of which one runs at a time: confined to the scheduler's.
 */
final class SimPromise<T> implements Promise<T> {

  private final Scheduler scheduler;
  private final List<Waiter> waiters = new ArrayList<>(1);
  private @Nullable T value;

  SimPromise(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  @Override
  public boolean complete(T value) {
    boolean first = this.value == null;
    if (first) {
      this.value = value;
      waiters.forEach(Waiter::wake);
    }
    return first;
  }

  @Override
  public boolean isDone() {
    return value != null;
  }

  @Override
  public T await() throws InterruptedException {
    return await(Long.MAX_VALUE).orElseThrow();
  }

  @Override
  public Optional<T> await(Duration limit) throws InterruptedException {
    return await(TimeUnit.NANOSECONDS.convert(limit));
  }

  private Optional<T> await(long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (value == null && nanos > 0) {
      Waiter waiter = new Waiter();
      waiters.add(waiter);
      try {
        if (nanos == Long.MAX_VALUE) {
          waiter.park();
        } else {
          waiter.parkFor(scheduler, nanos);
        }
      } finally {
        waiters.remove(waiter);
      }
    }
    return Optional.ofNullable(value);
  }
}
