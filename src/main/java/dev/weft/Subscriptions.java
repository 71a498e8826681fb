package dev.weft;

import dev.weft.runtime.Environment;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Guarded by its lock: the subscriptions of a {@link Dht} that are open, up to a number, which end
 * with it.
 */
final class Subscriptions implements AutoCloseable {

  /** How many may be open at once. */
  static final int MOST = 10_000;

  private final Environment environment;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Subscription<?>> open = new LinkedHashSet<>();
  private boolean closed;

  Subscriptions(Environment environment) {
    this.environment = environment;
  }

  /**
   * Opens one.
   *
   * @param name what its thread is called
   * @throws IllegalStateException if there are too many
   * @throws DhtException.Closed if this is closed
   */
  <T> Subscription<T> open(String name, Subscription.Source<T> source) {
    return open(() -> new Subscription<>(environment, name, source, this::remove));
  }

  /**
   * Opens one of updates, of which the newest of each slot waits to be taken.
   *
   * @param slot of a value
   * @throws IllegalStateException if there are too many
   * @throws DhtException.Closed if this is closed
   */
  <T> Subscription<Update<T>> follow(
      String name, Function<T, Object> slot, Subscription.Source<T> source) {
    return open(
        () ->
            new Subscription<>(
                environment,
                name,
                out -> source.run(value -> out.accept(new Update<>(value, 0))),
                update -> slot.apply(update.value()),
                Update::then,
                this::remove));
  }

  private <T> Subscription<T> open(Supplier<Subscription<T>> opener) {
    lock.lock();
    try {
      if (closed) {
        throw new DhtException.Closed();
      }
      if (open.size() == MOST) {
        throw new IllegalStateException(
            MOST + " subscriptions are open already; close those that are not used");
      }
      Subscription<T> one = opener.get();
      open.add(one);
      return one;
    } finally {
      lock.unlock();
    }
  }

  private void remove(Subscription<?> one) {
    lock.lock();
    try {
      open.remove(one);
    } finally {
      lock.unlock();
    }
  }

  /** Closes all, and opens no more. Idempotent. */
  @Override
  public void close() {
    List<Subscription<?>> all;
    lock.lock();
    try {
      closed = true;
      all = List.copyOf(open);
    } finally {
      lock.unlock();
    }
    all.forEach(Subscription::close);
  }
}
