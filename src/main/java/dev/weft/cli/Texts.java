package dev.weft.cli;

import dev.weft.text.Words;
import java.math.BigDecimal;
import java.time.Duration;

/** How numbers and times are shown to people. Stateless. */
final class Texts {

  private static final long NANOS_PER_MILLI = 1_000_000;

  private Texts() {}

  /** A duration with the precision that matters; see {@link Words#duration}. */
  static String duration(Duration duration) {
    return Words.duration(duration);
  }

  /** A number of things per second. */
  static double rate(long count, Duration took) {
    return Math.round(count * 1_000.0 * NANOS_PER_MILLI / Math.max(1, took.toNanos()));
  }

  /** 1,003 nodes, or 1 node. */
  static String count(long number, String thing) {
    return Words.count(number, thing);
  }

  /** A share as percent, with as many digits as it has: 30 %, or 0.1 %. */
  static String percent(double share) {
    return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString() + " %";
  }

  /** Formats in the same way everywhere. */
  static String format(String pattern, Object... arguments) {
    return Words.format(pattern, arguments);
  }

  /** Text of others made fit to be shown; see {@link Words#oneLine}. */
  static String oneLine(String text) {
    return Words.oneLine(text);
  }
}
