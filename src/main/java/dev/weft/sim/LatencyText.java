package dev.weft.sim;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes latencies as text. Stateless. */
final class LatencyText {

  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(us|ms|s)");

  private LatencyText() {}

  static Latency parse(String text) {
    String[] parts = text.strip().split(":", 2);
    List<String> values = List.of(parts.length == 2 ? parts[1].split(",", -1) : new String[0]);
    try {
      return switch (parts[0] + "/" + values.size()) {
        case "constant/1" -> Latency.constant(time(values.get(0)));
        case "uniform/2" -> Latency.uniform(time(values.get(0)), time(values.get(1)));
        case "lognormal/2" ->
            Latency.logNormal(time(values.get(0)), Double.parseDouble(values.get(1).strip()));
        case "regions/3" ->
            Latency.regions(
                Integer.parseInt(values.get(0).strip()), time(values.get(1)), time(values.get(2)));
        default -> throw new IllegalArgumentException("no such latency");
      };
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "a latency is written like constant:50ms, uniform:10ms,90ms, lognormal:40ms,0.4 or"
              + " regions:4,5ms,40ms, and not like '%s' (%s)".formatted(text, e.getMessage()),
          e);
    }
  }

  private static Duration time(String text) {
    Matcher matcher = TIME.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a time is written like 50ms, and not '" + text + "'");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "us" -> Duration.ofNanos(1_000 * amount);
      case "ms" -> Duration.ofMillis(amount);
      default -> Duration.ofSeconds(amount);
    };
  }

  /** A time as {@link #parse} reads it, in whole microseconds. */
  static String text(Duration time) {
    return time.toNanos() % 1_000_000 == 0 ? time.toMillis() + "ms" : time.toNanos() / 1_000 + "us";
  }
}
