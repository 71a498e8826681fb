package dev.weft.cli;

import dev.weft.Wire;
import dev.weft.json.Json;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Confined to the main thread: shows a whole network in one process. */
@Command(
    name = "demo",
    description = "Run a network in this process, store and read, stop a fifth of it, read again.",
    footer = {
      "",
      "The nodes are real, and talk to each other over loopback. The exit code is 0 only if",
      "every item was found, also after nodes have been stopped, and 1 if not.",
      "With --wire drogulus, every message is signed: there are fewer items, and keys have 1024",
      "bits, which are faster than the 2048 of other nodes."
    })
final class DemoCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "How many nodes, 2 to 500. Default: 25.")
  private int nodes = 25;

  @Option(
      names = "--items",
      paramLabel = "N",
      description =
          "How many items beside the talk's dictionary, up to 1000000. Default: 1000; with --wire"
              + " drogulus 100.")
  private @Nullable Integer items;

  @Mixin private final WireOptions wire = new WireOptions();
  @Mixin private final InsecureOption insecure = new InsecureOption();
  @Mixin private final OutputOptions output = new OutputOptions();

  DemoCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Failure, InterruptedException {
    require(nodes >= 2 && nodes <= 500, "--nodes is from 2 to 500");
    int beside = items == null ? itemsByDefault() : items;
    require(beside >= 0 && beside <= 1_000_000, "--items is from 0 to 1000000");
    var watch = new Stopwatch(surroundings.environment());
    var demo =
        new Demo(
            surroundings.environment(),
            surroundings.opener(),
            wire.wire(),
            insecure.secure(),
            nodes,
            beside);
    var printer = new DemoPrinter(surroundings);
    Consumer<Chapter> teller = output.json() ? chapter -> {} : printer::tell;
    List<Chapter> chapters = demo.run(teller);
    boolean succeeded = Demo.succeeded(chapters);
    if (output.json()) {
      surroundings.say(Json.line(DemoPrinter.json(chapters, succeeded, watch.elapsed())));
    } else {
      printer.end(succeeded, watch.elapsed());
    }
    return succeeded ? ExitCode.DONE : ExitCode.NOT_FOUND;
  }

  private int itemsByDefault() {
    return wire.wire() == Wire.DROGULUS ? 100 : 1_000;
  }

  private static void require(boolean holds, String otherwise) throws Failure {
    if (!holds) {
      throw Failure.usage(otherwise);
    }
  }
}
