package dev.weft.cli;

import dev.weft.Expected;
import dev.weft.Wire;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.Seed;
import dev.weft.sim.Latency;
import dev.weft.sim.study.Partition;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** From arguments to values, with a message that says what was expected. Stateless. */
final class Converters {

  private static final Pattern SIMPLE = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  private static final Pattern PARTITION = Pattern.compile("([01](?:\\.\\d{1,9})?)@([^+]+)\\+(.+)");

  /** Longer ones are slips, and would overflow a count of nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private Converters() {}

  /** A duration: 500ms, 90s, 30m, 24h, 7d, or ISO 8601 as in PT1H30M. */
  static Duration duration(String text) {
    Duration duration = read(text);
    if (duration.compareTo(Duration.ZERO) <= 0 || duration.compareTo(LONGEST) > 0) {
      throw new TypeConversionException(
          "a duration is more than nothing and at most 365 days, and this is " + text);
    }
    return duration;
  }

  private static Duration read(String text) {
    Matcher simple = SIMPLE.matcher(text.toLowerCase(Locale.ROOT));
    if (!simple.matches()) {
      try {
        return Duration.parse(text);
      } catch (DateTimeParseException e) {
        throw new TypeConversionException(
            "a duration is written like 90s, 30m, 24h, 7d or PT1H30M, and this is " + text);
      }
    }
    long number = Long.parseLong(simple.group(1));
    return switch (simple.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  static Key key(String text) {
    try {
      return Key.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  static Expected expected(String text) {
    try {
      return text.equals("none") ? Expected.absent() : Expected.version(Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw new TypeConversionException("a version is a number, or none, and this is " + text);
    }
  }

  static Latency latency(String text) {
    try {
      return Latency.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  /** A partition: share of the nodes, when it begins and how long it lasts, as in 0.5@2h+30m. */
  static Partition partition(String text) {
    Matcher parts = PARTITION.matcher(text);
    if (!parts.matches()) {
      throw new TypeConversionException(
          "a partition is written like 0.5@2h+30m: half of the nodes, from two hours on, for half"
              + " an hour; and this is "
              + text);
    }
    try {
      return new Partition(
          Double.parseDouble(parts.group(1)), read(parts.group(2)), duration(parts.group(3)));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage() + "; and this is " + text);
    }
  }

  static Wire wire(String text) {
    return switch (text) {
      case "weft" -> Wire.WEFT;
      case "drogulus" -> Wire.DROGULUS;
      default ->
          throw new TypeConversionException("a wire is weft or drogulus, and this is " + text);
    };
  }

  static Seed seed(String text) {
    try {
      return Seed.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
