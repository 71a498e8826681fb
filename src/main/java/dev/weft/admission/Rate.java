package dev.weft.admission;

import java.time.Duration;

/**
 * How often something may happen. Immutable.
 *
 * @param burst how often at once, after a long rest
 * @param interval the time after which it may happen once more; zero is no limit at all
 */
public record Rate(int burst, Duration interval) {

  private static final int MOST_AT_ONCE = 1_000_000;
  private static final int NANOS_PER_SECOND = 1_000_000_000;
  private static final Duration LONGEST = Duration.ofHours(1);

  /** No limit. */
  public static final Rate UNLIMITED = new Rate(1, Duration.ZERO);

  /**
   * @throws IllegalArgumentException if the burst is not from 1 to a million, or the interval not
   *     from zero to an hour
   */
  public Rate {
    if (burst < 1 || burst > MOST_AT_ONCE) {
      throw new IllegalArgumentException("a burst is of 1 to 1000000, not " + burst);
    }
    if (interval.isNegative() || interval.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("an interval is of zero to an hour, not " + interval);
    }
  }

  /**
   * So often in each second, in the long run; more than a billion times is no limit at all.
   *
   * @throws IllegalArgumentException if that is less than 1, or the burst impossible
   */
  public static Rate perSecond(int times, int burst) {
    if (times < 1) {
      throw new IllegalArgumentException("a rate is at least 1 per second, not " + times);
    }
    return new Rate(burst, Duration.ofNanos(NANOS_PER_SECOND / times));
  }

  long nanos() {
    return interval.toNanos();
  }

  /** In words, such as "10000 in a second". */
  @Override
  public String toString() {
    if (interval.isZero()) {
      return "any number";
    }
    long perSecond = NANOS_PER_SECOND / nanos();
    return perSecond > 0
        ? perSecond + " in a second"
        : "one in " + interval.toSeconds() + " seconds";
  }
}
