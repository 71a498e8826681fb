package dev.weft.cli;

import dev.weft.Expected;
import dev.weft.Wire;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.Seed;
import dev.weft.sim.Latency;
import dev.weft.sim.study.Partition;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * Confined to the main thread: the command {@code weft}, of which all others are subcommands, and
 * what they have in common.
 */
@Command(
    name = "weft",
    description = "A distributed hash table: Kademlia, woven from virtual threads.",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = WeftCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    usageHelpAutoWidth = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "  0:done",
      "  1:not found",
      "  2:the arguments, a file, the port or the data directory",
      "  3:the network: nobody reachable, or out of time",
      "  4:refused",
      " 70:a fault in Weft",
      "130:interrupted"
    })
public final class WeftCommand implements Runnable {

  private static final char REPLACEMENT = '\uFFFD';

  /** What ends the program; replaced by tests. */
  static IntConsumer exit = System::exit;

  @Spec private CommandSpec spec = CommandSpec.create();

  private WeftCommand() {}

  /**
   * Runs the command line, and ends the JVM with its exit code.
   *
   * @param args as the user typed them
   */
  public static void main(String[] args) {
    Surroundings surroundings = Surroundings.real();
    Shutdown shutdown = Shutdown.install(surroundings.environment());
    int code;
    try {
      code = run(surroundings, args);
    } finally {
      shutdown.ended();
    }
    exit.accept(code);
  }

  /** Runs the command line, and returns its exit code. */
  static int run(Surroundings surroundings, String... args) {
    var failures = new Failures(surroundings);
    var line = new CommandLine(new WeftCommand());
    Subcommands.addTo(line, surroundings, args);
    line.registerConverter(Duration.class, Converters::duration)
        .registerConverter(Expected.class, Converters::expected)
        .registerConverter(Key.class, Converters::key)
        .registerConverter(Seed.class, Converters::seed)
        .registerConverter(Wire.class, Converters::wire)
        .registerConverter(Latency.class, Converters::latency)
        .registerConverter(Partition.class, Converters::partition)
        .setOut(Surroundings.text(surroundings.out()))
        .setErr(Surroundings.text(surroundings.err()))
        .setColorScheme(CommandLine.Help.defaultColorScheme(surroundings.ansi()))
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures)
        .setExecutionStrategy(parsed -> execute(surroundings, parsed));
    if (isGarbled(surroundings, args)) {
      surroundings.note(
          "weft: this locale does not have the arguments' characters; set LC_ALL=C.UTF-8");
      return ExitCode.USAGE;
    }
    return line.execute(args);
  }

  /** Under a locale like C, Java reads "café" as four letters, of which the last are lost. */
  private static boolean isGarbled(Surroundings surroundings, String... args) {
    String encoding = surroundings.properties().getProperty("sun.jnu.encoding", "UTF-8");
    return !encoding.equals("UTF-8")
        && List.of(args).stream().anyMatch(arg -> arg.indexOf(REPLACEMENT) >= 0);
  }

  private static int execute(Surroundings surroundings, ParseResult parsed) {
    // Before the log is set up, which takes as long as the help.
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    OutputOptions.configureLog(surroundings.properties(), OutputOptions.isVerbose(parsed));
    return new RunLast().execute(parsed);
  }

  /** Without a subcommand there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }

  /** The version in the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = WeftCommand.class.getPackage().getImplementationVersion();
      return new String[] {"weft " + Objects.requireNonNullElse(version, "(not from a jar)")};
    }
  }
}
