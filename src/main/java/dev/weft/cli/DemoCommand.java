package dev.weft.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
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
      "every item was found, also after nodes have been stopped, and 1 if not."
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
      description = "How many items beside the talk's dictionary, up to 1000000. Default: 1000.")
  private int items = 1_000;

  @Mixin private final OutputOptions output = new OutputOptions();

  DemoCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Failure, InterruptedException {
    require(nodes >= 2 && nodes <= 500, "--nodes is from 2 to 500");
    require(items >= 0 && items <= 1_000_000, "--items is from 0 to 1000000");
    var watch = new Stopwatch(surroundings.environment());
    var demo = new Demo(surroundings.environment(), surroundings.opener(), nodes, items);
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

  private static void require(boolean holds, String otherwise) throws Failure {
    if (!holds) {
      throw Failure.usage(otherwise);
    }
  }
}
