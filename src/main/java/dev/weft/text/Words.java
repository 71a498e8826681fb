package dev.weft.text;

import java.time.Duration;
import java.util.Locale;

/** Numbers and times in words, the same in every country. Stateless. */
public final class Words {

  private static final double NANOS_PER_MILLI = 1_000_000;

  /** Controls, those of eight bits, too, and what turns the direction of writing. */
  private static final String OBEYED =
      "[\\p{Cc}\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]";

  private Words() {}

  /** A duration with the precision that matters: 3.1 ms, 312 ms, 1.24 s, 2 min 5 s. */
  public static String duration(Duration duration) {
    double millis = duration.toNanos() / NANOS_PER_MILLI;
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

  /** 1,003 nodes, or 1 node. */
  public static String count(long number, String thing) {
    return format("%,d %s", number, number == 1 ? thing : thing + "s");
  }

  /** Formats in the same way everywhere. */
  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be one more dependency
  public static String format(String pattern, Object... arguments) {
    return String.format(Locale.ROOT, pattern, arguments);
  }

  /** Text of others made fit to be shown: one line, and no codes that a terminal would obey. */
  public static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll(OBEYED, "?");
  }
}
