package dev.weft.cli;

import dev.weft.Dht;
import dev.weft.Freshness;
import dev.weft.item.Item;
import dev.weft.kademlia.Key;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Confined to the main thread: fetches one value. */
@Command(
    name = "get",
    description = "Write a value to standard output, as it is, and nothing else.")
final class GetCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Parameters(
      paramLabel = "NAME|KEY",
      description = "The item's name, or the 128 hexadecimal digits of any item's key.")
  private String what = "";

  @Option(
      names = "--owner",
      paramLabel = "KEY",
      description = "Whose item of that name. Default: ours.")
  private @Nullable Key owner;

  @Option(
      names = "--newest",
      description = "Ask all nodes that may hold it, and take the newest version.")
  private boolean newest;

  @Mixin private final ClientOptions client = new ClientOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  GetCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, Failure, InterruptedException {
    try (Dht dht = client.open(surroundings)) {
      Item item =
          fetch(dht).orElseThrow(() -> new Failure(ExitCode.NOT_FOUND, "not found: " + what));
      tell(item);
    }
    return ExitCode.DONE;
  }

  private Optional<? extends Item> fetch(Dht dht) throws InterruptedException {
    Freshness freshness = newest ? Freshness.NEWEST : Freshness.FIRST;
    if (owner == null && Key.looksLikeKey(what)) {
      return dht.find(Key.parse(what), freshness, client.timeout());
    }
    Key whose = owner == null ? dht.owner() : owner;
    return dht.get(whose, what, freshness, client.timeout());
  }

  private void tell(Item item) throws IOException {
    if (output.json()) {
      surroundings.say(Json.line(Json.itemAndValue(item)));
      return;
    }
    if (output.verbose()) {
      surroundings.note(item.toString());
    }
    surroundings.write(item.value());
    if (surroundings.terminal()) {
      surroundings.say(""); // or the shell's prompt would stand behind the value
    }
  }
}
