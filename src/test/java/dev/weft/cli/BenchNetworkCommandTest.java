package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Wire;
import dev.weft.cli.Pass.What;
import dev.weft.sim.study.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.jr.ob.JSON;

/** {@code bench-network} tells people and programs what was measured. */
class BenchNetworkCommandTest {

  @TempDir private Path home;
  private Shell shell;

  private Idleness idleness =
      new Idleness(
          Duration.ofSeconds(40),
          Duration.ofSeconds(44),
          new Idleness.State(13_000, OptionalLong.of(1253L << 20), OptionalLong.of(24)),
          Duration.ofSeconds(60),
          Duration.ofMillis(300),
          120,
          new Idleness.State(0, OptionalLong.of(615L << 20), OptionalLong.of(23)),
          90L << 20,
          80L << 20);

  private final List<Workload> workloads = new ArrayList<>();
  private final List<Pass.Round> rounds = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    shell = new Shell(home);
    rounds.add(
        new Pass.Round(
            ItemKind.CONTENT,
            64,
            List.of(pass(What.PUT, 0, 0), pass(What.GET_AFTER_KILL, 300, 0)),
            100 << 10,
            2000 << 10));
  }

  private static Pass pass(What what, int own, int failed) {
    Sample millis = Sample.of(IntStream.rangeClosed(1, 1000).mapToDouble(i -> i / 10.0));
    return new Pass(
        what, 2_000, own, failed, Duration.ofSeconds(2), millis, Duration.ofMillis(850), 10_200);
  }

  private int bench(String... args) {
    var command =
        new BenchNetworkCommand(
            shell.surroundings(),
            new MachineOf(20_000),
            (workload, teller) -> {
              workloads.add(workload);
              rounds.forEach(teller);
              return rounds;
            },
            (workload, idle) -> {
              workloads.add(workload);
              assertThat(idle).isEqualTo(Duration.ofSeconds(60));
              return idleness;
            });
    var failures = new Failures(shell.surroundings());
    return new CommandLine(command)
        .registerConverter(Wire.class, Converters::wire)
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures)
        .execute(args);
  }

  @Test
  void peopleGetATableForEachRound() {
    assertThat(bench()).isZero();
    assertThat(shell.out().lines())
        .containsExactly(
            "50 nodes, 2,000 items of 100 bytes, k 20; warm-up 2,000 items; wire weft over TLS; "
                + BenchPrinter.machine(),
            "",
            "content items, 64 in flight",
            "                    per s   p50 ms   p99 ms p99.9 ms   CPU ms  messages    own "
                + " success",
            "put                 1,000    50.00    99.00    99.90    0.425       5.1    0 % 100.00"
                + " %",
            "get after kill        850    50.00    99.00    99.90    0.500       6.0   15 % 100.00"
                + " %",
            "heap of a node  100 KiB joined, 2,000 KiB filled",
            "",
            "1.00 s in all");
    assertThat(BenchPrinter.machine()).containsPattern("^Java \\d+.*, \\d+ processors?$");
  }

  @Test
  void whatIsToBeMeasuredIsSaidByOptions() {
    bench();
    bench(
        "--nodes=60",
        "--items=30",
        "--parallel=2,3,5",
        "--value-bytes=8",
        "--k=7",
        "--kill=20",
        "--warm-up=0",
        "--wire=drogulus");
    bench("--insecure");
    assertThat(workloads)
        .containsExactly(
            new Workload(50, 2_000, List.of(1, 64), 100, 20, 0, 2_000, 359, Wire.WEFT, true),
            new Workload(60, 30, List.of(2, 3, 5), 8, 7, 20, 0, 299, Wire.DROGULUS, true),
            new Workload(50, 2_000, List.of(1, 64), 100, 20, 0, 2_000, 359, Wire.WEFT, false));
    assertThat(workloads).extracting(Workload::tls).containsExactly(true, false, false);
    assertThat(workloads).extracting(each -> each.config().build().secure()).endsWith(true, false);
    workloads.removeLast();
    assertThat(workloads.getLast().killed()).isEqualTo(12);
    assertThat(workloads.getFirst().kinds()).containsExactly(ItemKind.CONTENT, ItemKind.NAMED);
    assertThat(workloads.getLast().kinds()).containsExactly(ItemKind.NAMED);
  }

  @Test
  void programsGetTheSameAsOneDocument() throws IOException {
    assertThat(bench("--json", "--kill=20")).isZero();
    Map<String, Object> json = JSON.std.mapFrom(shell.out());
    assertThat(json)
        .containsEntry("nodes", 50)
        .containsEntry("items", 2_000)
        .containsEntry("valueBytes", 100)
        .containsEntry("k", 20)
        .containsEntry("killed", 10)
        .containsEntry("warmUp", 2_000)
        .containsEntry("tls", true)
        .containsEntry("took", 1_000.0)
        .containsKeys("java", "processors");
    assertThat(json)
        .extracting("rounds", InstanceOfAssertFactories.list(Map.class))
        .singleElement(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsEntry("kind", "content")
        .containsEntry("parallel", 64)
        .containsEntry("heapPerNodeJoined", 100 << 10)
        .containsEntry("heapPerNodeFilled", 2000 << 10)
        .extracting("passes", InstanceOfAssertFactories.list(Map.class))
        .last(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsEntry("what", "get_after_kill")
        .containsEntry("items", 2_000)
        .containsEntry("own", 300)
        .containsEntry("failed", 0)
        .containsEntry("took", 2_000.0)
        .containsEntry("perSecond", 850.0)
        .containsEntry("p50", 50.0)
        .containsEntry("p99", 99.0)
        .containsEntry("p999", 99.9)
        .containsEntry("max", 100.0)
        .containsEntry("cpuPerOperation", 0.5)
        .containsEntry("messagesPerOperation", 6.0)
        .containsEntry("ownShare", 0.15)
        .containsEntry("successShare", 1.0);
  }

  @Test
  void peopleAreToldWhatIdleNodesCost() {
    assertThat(bench("--nodes=1000", "--idle=60")).isZero();
    assertThat(shell.out().lines())
        .containsExactly(
            "1,000 nodes, k 20, up to 17 connections each over TLS, idle for 1 min 0 s; "
                + BenchPrinter.machine(),
            "",
            "joining      40.00 s, with 44.00 s of processor time",
            "joined       13.0 connections a node, 1,253 MiB of memory, 24 threads of the system",
            "idle         0.50 % of one core, 2.0 messages per second",
            "in the end   0.0 connections a node, 615 MiB of memory, 23 threads of the system",
            "heap         90 MiB after a collection, 82 KiB a node");
    assertThat(workloads).singleElement().extracting(Workload::connections).isEqualTo(17);
  }

  @Test
  void whatTheSystemDoesNotTellIsLeftOut() throws IOException {
    var unknown = new Idleness.State(2_000, OptionalLong.empty(), OptionalLong.empty());
    idleness =
        new Idleness(
            Duration.ZERO,
            Duration.ZERO,
            unknown,
            Duration.ofSeconds(1),
            Duration.ZERO,
            0,
            unknown,
            0,
            0);
    assertThat(bench("--nodes=1000", "--idle=60")).isZero();
    assertThat(shell.out().lines())
        .contains("joined       2.0 connections a node", "in the end   2.0 connections a node");
    shell.out.reset();
    assertThat(bench("--nodes=1000", "--idle=60", "--json")).isZero();
    assertThat(JSON.std.mapFrom(shell.out()))
        .containsEntry("joined", Map.of("connections", 2_000))
        .containsEntry("end", Map.of("connections", 2_000));
  }

  @Test
  void programsGetWhatIdleNodesCostAsOneDocument() throws IOException {
    assertThat(bench("--nodes=1000", "--idle=60", "--json")).isZero();
    assertThat(JSON.std.mapFrom(shell.out()))
        .containsEntry("nodes", 1_000)
        .containsEntry("k", 20)
        .containsEntry("maxConnections", 17)
        .containsEntry("joining", 40_000.0)
        .containsEntry("joiningCpu", 44_000.0)
        .containsEntry(
            "joined", Map.of("connections", 13_000, "resident", 1253 << 20, "threads", 24))
        .containsEntry("idle", 60_000.0)
        .containsEntry("cpu", 300.0)
        .containsEntry("cpuShare", 0.005)
        .containsEntry("messages", 120)
        .containsEntry("end", Map.of("connections", 0, "resident", 615 << 20, "threads", 23))
        .containsEntry("heap", 90 << 20)
        .containsEntry("heapPerNode", (80 << 20) / 1_000)
        .containsKeys("java", "processors");
  }

  @Test
  void theExitCodeIsOneIfAnythingWasNotStoredOrFound() {
    rounds.add(new Pass.Round(ItemKind.NAMED, 1, List.of(pass(What.GET, 0, 1)), 0, 0));
    assertThat(bench()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(shell.out()).contains("named items, 1 in flight", " 99.95 %");
    assertThat(bench("--json")).isEqualTo(ExitCode.NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource({
    "--nodes=1, --nodes is from 2 to 2000",
    "--nodes=2001, --nodes is from 2 to 2000",
    "--items=0, --items is from 1 to 100000",
    "--parallel=0, --parallel is from 1 to 10000",
    "--value-bytes=7, --value-bytes is from 8 to 65536",
    "--k=201, --k is from 1 to 200",
    "--kill=97, --kill is from 0 to 96",
    "--warm-up=-1, --warm-up is from 0 to 100000",
    "--idle=0, --idle is from 1 to 86400",
    "--idle=86401, --idle is from 1 to 86400",
  })
  void sizesHaveLimits(String option, String complaint) {
    assertThat(bench(option)).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).startsWith("weft: " + complaint + " (see: ");
    assertThat(workloads).isEmpty();
  }
}
