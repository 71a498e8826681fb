package dev.weft.cli;

import dev.weft.json.Json;
import dev.weft.runtime.Environment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Confined to the main thread: measures a network of real nodes in this process. */
@Command(
    name = "bench-network",
    description = "Measure a network of real nodes in this process, over loopback.",
    footer = {
      "",
      "For each kind of item and each number of operations in flight, a new network stores all",
      "items, each through one node, and reads them through others: the first value found, the",
      "same once more, and the newest at all nodes that keep it; then, where --kill says so, part",
      "of the nodes stops without good-bye, and the others read again. What a node has itself it",
      "is not asked for: such gets are counted, and left out of all figures. Processor time is the",
      "whole process's: all nodes', the collector's and the compiler's. Messages count on sending,",
      "answers included. Heap is what is left after a collection. The exit code is 1 if an item",
      "was not stored or not found.",
      "",
      "With --idle, nothing is stored or read: all nodes join, and what they cost is measured"
          + " while",
      "nobody wants anything of them. Memory is what the process takes of the machine's, garbage",
      "included. A connection between two nodes counts with each."
    })
final class BenchNetworkCommand implements Callable<Integer> {

  private static final int MOST_IDLE = 24 * 60 * 60;

  private final Surroundings surroundings;
  private final Machine machine;
  private final Runner runner;
  private final Idler idler;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "How many nodes, 2 to 2000. Default: 50.")
  private int nodes = 50;

  @Option(
      names = "--items",
      paramLabel = "N",
      description = "How many items, up to 100000, each round stores and reads. Default: 2000.")
  private int items = 2_000;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      split = ",",
      description = "How many operations are in flight at once, a round for each. Default: 1,64.")
  private List<Integer> parallel = List.of(1, 64);

  @Option(
      names = "--value-bytes",
      paramLabel = "N",
      description = "How long each value is, 8 to 65536. Default: 100.")
  private int valueBytes = 100;

  @Option(
      names = "--k",
      paramLabel = "K",
      description = "On how many nodes an item is kept. Default: 20.")
  private int k = 20;

  @Option(
      names = "--kill",
      paramLabel = "PERCENT",
      description =
          "How many of a hundred nodes stop without good-bye before all is read again; at least two"
              + " nodes must go on. Default: 0.")
  private int kill;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description =
          "How many items are stored and read before anything is measured, so that the JVM has"
              + " compiled what it runs. Default: 2000.")
  private int warmUp = 2_000;

  @Option(
      names = "--idle",
      paramLabel = "SECONDS",
      description = "Only join, and measure what the nodes cost idle for so long, up to 86400.")
  private @Nullable Integer idle;

  @Mixin private final WireOptions wire = new WireOptions();
  @Mixin private final InsecureOption insecure = new InsecureOption();
  @Mixin private final OutputOptions output = new OutputOptions();

  BenchNetworkCommand(Surroundings surroundings) {
    Environment environment = surroundings.environment();
    Machine real = new Machine.Real();
    this(
        surroundings,
        real,
        (workload, teller) ->
            new Bench(environment, real, () -> new Loopback(environment), workload).run(teller),
        (workload, idle) ->
            new Idling(environment, real, new Loopback(environment)).run(workload, idle));
  }

  BenchNetworkCommand(Surroundings surroundings, Machine machine, Runner runner, Idler idler) {
    this.surroundings = surroundings;
    this.machine = machine;
    this.runner = runner;
    this.idler = idler;
  }

  /** Measures. */
  @FunctionalInterface
  interface Runner {
    /** Runs a workload, and tells of each round when it is over. */
    List<Pass.Round> run(Workload workload, Consumer<Pass.Round> teller)
        throws InterruptedException;
  }

  /** Measures how little is done. */
  @FunctionalInterface
  interface Idler {
    /** Opens the nodes of a workload, and lets them be for so long. */
    Idleness run(Workload workload, Duration idle) throws InterruptedException;
  }

  @Override
  public Integer call() throws Failure, InterruptedException {
    Workload workload = workload();
    if (idle == null) {
      return measure(workload);
    }
    beIdle(workload, Duration.ofSeconds(idle));
    return ExitCode.DONE;
  }

  private Integer measure(Workload workload) throws InterruptedException {
    var watch = new Stopwatch(surroundings.environment());
    List<Pass.Round> rounds;
    if (output.json()) {
      rounds = runner.run(workload, _ -> {});
      Duration took = watch.elapsed();
      surroundings.say(Json.line(BenchJson.of(workload, rounds, took)));
    } else {
      var printer = new BenchPrinter(surroundings);
      printer.begin(workload);
      rounds = runner.run(workload, printer::tell);
      printer.end(watch.elapsed());
    }
    return rounds.stream().allMatch(Pass.Round::succeeded) ? ExitCode.DONE : ExitCode.NOT_FOUND;
  }

  private void beIdle(Workload workload, Duration time) throws InterruptedException {
    if (output.json()) {
      surroundings.say(Json.line(BenchJson.of(workload, idler.run(workload, time))));
    } else {
      var printer = new BenchPrinter(surroundings);
      printer.beginIdle(workload, time);
      printer.tell(workload, idler.run(workload, time));
    }
  }

  private Workload workload() throws Failure {
    try {
      if (idle != null && (idle < 1 || idle > MOST_IDLE)) {
        throw Failure.usage("--idle is from 1 to " + MOST_IDLE);
      }
      int connections = machine.connectionsEach(Math.max(1, nodes));
      return new Workload(
          nodes,
          items,
          parallel,
          valueBytes,
          k,
          kill,
          warmUp,
          connections,
          wire.wire(),
          insecure.secure());
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }
}
