package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.weft.sim.SimulationException;
import dev.weft.sim.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.jr.ob.JSON;

/** {@code simulate} runs a whole network, and tells people and programs what it was like. */
@Timeout(60)
class SimulateCommandTest {

  private static final String[] TINY = {"--nodes=8", "--items=4", "--gets=6"};
  private static final String[] TROUBLED = {
    "--nodes=20",
    "--items=10",
    "--gets=40",
    "--hours=0.5",
    "--churn=60",
    "--loss=0.05",
    "--liars=0.1",
    "--partition=0.2@10m+5m",
    "--latency=constant:20ms",
    "--seed=7",
    "--k=5",
    "--no-codec"
  };

  @TempDir private Path home;
  private Shell shell;

  @BeforeEach
  void open() throws IOException {
    shell = new Shell(home);
  }

  @Test
  void liarsMayColludeAndLookupsGoBySeveralPaths() {
    assertThat(simulate(TINY, "--liars=0.25", "--colluding", "--paths=2", "--no-codec"))
        .isBetween(0, 1);
    assertThat(shell.out().lines().findFirst())
        .contains(
            "8 nodes, 4 items, 6 gets, 0:00:00, lognormal:40ms,0.4, liars 25 %, colluding, k 20,"
                + " 2 paths, seed 1, no codec");
  }

  private int simulate(String[] options, String... more) {
    String[] args = new String[options.length + more.length + 1];
    args[0] = "simulate";
    System.arraycopy(options, 0, args, 1, options.length);
    System.arraycopy(more, 0, args, 1 + options.length, more.length);
    return shell.run(args);
  }

  @Test
  void peopleAreToldWhatWasMeasured() {
    assertThat(simulate(TINY)).isZero();
    assertThat(shell.out())
        .startsWith("8 nodes, 4 items, 6 gets, 0:00:00, lognormal:40ms,0.4, k 20, seed 1\n")
        .contains("items     4 stored, 0 lost; replicas of each: mean 8.0, least 8, most 8\n")
        .contains("gets      6 of 6 right at first try (100.00 %); 0 missing, 0 failed, 0 wrong\n")
        .contains("lookups   6 of random keys complete, 0 not\n")
        .contains("  hops      mean 1.00, p50 1.00, p99 1.00, max 1.00\n  theory    mean 1.00\n")
        .contains("load      requests to a node: mean")
        .contains("routing   contacts of a node: mean 7, min 7, max 7; 0 % of buckets full\n")
        .contains("traffic       messages          bytes\n")
        .containsPattern("\n  find_node +\\d+ +[\\d,]+\n")
        .containsPattern("simulated 0:00:0\\d in .*heap up to [\\d,]+ MiB\n")
        .containsPattern("messages, .*/s; .* steps, .*/s; trace [0-9a-f]{16}\n")
        .doesNotContain("churn", "per node and hour");
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void troublesAreToldToo() {
    assertThat(simulate(TROUBLED)).isBetween(0, 1);
    assertThat(shell.out().lines().findFirst())
        .contains(
            "20 nodes, 10 items, 40 gets, 0:30:00, constant:20ms, churn 60 % an hour, loss 5 %,"
                + " liars 10 %, 20 % cut off from 0:10:00 to 0:15:00, k 5, seed 7, no codec");
    assertThat(shell.out())
        .containsPattern("\nchurn     6 ended: \\d killed, \\d gone, \\d left; ")
        .contains("messages          bytes   per node and hour\n");
  }

  @Test
  void programsGetTheSameAsOneDocument() throws IOException {
    assertThat(simulate(TROUBLED, "--json")).isBetween(0, 1);
    Map<String, Object> json = JSON.std.mapFrom(shell.out());
    assertThat(json)
        .containsEntry("complete", true)
        .containsKeys("traceHash", "steps", "messages", "heapBytes", "lookups", "remarks")
        .containsKeys("traffic", "measuredTraffic", "perNodeAndHour");
    assertThat(json)
        .extracting("study", InstanceOfAssertFactories.map(String.class, Object.class))
        .containsEntry("nodes", 20)
        .containsEntry("time", 1_800_000.0)
        .containsEntry("churnPerHour", 0.6)
        .containsEntry("latency", "constant:20ms")
        .containsEntry("seed", 7)
        .containsEntry("codec", false)
        .containsEntry(
            "partitions", List.of(Map.of("share", 0.2, "begin", 600_000.0, "length", 300_000.0)));
    assertThat(json)
        .extracting("turnover", InstanceOfAssertFactories.map(String.class, Object.class))
        .containsKeys("killed", "gone", "left", "renewed", "restarted", "failures");
    assertThat(json).extracting("intervals", InstanceOfAssertFactories.LIST).hasSize(100);
  }

  @Test
  void withoutTimeThereAreNoRates() throws IOException {
    assertThat(simulate(TINY, "--json")).isZero();
    assertThat(JSON.std.mapFrom(shell.out()))
        .doesNotContainKey("perNodeAndHour")
        .containsEntry("intervals", List.of())
        .extracting("gets", InstanceOfAssertFactories.map(String.class, Object.class))
        .containsEntry("tried", 6)
        .containsEntry("right", 6);
  }

  @Test
  void theReportIsOneFile() throws IOException {
    Path report = home.resolve("plots/report.html");
    assertThat(simulate(TINY, "--report=" + report)).isZero();
    assertThat(Files.readString(report)).contains("Weft simulation of 8 nodes");
    assertThat(shell.out()).startsWith("8 nodes");
  }

  @Test
  void aReportThatCannotBeWrittenIsRefusedBeforeAnythingIsRun() {
    assertThat(simulate(TINY, "--report=" + home)).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).contains("--report is a file to be written, and " + home);
    assertThat(shell.out()).isEmpty();
  }

  @Test
  void onATerminalABarIsShown() {
    shell.terminal = true;
    shell.variables.put("COLUMNS", "160");
    assertThat(simulate(TINY)).isZero();
    assertThat(shell.out())
        .contains("simulate")
        .containsPattern("measure, 0:00:0\\d simulated, [\\d.]+ times as fast, [\\d,]+ steps/s");
  }

  @Test
  void programsSeeNoBar() throws IOException {
    shell.terminal = true;
    assertThat(simulate(TINY, "--json")).isZero();
    assertThat(JSON.std.mapFrom(shell.out())).containsEntry("complete", true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--nodes=1             | there are 2 to 1000000 nodes",
        "--nodes=many          | is not an int",
        "--hours=-1            | --hours is from 0 to 696",
        "--hours=697           | --hours is from 0 to 696",
        "--hours=NaN           | --hours is from 0 to 696",
        "--churn=30            | churn and partitions need hours to happen in",
        "--churn=2000          | churn is from 0 to 1000 percent an hour",
        "--loss=2              | loss is from 0 to 1",
        "--liars=1             | the share of liars is from 0 to 0.9",
        "--latency=slow        | a latency is written like constant:50ms",
        "--partition=0.5       | a partition is written like 0.5@2h+30m",
        "--partition=0.5@1h+1h | churn and partitions need hours to happen in",
        "--k=1                 | k is from 3 to 200",
        "--paths=0             | paths are from 1 to k",
        "--paths=21            | paths are from 1 to k"
      })
  void aBadOptionIsOneLineWithTheRemedy(String option, String message) {
    assertThat(shell.run("simulate", option)).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err().lines())
        .hasSize(1)
        .first()
        .asString()
        .contains(message)
        .endsWith("(see: weft simulate --help)");
    assertThat(shell.out()).isEmpty();
  }

  private static <T extends Throwable> T thrown(Class<T> type) {
    T thrown = mock(type);
    when(thrown.getMessage()).thenReturn("the message of it");
    return thrown;
  }

  private void assertFails(SimulateCommand.Simulator simulator) {
    var command = new SimulateCommand(shell.surroundings(), simulator);
    assertThatThrownBy(command::call)
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.FAULT))
        .hasMessage("the message of it")
        .hasCauseInstanceOf(Throwable.class);
  }

  @Test
  void aSimulationThatCannotGoOnSaysWhy() {
    var cause = thrown(SimulationException.class);
    assertFails(
        (study, watcher) -> {
          throw cause;
        });
  }

  @Test
  void aBrokenPromiseOfWeftIsAFault() {
    var cause = thrown(Violation.class);
    assertFails(
        (study, watcher) -> {
          throw cause;
        });
  }
}
