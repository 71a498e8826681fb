package dev.weft.runtime;

import java.time.Duration;
import java.util.Optional;

/**
 * A value that one thread will hand to others, once. Safe for use by any number of threads; made by
 * {@link Environment#promise()}.
 *
 * <p>This is the only place in Weft where two threads meet with a time limit. Unlike a callback on
 * a future, what comes after the wait is simply the next line.
 *
 * @param <T> the value's type; never null
 */
public interface Promise<T> {

  /**
   * Hands over the value, and wakes those who wait for it.
   *
   * @param value what is handed over
   * @return whether this was the first value; later ones are ignored
   */
  boolean complete(T value);

  /** {@return whether the value is there} */
  boolean isDone();

  /**
   * Waits for the value, however long it takes.
   *
   * @return the value
   * @throws InterruptedException if the thread is interrupted before the value is there
   */
  T await() throws InterruptedException;

  /**
   * Waits for the value, up to a limit.
   *
   * @param limit how long; zero or negative only looks
   * @return the value, or empty when the limit has passed without one
   * @throws InterruptedException if the thread is interrupted before the value is there
   */
  Optional<T> await(Duration limit) throws InterruptedException;
}
