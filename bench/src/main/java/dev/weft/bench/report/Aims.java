package dev.weft.bench.report;

import static dev.weft.bench.report.Bound.atLeast;
import static dev.weft.bench.report.Bound.atMost;

import dev.weft.bench.Style;
import dev.weft.bench.report.Line.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What Weft is to reach, and what it has reached. Stateless. */
final class Aims {

  private static final String TIMES = "×";
  static final Subject WAITING =
      new Subject("WaitingBenchmark", "waiting", Map.of("lookups", "10000"));
  static final Subject IDLE =
      new Subject("IdleBenchmark", "idle", Map.of("nodes", "1000", "connections", "16"));

  /**
   * One of them. Immutable.
   *
   * @param what is measured
   * @param bound what it is to reach
   * @param measured what it has; empty if it was not measured
   */
  record Aim(String what, Bound bound, Optional<Metric> measured) {}

  private Aims() {}

  /** All of them. */
  static List<Aim> of(Results results, List<KillRound> kills) {
    List<Aim> aims = new ArrayList<>();
    aims.add(ratio(results, Headline.CALL_64, Measure.SCORE, atLeast(1, TIMES)));
    aims.add(ratio(results, Headline.CALL_800, Measure.SCORE, atLeast(1, TIMES)));
    for (Headline get : List.of(Headline.GET_64, Headline.GET_64_OF_20)) {
      aims.add(ratio(results, get, Measure.SCORE, atLeast(1, TIMES)));
      aims.add(ratio(results, get, Measure.P99, atMost(1, TIMES)));
      aims.add(ratio(results, get, Measure.CPU, atMost(1.15, TIMES)));
    }
    for (Headline lookup : List.of(Headline.LOOKUP_1, Headline.LOOKUP_PER_PROCESSOR)) {
      aims.add(ratio(results, lookup, Measure.SCORE, atLeast(0.8, TIMES)));
      aims.add(ratio(results, lookup, Measure.P99, atMost(1.2, TIMES)));
    }
    aims.add(
        new Aim(
            "10,000 lookups waiting: heap of each beyond callbacks",
            atMost(3_000, "B"),
            heap(results, Style.BLOCKING)
                .flatMap(
                    blocking ->
                        heap(results, Style.CALLBACKS)
                            .map(callbacks -> exactly(blocking - callbacks)))));
    aims.add(
        new Aim(
            "1,000 nodes in one JVM, idle: memory of the process",
            atMost(2_000, "MB"),
            results.metric(IDLE, Optional.empty(), Measure.RESIDENT)));
    aims.add(
        new Aim("1,000 nodes in one JVM, idle: of one processor", atMost(2, "%"), idle(results)));
    for (KillRound kill : kills) {
      aims.add(
          new Aim(
              "get after the kill, " + kill.title() + ": p99 beside that before",
              atMost(3, TIMES),
              Optional.of(exactly(kill.after() / kill.before()))));
      aims.add(
          new Aim(
              "get after the kill, " + kill.title() + ": found",
              atLeast(100, "%"),
              Optional.of(exactly(kill.found() * 100))));
    }
    return List.copyOf(aims);
  }

  private static Aim ratio(Results results, Headline line, Measure measure, Bound bound) {
    String what =
        switch (measure) {
          case SCORE -> "throughput";
          case CPU -> "processor time";
          default -> measure.name().toLowerCase(Locale.ROOT);
        };
    return new Aim(
        line.title() + ": " + what + " beside callbacks",
        bound,
        results.ratio(line.subject(), measure));
  }

  private static Optional<Double> heap(Results results, Style style) {
    return results.metric(WAITING, Optional.of(style), Measure.HEAP).map(Metric::score);
  }

  /** Percent of one processor: of the milliseconds that passed, those that were used. */
  private static Optional<Metric> idle(Results results) {
    Optional<Metric> used = results.metric(IDLE, Optional.empty(), Measure.CPU);
    Optional<Metric> passed = results.metric(IDLE, Optional.empty(), Measure.SCORE);
    return used.flatMap(
        micros -> passed.map(millis -> exactly(micros.score() / millis.score() / 10)));
  }

  private static Metric exactly(double number) {
    return new Metric(number, Double.NaN);
  }
}
