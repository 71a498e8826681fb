package dev.weft.cli;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Immutable: the commands of {@code weft}. Only one that is asked for is made with all its options,
 * as that takes several milliseconds for each; of the others a help needs no more than what they
 * are for.
 */
final class Subcommands {

  /** Writes the completion, and so has to know all. */
  private static final String COMPLETION = "generate-completion";

  private record Entry(String name, Class<?> type, Function<Surroundings, Object> maker) {}

  private static final List<Entry> ALL =
      List.of(
          new Entry("node", NodeCommand.class, NodeCommand::new),
          new Entry("set", SetCommand.class, SetCommand::new),
          new Entry("get", GetCommand.class, GetCommand::new),
          new Entry("delete", DeleteCommand.class, DeleteCommand::new),
          new Entry("health", HealthCommand.class, HealthCommand::new),
          new Entry("load", LoadCommand.class, LoadCommand::new),
          new Entry("announce", AnnounceCommand.class, AnnounceCommand::new),
          new Entry("providers", ProvidersCommand.class, ProvidersCommand::new),
          new Entry("lookup", LookupCommand.class, LookupCommand::new),
          new Entry("whoami", WhoamiCommand.class, WhoamiCommand::new),
          new Entry("identity", IdentityCommand.class, Subcommands::identity),
          new Entry("demo", DemoCommand.class, DemoCommand::new),
          new Entry("simulate", SimulateCommand.class, SimulateCommand::new),
          new Entry("bench-network", BenchNetworkCommand.class, BenchNetworkCommand::new),
          new Entry(
              COMPLETION, GenerateCompletion.class, surroundings -> new GenerateCompletion()));

  private Subcommands() {}

  /**
   * Adds them to a command line.
   *
   * @param args what the user typed; every word that is a command's name has that one made
   */
  static void addTo(CommandLine line, Surroundings surroundings, String... args) {
    List<String> words = List.of(args);
    boolean all =
        words.contains(COMPLETION) || words.stream().anyMatch(word -> word.startsWith("@"));
    for (Entry entry : ALL) {
      boolean made = all || words.contains(entry.name);
      line.addSubcommand(
          entry.name, made ? entry.maker.apply(surroundings) : described(entry.type));
    }
  }

  private static CommandLine identity(Surroundings surroundings) {
    return new CommandLine(new IdentityCommand())
        .addSubcommand("export", new ExportCommand(surroundings))
        .addSubcommand("import", new ImportCommand(surroundings));
  }

  private static CommandSpec described(Class<?> type) {
    Command command = Objects.requireNonNull(type.getAnnotation(Command.class));
    CommandSpec spec = CommandSpec.create();
    spec.usageMessage().description(command.description());
    return spec;
  }
}
