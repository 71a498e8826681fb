package dev.weft.store;

import dev.weft.runtime.Environment;
import java.time.Instant;

/**
 * The times that a file of items knows, in nanoseconds since 1970, which go as far as the year
 * 2262; what is later counts as then. Immutable, and safe for use by any number of threads.
 *
 * @param environment brings the time
 * @param start what the monotonic clock would have shown in 1970, if it were right
 */
record SqliteClock(Environment environment, long start) {

  private static final Instant LAST = Instant.ofEpochSecond(0, Long.MAX_VALUE);

  /** A clock that is right now. */
  static SqliteClock of(Environment environment) {
    return new SqliteClock(environment, nanos(environment.now()) - environment.nanoTime());
  }

  /** The same, going on after a time that an earlier run has seen: the clock may have been set. */
  SqliteClock after(long steady) {
    return new SqliteClock(environment, Math.max(start, steady + 1 - environment.nanoTime()));
  }

  static long nanos(Instant time) {
    return time.isBefore(LAST)
        ? time.getEpochSecond() * 1_000_000_000 + time.getNano()
        : Long.MAX_VALUE;
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(0, nanos);
  }

  /** The time of day, which may have been set since. */
  Instant now() {
    return environment.now();
  }

  /** The time of the monotonic clock, which goes on where that of an earlier run ended. */
  long steady() {
    return start + environment.nanoTime();
  }
}
