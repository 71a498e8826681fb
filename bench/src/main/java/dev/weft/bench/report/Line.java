package dev.weft.bench.report;

import dev.weft.bench.Style;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What JMH tells of one benchmark with one set of parameters. Immutable.
 *
 * @param subject what was measured
 * @param style in which style, where it comes in several
 * @param unit of the score
 * @param metrics all that was measured; those that JMH could not tell are missing
 */
record Line(Subject subject, Optional<Style> style, String unit, Map<Measure, Metric> metrics) {

  Line {
    metrics = Map.copyOf(metrics);
  }

  /**
   * What is the same in all styles. Immutable.
   *
   * @param group the benchmark's class, without its package
   * @param method the benchmark's method
   * @param parameters all but the style
   */
  record Subject(String group, String method, Map<String, String> parameters) {

    Subject {
      parameters = Map.copyOf(parameters);
    }

    /** For people, in Markdown. */
    @Override
    public String toString() {
      return parameters.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .map(parameter -> ", " + parameter.getKey() + " " + parameter.getValue())
          .collect(Collectors.joining("", "`" + method + "`", ""));
    }
  }

  /** One of the numbers, where it was measured. */
  Optional<Metric> metric(Measure measure) {
    return Optional.ofNullable(metrics.get(measure));
  }
}
