package dev.weft.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

/** How numbers and times are shown to people. Stateless. */
final class Texts {

  private static final long NANOS_PER_MILLI = 1_000_000;

  private Texts() {}

  /** A duration with the precision that matters: 3.1 ms, 312 ms, 1.24 s, 2 min 5 s. */
  static String duration(Duration duration) {
    double millis = millis(duration);
    if (millis < 10) {
      return format("%.1f ms", millis);
    }
    if (millis < 1_000) {
      return format("%.0f ms", millis);
    }
    if (millis < 60_000) {
      return format("%.2f s", millis / 1_000);
    }
    return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
  }

  /** Milliseconds, with microseconds behind the point: what JSON documents hold. */
  static double millis(Duration duration) {
    return Math.round(duration.toNanos() / 1_000.0) / 1_000.0;
  }

  /** A number of things per second. */
  static double rate(long count, Duration took) {
    return Math.round(count * 1_000.0 * NANOS_PER_MILLI / Math.max(1, took.toNanos()));
  }

  /** 1,003 nodes, or 1 node. */
  static String count(long number, String thing) {
    return format("%,d %s", number, number == 1 ? thing : thing + "s");
  }

  /** A share as percent, with as many digits as it has: 30 %, or 0.1 %. */
  static String percent(double share) {
    return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString() + " %";
  }

  /** Formats in the same way everywhere. */
  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be one more dependency
  static String format(String pattern, Object... arguments) {
    return String.format(Locale.ROOT, pattern, arguments);
  }

  /** Text of others made fit to be shown: one line, and no codes that a terminal would obey. */
  static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "?");
  }
}
