package dev.weft.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.bench.Style;
import dev.weft.bench.report.Line.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.jr.ob.JSON;

class JmhTest {

  private static List<?> json() throws IOException {
    return JSON.std.listFrom(Files.readString(Samples.JMH));
  }

  @Test
  void aLineHasTheScoreAndWhatTheProfilersAdd() throws IOException {
    Line line = Jmh.line(json().getFirst());
    assertThat(line.subject())
        .isEqualTo(new Subject("RpcBenchmark", "inFlight64", Map.of("connections", "1")));
    assertThat(line.style()).contains(Style.BLOCKING);
    assertThat(line.unit()).isEqualTo("ops/s");
    assertThat(line.metrics())
        .containsOnlyKeys(
            Measure.SCORE, Measure.CPU, Measure.ALLOCATED, Measure.P50, Measure.P99, Measure.P999);
    assertThat(line.metrics().values()).allMatch(metric -> metric.score() > 0);
  }

  @Test
  void aBenchmarkWithoutStylesHasNone() throws IOException {
    Line line = Jmh.line(json().getLast());
    assertThat(line.subject().toString()).isEqualTo("`frame`, message PING");
    assertThat(line.style()).isEmpty();
    assertThat(line.metric(Measure.P50)).isEmpty();
  }

  @Test
  void anErrorThatJmhCouldNotTellIsNoNumber() throws IOException {
    assertThat(Jmh.line(json().getFirst()).metric(Measure.SCORE).map(Metric::error))
        .contains(Double.NaN);
  }

  @Test
  void trimmedResultsAreShorterAndReadTheSame() throws IOException {
    List<?> trimmed = Jmh.trimmed(json());
    assertThat(trimmed.stream().map(Jmh::line).toList())
        .isEqualTo(json().stream().map(Jmh::line).toList());
    assertThat(JSON.std.asString(trimmed).length())
        .isLessThan(JSON.std.asString(json()).length() / 2);
  }

  @Test
  void whatIsNoResultIsRefused() {
    assertThatThrownBy(() -> Jmh.line("fast")).isInstanceOf(IllegalArgumentException.class);
    Map<String, ?> nameless =
        Map.of("benchmark", "fast", "primaryMetric", Map.of("score", 1, "scoreError", "NaN"));
    assertThatThrownBy(() -> Jmh.line(nameless)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatWasMeasuredAgainCountsAsMeasuredLast() {
    Subject subject = Headline.GET_1.subject();
    Line before = Samples.line(subject, Style.BLOCKING, Map.of(Measure.SCORE, Samples.exactly(1)));
    Line after = Samples.line(subject, Style.BLOCKING, Map.of(Measure.SCORE, Samples.exactly(2)));
    Results results = new Results(List.of(before, after));
    assertThat(results.lines(subject)).containsExactly(after);
    assertThat(results.metric(subject, Optional.of(Style.BLOCKING), Measure.SCORE))
        .contains(Samples.exactly(2));
    assertThat(results.ratio(subject, Measure.SCORE)).isEmpty();
  }
}
