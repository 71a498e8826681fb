package dev.weft.cli;

import dev.weft.Dht;
import dev.weft.json.Json;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Step;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Confined to the main thread, but for the printing of steps: shows how a lookup goes. */
@Command(
    name = "lookup",
    description = "Find the nodes closest to a key, and show each step as it ends.",
    footer = {
      "",
      "A line says: when a node was asked, which, how many leading bits its key shares with",
      "the target, over how many hops it was heard of (hop 1: we knew it ourselves), how",
      "long the answer took, and what it was."
    })
final class LookupCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Parameters(paramLabel = "KEY|NAME", description = "128 hexadecimal digits, or an item's name.")
  private String what = "";

  @Option(
      names = "--value",
      description = "Look for the value, as get does, and end where it is found.")
  private boolean value;

  @Mixin private final OwnerOption owner = new OwnerOption();

  @Mixin private final ClientOptions client = new ClientOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  LookupCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, Failure, InterruptedException {
    client.checkName(what);
    Traces traces = new Traces(surroundings.ansi());
    try (Dht dht = client.open(surroundings)) {
      Key target = client.keyOf(what, owner.key(), dht);
      if (!output.json()) {
        surroundings.say("looking for " + target);
      }
      Consumer<Step> watcher = step -> surroundings.say(shown(step, traces));
      LookupResult result =
          value
              ? dht.search(target, client.timeout(), watcher)
              : dht.lookup(target, client.timeout(), watcher);
      if (output.json()) {
        surroundings.say(Json.line(Map.of("result", Json.result(result))));
      } else {
        traces.end(result).forEach(surroundings::say);
      }
      return code(result);
    }
  }

  private String shown(Step step, Traces traces) {
    return output.json() ? Json.line(Map.of("step", Json.step(step))) : traces.line(step);
  }

  private int code(LookupResult result) {
    return switch (result) {
      case LookupResult.Found found -> ExitCode.DONE;
      case LookupResult.Closest closest when !closest.complete() -> ExitCode.NETWORK;
      case LookupResult.Closest closest -> value ? ExitCode.NOT_FOUND : ExitCode.DONE;
    };
  }
}
