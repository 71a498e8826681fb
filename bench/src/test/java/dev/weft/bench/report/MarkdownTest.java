package dev.weft.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bench.Style;
import dev.weft.bench.report.Aims.Aim;
import dev.weft.bench.report.Line.Subject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MarkdownTest {

  @Test
  void theRatioStandsBelowTheStylesItCompares() {
    Headline call = Headline.CALL_64;
    Line futures =
        Samples.line(call.subject(), Style.FUTURES, Map.of(Measure.SCORE, Samples.exactly(700)));
    Results results =
        Samples.results(Stream.concat(Samples.headline(call, 1.2, 0.5, 2), Stream.of(futures)));
    assertThat(Markdown.results(results))
        .isEqualTo(
            """
            ### RpcBenchmark

            |  | style | ops/s | CPU, µs | p99, µs |
            | --- | --- | ---: | ---: | ---: |
            | `inFlight64`, connections 1 | BLOCKING | 1,200 ± 120 | 10.0 | 600 |
            |  | CALLBACKS | 1,000 | 20.0 | 300 |
            |  | **BLOCKING / CALLBACKS** | **1.20 ± 0.12** | **0.50** | **2.00** |
            |  | FUTURES | 700 |  |  |
            """);
  }

  @Test
  void whatHasNoStylesHasNoColumnForThem() {
    Line line =
        new Line(
            new Subject("CodecBenchmark", "frame", Map.of("message", "PING")),
            Optional.empty(),
            "ns/op",
            Map.of(Measure.SCORE, Samples.exactly(38.2)));
    assertThat(Markdown.results(Samples.results(List.of(line))))
        .isEqualTo(
            """
            ### CodecBenchmark

            |  | ns/op |
            | --- | ---: |
            | `frame`, message PING | 38.2 |
            """);
  }

  @Test
  void anAimStandsBesideWhatWasReached() {
    List<Aim> aims =
        List.of(
            new Aim("speed", Bound.atLeast(1, "×"), Optional.of(new Metric(0.9, 0.05))),
            new Aim("size", Bound.atMost(3_000, "B"), Optional.empty()));
    assertThat(Markdown.aims(aims))
        .isEqualTo(
            """
            | what | is to be | is | reached |
            | --- | --- | --- | --- |
            | speed | ≥ 1.00 × | 0.90 ± 0.05 × | **no**, by 10.0 % |
            | size | ≤ 3,000 B | not measured |  |
            """);
  }
}
