package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.report.Fact;
import dev.weft.report.Lines;
import dev.weft.report.Plot;
import dev.weft.report.Report;
import dev.weft.sim.MessageKind;
import dev.weft.sim.Traffic;
import dev.weft.sim.study.Findings;
import dev.weft.sim.study.Interval;
import dev.weft.sim.study.Partition;
import dev.weft.sim.study.Sample;
import dev.weft.sim.study.Study;
import dev.weft.sim.study.Trouble;
import dev.weft.sim.study.Turnover;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a simulation came to decides on the exit code, and is drawn. */
class SimulationTest {

  private static final Effort EFFORT = new Effort(Duration.ofSeconds(2), 1 << 20);
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path home;

  private static Sample sample(double... values) {
    return Sample.of(DoubleStream.of(values));
  }

  private static Map<MessageKind, Traffic> traffic(long pings) {
    Map<MessageKind, Traffic> traffic = new EnumMap<>(MessageKind.class);
    for (MessageKind kind : MessageKind.values()) {
      traffic.put(kind, Traffic.NONE);
    }
    traffic.put(MessageKind.PING, new Traffic(pings, 9 * pings));
    return traffic;
  }

  private static Findings findings(
      boolean complete, int lost, int wrong, List<Interval> intervals) {
    Partition partition = new Partition(0.5, Duration.ofMinutes(15), Duration.ofMinutes(30));
    return new Findings(
        Study.of(10).withTime(HOUR).withTrouble(new Trouble(0, 0, 0, List.of(partition))),
        complete,
        HOUR,
        HOUR,
        1_000,
        "0123456789abcdef",
        10,
        new Turnover(0, 0, 0, 0, 0, 0),
        new Findings.Items(2, sample(20, lost == 0 ? 20 : 0)),
        new Findings.Gets(4, 4 - wrong, 0, 0, wrong, sample(10, 20, 30, 40)),
        new Findings.Lookups(0, sample(1, 2), sample(40, 44), sample(100, 200)),
        traffic(100),
        traffic(50),
        intervals,
        sample(5, 7),
        sample(9, 9),
        sample(0, 1),
        List.of("0:30:00.000 node-7 found nothing"));
  }

  private int exitCode(Findings findings) throws IOException, Failure, InterruptedException {
    Shell shell = new Shell(home);
    int code = new SimulateCommand(shell.surroundings(), (study, watcher) -> findings).call();
    assertThat(shell.out().contains("interrupted")).isNotEqualTo(findings.complete());
    assertThat(shell.out()).contains("\n  0:30:00.000 node-7 found nothing\n");
    return code;
  }

  @Test
  void theExitCodeTellsOfLostItemsAndWrongValues() throws Exception {
    assertThat(exitCode(findings(true, 0, 0, List.of()))).isEqualTo(ExitCode.DONE);
    assertThat(exitCode(findings(true, 1, 0, List.of()))).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(exitCode(findings(true, 0, 1, List.of()))).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void whatWasFoundUntilAnInterruptIsTold() throws Exception {
    assertThat(exitCode(findings(false, 1, 0, List.of()))).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(SimulationReport.of(findings(false, 0, 0, List.of()), EFFORT).facts())
        .contains(new Fact("interrupted", "this is what was found until then"));
  }

  @Test
  void withoutTimeTheTrafficIsATotal() {
    Report report = SimulationReport.of(findings(true, 0, 0, List.of()), EFFORT);
    assertThat(report.facts()).contains(new Fact("right at first try", "100.00 %"));
    assertThat(report.plots())
        .extracting(Plot::title)
        .containsExactly("Hops", "Latency", "Traffic", "Load", "Routing tables", "Replicas");
    Plot traffic = report.plots().get(2);
    assertThat(traffic.series().getFirst().values()).containsExactly(100.0);
  }

  @Test
  void successAndTrafficAreDrawnOverTime() {
    List<Interval> intervals =
        List.of(
            new Interval(HOUR.dividedBy(2), 4, 3, traffic(20)),
            new Interval(HOUR, 0, 0, traffic(30)));
    Report report = SimulationReport.of(findings(true, 0, 0, intervals), EFFORT);
    assertThat(report.plots())
        .extracting(Plot::title)
        .containsExactly(
            "Hops", "Latency", "Success", "Traffic", "Load", "Routing tables", "Replicas");
    Lines success = (Lines) report.plots().get(2);
    assertThat(success.places()).containsExactly(0.5, 1.0);
    assertThat(success.series().getFirst().values()).containsExactly(75.0, Double.NaN);
    assertThat(success.bands())
        .singleElement()
        .satisfies(
            band -> {
              assertThat(band.label()).isEqualTo("50 % cut off");
              assertThat(band.from()).isEqualTo(0.25);
              assertThat(band.to()).isEqualTo(0.75);
            });
    Lines traffic = (Lines) report.plots().get(3);
    assertThat(traffic.stacked()).isTrue();
    assertThat(traffic.series()).singleElement().extracting("name").isEqualTo("ping");
    assertThat(traffic.series().getFirst().values()).containsExactly(4.0, 6.0);
  }
}
