package dev.weft.cli;

import dev.weft.json.Json;
import dev.weft.sim.Latency;
import dev.weft.sim.SimulationException;
import dev.weft.sim.Violation;
import dev.weft.sim.study.Findings;
import dev.weft.sim.study.Partition;
import dev.weft.sim.study.Standing;
import dev.weft.sim.study.Study;
import dev.weft.sim.study.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Confined to the main thread, which runs the simulation: measures a simulated network. */
@Command(
    name = "simulate",
    description = "Simulate a network of real nodes in one thread, with faults, and measure it.",
    footer = {
      "",
      "The same seed gives the same run. First all nodes join and the items are stored; then the",
      "faults begin, and the gets. Half of the items are named, half go by their content, and no",
      "owner renews them. Of the nodes that end by churn a third are killed, a third vanish with",
      "their machines, a third leave in order; each is replaced within ten minutes, half of them",
      "by new nodes. The exit code is 1 if an item was lost or a wrong value was read."
    })
final class SimulateCommand implements Callable<Integer> {

  private static final int MOST_HOURS = 696;
  private static final double MILLIS_PER_HOUR = 3_600_000;
  private static final double PERCENT = 100;

  private final Surroundings surroundings;
  private final Simulator simulator;
  private long heapBytes;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "How many nodes, from 2 on. Default: 1000.")
  private int nodes = 1_000;

  @Option(
      names = "--hours",
      paramLabel = "H",
      description =
          "For how many simulated hours, up to 696, the gets are spread. Default: 0, without"
              + " pause.")
  private double hours;

  @Option(
      names = "--items",
      paramLabel = "I",
      description = "How many items are stored. Default: 1000.")
  private int items = 1_000;

  @Option(
      names = "--gets",
      paramLabel = "G",
      description = "How many gets are tried, each once. Default: 1000.")
  private int gets = 1_000;

  @Option(
      names = "--churn",
      paramLabel = "PERCENT",
      description = "How many of a hundred nodes end in an hour, and are replaced. Default: 0.")
  private double churn;

  @Option(
      names = "--loss",
      paramLabel = "P",
      description = "How likely a message is lost, 0 to 1. Default: 0.")
  private double loss;

  @Option(
      names = "--latency",
      paramLabel = "MODEL",
      description =
          "How long messages take: constant:50ms, uniform:10ms,90ms, lognormal:40ms,0.4 (median and"
              + " sigma; the default) or regions:4,5ms,40ms (count, within, between).")
  private Latency latency = Study.of(2).latency();

  @Option(
      names = "--partition",
      paramLabel = "SHARE@BEGIN+LENGTH",
      description =
          "Cut a share of the nodes off, as in 0.5@2h+30m; may be given several times, one after"
              + " the other.")
  private List<Partition> partitions = List.of();

  @Option(
      names = "--liars",
      paramLabel = "P",
      description = "Which share of the nodes lies, 0 to 0.9, in all ways in turn. Default: 0.")
  private double liars;

  @Option(
      names = "--colluding",
      description =
          "Have all liars name nobody but each other, and keep nothing of what they say they do.")
  private boolean colluding;

  @Option(
      names = "--paths",
      paramLabel = "D",
      description = "By how many paths that share no node each lookup goes. Default: 1.")
  private int paths = 1;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Decides everything that is left to chance. Default: 1.")
  private long seed = 1;

  @Option(names = "--k", paramLabel = "K", description = "The size of a bucket. Default: 20.")
  private int k = 20;

  @Option(
      names = "--no-codec",
      description = "Hand messages over as they are, and not as bytes: takes less time.")
  private boolean noCodec;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "Write a page with plots, too.")
  private @Nullable Path report;

  @Mixin private final OutputOptions output = new OutputOptions();

  SimulateCommand(Surroundings surroundings) {
    this(surroundings, Study::run);
  }

  SimulateCommand(Surroundings surroundings, Simulator simulator) {
    this.surroundings = surroundings;
    this.simulator = simulator;
  }

  /** Runs a study. */
  @FunctionalInterface
  interface Simulator {
    /** Runs it, and tells a watcher how far it has come. */
    Findings run(Study study, Consumer<Standing> watcher) throws InterruptedException;
  }

  @Override
  public Integer call() throws Failure, IOException, InterruptedException {
    Study study = study();
    if (report != null && Files.isDirectory(report)) {
      throw Failure.usage("--report is a file to be written, and " + report + " is a directory");
    }
    var watch = new Stopwatch(surroundings.environment());
    Findings findings = run(study, watch);
    Effort effort = new Effort(watch.elapsed(), heapBytes);
    if (output.json()) {
      surroundings.say(Json.line(SimulationJson.of(findings, effort)));
    } else {
      new SimulationPrinter(surroundings).tell(findings, effort);
    }
    if (report != null) {
      SimulationReport.of(findings, effort).write(report);
    }
    return exitCode(findings);
  }

  private static int exitCode(Findings findings) {
    if (!findings.complete()) {
      return ExitCode.INTERRUPTED;
    }
    return findings.items().lost() + findings.gets().wrong() > 0
        ? ExitCode.NOT_FOUND
        : ExitCode.DONE;
  }

  private Study study() throws Failure {
    if (!(hours >= 0 && hours <= MOST_HOURS)) {
      throw Failure.usage("--hours is from 0 to " + MOST_HOURS);
    }
    Duration time = Duration.ofMillis(Math.round(hours * MILLIS_PER_HOUR));
    try {
      Trouble trouble = new Trouble(churn / PERCENT, loss, liars, colluding, partitions);
      return new Study(nodes, time, items, gets, trouble, latency, seed, k, paths, !noCodec);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }

  private Findings run(Study study, Stopwatch watch) throws Failure, InterruptedException {
    try (Progress progress = progress()) {
      return simulator.run(
          study,
          standing -> {
            heapBytes = Math.max(heapBytes, Runtime.getRuntime().totalMemory());
            progress.to(
                standing.done(),
                standing.total(),
                () -> SimulationPrinter.note(standing, watch.elapsed()));
          });
    } catch (SimulationException | Violation e) {
      var failure = new Failure(ExitCode.FAULT, String.valueOf(e.getMessage()));
      failure.initCause(e);
      throw failure;
    }
  }

  private Progress progress() {
    return output.json() || !surroundings.terminal()
        ? new Progress.None()
        : Progress.Bar.start("simulate", nodes, false, surroundings.out(), surroundings.width());
  }
}
