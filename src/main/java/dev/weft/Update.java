package dev.weft;

/**
 * Something new of what is watched. Immutable.
 *
 * @param value the newest
 * @param skipped how many came before it that nobody took in time, since the last that was taken
 * @param <T> what is watched
 */
public record Update<T>(T value, int skipped) {

  /** Two of which the first was not taken. */
  Update<T> then(Update<T> later) {
    return new Update<>(later.value, skipped + 1 + later.skipped);
  }
}
