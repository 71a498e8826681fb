package dev.weft.bench.report;

import dev.weft.bench.Style;
import dev.weft.bench.report.Line.Subject;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what {@code -rf json} has JMH write, as the JSON library gives it. Stateless. */
final class Jmh {

  private static final String STYLE = "style";

  /** Of a metric, what is of use to nobody but who looks into the spread of a run. */
  private static final Set<String> DETAILS =
      Set.of("scoreConfidence", "scorePercentiles", "rawData", "rawDataHistogram");

  private Jmh() {}

  /**
   * One of the results.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Line line(Object json) {
    Map<String, Object> result = map(json);
    Map<String, Object> primary = map(result.get("primaryMetric"));
    Map<String, Object> secondary = map(result.getOrDefault("secondaryMetrics", Map.of()));
    Map<String, String> parameters = new HashMap<>();
    map(result.getOrDefault("params", Map.of()))
        .forEach((name, value) -> parameters.put(name, String.valueOf(value)));
    Optional<Style> style = Optional.ofNullable(parameters.remove(STYLE)).map(Style::valueOf);
    Map<Measure, Metric> metrics = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values()) {
      Object metric = measure == Measure.SCORE ? primary : secondary.get(measure.key());
      if (metric != null) {
        metrics.put(measure, metric(map(metric)));
      }
    }
    String[] names = String.valueOf(result.get("benchmark")).split("\\.");
    if (names.length < 2) {
      throw new IllegalArgumentException("the result of a benchmark has no name");
    }
    var subject = new Subject(names[names.length - 2], names[names.length - 1], parameters);
    return new Line(subject, style, String.valueOf(primary.get("scoreUnit")), metrics);
  }

  /** The results without what nobody reads, and which is most of them. */
  static List<?> trimmed(List<?> results) {
    return results.stream().map(Jmh::trimmed).toList();
  }

  private static Object trimmed(Object json) {
    if (!(json instanceof Map<?, ?> all)) {
      return json;
    }
    Map<Object, Object> kept = new LinkedHashMap<>();
    all.forEach(
        (name, value) -> {
          if (!DETAILS.contains(name)) {
            kept.put(name, trimmed(value));
          }
        });
    return kept;
  }

  private static Metric metric(Map<String, Object> json) {
    return new Metric(number(json.get("score")), number(json.get("scoreError")));
  }

  /** A number, or what JMH writes instead where there is none. */
  private static double number(Object json) {
    return json instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  @SuppressWarnings("unchecked") // an object of JSON's has no other keys than strings
  private static Map<String, Object> map(Object json) {
    if (json instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new IllegalArgumentException("this is no result of JMH's: " + json);
  }
}
