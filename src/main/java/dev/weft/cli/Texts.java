package dev.weft.cli;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * How rates and shares are shown to people; {@link dev.weft.text.Words} has the rest. Stateless.
 */
final class Texts {

  private static final long NANOS_PER_MILLI = 1_000_000;

  private Texts() {}

  /** A number of things per second. */
  static double rate(long count, Duration took) {
    return Math.round(count * 1_000.0 * NANOS_PER_MILLI / Math.max(1, took.toNanos()));
  }

  /** A share as percent, with as many digits as it has: 30 %, or 0.1 %. */
  static String percent(double share) {
    return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString() + " %";
  }
}
