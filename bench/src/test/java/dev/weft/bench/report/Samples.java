package dev.weft.bench.report;

import dev.weft.bench.Style;
import dev.weft.bench.report.Line.Subject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What might have been measured. Stateless. */
final class Samples {

  /** The output of JMH, of a run too short to say anything. */
  static final Path JMH = file("jmh.json");

  /** The output of {@code weft bench-network --kill 20 --json}, of as short a run. */
  static final Path NETWORK = file("network.json");

  private Samples() {}

  private static Path file(String name) {
    return Path.of("src/test/resources/dev/weft/bench/report", name);
  }

  static Metric exactly(double score) {
    return new Metric(score, Double.NaN);
  }

  static Line line(Subject subject, Style style, Map<Measure, Metric> metrics) {
    return new Line(subject, Optional.of(style), "ops/s", metrics);
  }

  /** A headline of which all three ratios are as given. */
  static Stream<Line> headline(Headline headline, double throughput, double cpu, double p99) {
    return Stream.of(
        line(
            headline.subject(),
            Style.BLOCKING,
            Map.of(
                Measure.SCORE, new Metric(1_000 * throughput, 100 * throughput),
                Measure.CPU, exactly(20 * cpu),
                Measure.P99, exactly(300 * p99))),
        line(
            headline.subject(),
            Style.CALLBACKS,
            Map.of(
                Measure.SCORE, new Metric(1_000, 0),
                Measure.CPU, exactly(20),
                Measure.P99, exactly(300))));
  }

  static Results results(Stream<Line> lines) {
    return new Results(lines.toList());
  }

  static Results results(List<Line> lines) {
    return new Results(lines);
  }
}
