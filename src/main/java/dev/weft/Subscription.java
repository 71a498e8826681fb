package dev.weft;

import dev.weft.runtime.Crew;
import dev.weft.runtime.Environment;
import dev.weft.runtime.Promise;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What comes in by and by, for whoever waits for it. Guarded by its lock, which nobody holds while
 * waiting; may be used by any thread, and each value goes to one of those that take.
 *
 * <p>It is made by a {@link Dht}, and brought in by a thread of its own, which {@link #close} ends.
 * The end of the {@code Dht} ends it, too.
 *
 * {@snippet file="dev/weft/snippets/DhtSnippetsIT.java" region="watch"}
 *
 * <p>What nobody takes waits, but no more than {@value #MOST} values: then the one that has waited
 * longest goes.
 *
 * @param <T> what comes
 */
public final class Subscription<T> implements AutoCloseable, Iterable<T> {

  /** How many values wait to be taken at most. */
  static final int MOST = 10_000;

  /** Brings in what is subscribed to. */
  @FunctionalInterface
  interface Source<T> {
    /**
     * Brings it in, until there is no more. What it throws is thrown by whoever takes next.
     *
     * @param out takes a value, and never waits
     */
    void run(Consumer<T> out) throws InterruptedException;
  }

  private final Environment environment;
  private final Crew crew;
  private final Consumer<Subscription<?>> ended;
  private final ReentrantLock lock = new ReentrantLock();

  /** By slot; what waits in one is the newest that came there. */
  private final SequencedMap<Object, T> values = new LinkedHashMap<>();

  private final Function<T, Object> slot;
  private final BinaryOperator<T> merge;
  private Promise<Boolean> news;
  private boolean over;
  private @Nullable RuntimeException failure;

  /** One in which each value waits for itself. */
  Subscription(
      Environment environment, String name, Source<T> source, Consumer<Subscription<?>> ended) {
    this(environment, name, source, _ -> new Object(), (_, later) -> later, ended);
  }

  /**
   * Starts to bring in what is subscribed to.
   *
   * @param name what the thread is called that does
   * @param slot where a value waits to be taken: one that waits there already is merged with it
   * @param merge makes one of two values, of which the second came later
   * @param ended is given this when it is closed, perhaps several times
   */
  Subscription(
      Environment environment,
      String name,
      Source<T> source,
      Function<T, Object> slot,
      BinaryOperator<T> merge,
      Consumer<Subscription<?>> ended) {
    this.environment = environment;
    this.slot = slot;
    this.merge = merge;
    this.crew = new Crew(environment, 1);
    this.ended = ended;
    this.news = environment.promise();
    crew.start(name, () -> bring(source));
  }

  private void bring(Source<T> source) throws InterruptedException {
    RuntimeException thrown = null;
    try {
      source.run(this::put);
    } catch (RuntimeException e) {
      thrown = e;
    } finally {
      end(thrown);
    }
  }

  private void put(T value) {
    lock.lock();
    try {
      values.merge(slot.apply(value), value, merge);
      if (values.size() > MOST) {
        values.pollFirstEntry();
      }
      tell();
    } finally {
      lock.unlock();
    }
  }

  private void end(@Nullable RuntimeException thrown) {
    lock.lock();
    try {
      if (!over) {
        over = true;
        failure = thrown;
        tell();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Wakes those who wait; with the lock held. */
  private void tell() {
    news.complete(true);
    news = environment.promise();
  }

  /**
   * Waits for the next value, however long it takes.
   *
   * @return the value; empty when there will be no more
   * @throws DhtException if that is because something went wrong
   * @throws InterruptedException if the thread is interrupted; nothing is lost
   */
  public Optional<T> take() throws InterruptedException {
    return next(
        arrival -> {
          arrival.await();
          return true;
        });
  }

  /**
   * Waits for the next value, up to a limit.
   *
   * @param limit how long; zero or negative only looks
   * @return the value; empty if none came in time, or there will be no more, as {@link #isOver}
   *     tells
   * @throws DhtException if there will be no more because something went wrong
   * @throws InterruptedException if the thread is interrupted; nothing is lost
   */
  public Optional<T> poll(Duration limit) throws InterruptedException {
    long deadline = environment.nanoTime() + limit.toNanos();
    return next(
        arrival -> arrival.await(Duration.ofNanos(deadline - environment.nanoTime())).isPresent());
  }

  /** How to wait for something to happen; false if it did not in time. */
  @FunctionalInterface
  private interface Wait {
    boolean on(Promise<Boolean> arrival) throws InterruptedException;
  }

  private Optional<T> next(Wait wait) throws InterruptedException {
    Promise<Boolean> arrival;
    do {
      lock.lock();
      try {
        Map.Entry<Object, T> first = values.pollFirstEntry();
        T value = first == null ? null : first.getValue();
        if (value == null && failure != null) {
          throw failure;
        }
        if (value != null || over) {
          return Optional.ofNullable(value);
        }
        arrival = news;
      } finally {
        lock.unlock();
      }
    } while (wait.on(arrival));
    return Optional.empty();
  }

  /** {@return whether all has been taken, and there will be no more} */
  public boolean isOver() {
    lock.lock();
    try {
      return over && values.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The values as they come; {@link Iterator#hasNext} waits for the next. An interrupt ends the
   * iteration, and the thread stays interrupted.
   */
  @Override
  public Iterator<T> iterator() {
    return new Iterator<>() {
      private Optional<T> next = Optional.empty();

      @Override
      public boolean hasNext() {
        if (next.isEmpty()) {
          try {
            next = take();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        }
        return next.isPresent();
      }

      @Override
      public T next() {
        if (!hasNext()) {
          throw new NoSuchElementException("there are no more");
        }
        T value = next.orElseThrow();
        next = Optional.empty();
        return value;
      }
    };
  }

  /**
   * Ends it, with all that it has under way, and returns when its thread is gone. What has come is
   * still there to be taken. Idempotent.
   */
  @Override
  public void close() {
    crew.close();
    end(null);
    ended.accept(this);
  }
}
