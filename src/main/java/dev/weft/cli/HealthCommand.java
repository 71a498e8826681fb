package dev.weft.cli;

import dev.weft.Dht;
import dev.weft.DhtException.NotStored;
import dev.weft.HealthReport;
import dev.weft.json.Json;
import dev.weft.kademlia.Key;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Confined to the main thread: shows which nodes hold a record, and mends it. */
@Command(
    name = "health",
    description = "Show which of the nodes that should hold an item hold which version of it.",
    footer = {
      "",
      "A line says: which node, closest first, and which version it holds until when, or that",
      "the item was deleted, or nothing, or why there was no answer."
    })
final class HealthCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Parameters(
      paramLabel = "NAME|KEY",
      description = "The item's name, or the 128 hexadecimal digits of any item's key.")
  private String what = "";

  @Mixin private final OwnerOption owner = new OwnerOption();

  @Option(
      names = "--repair",
      description = "Then bring the newest version to those of the nodes that do not hold it.")
  private boolean repair;

  @Mixin private final ClientOptions client = new ClientOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  HealthCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, Failure, InterruptedException {
    client.checkName(what);
    try (Dht dht = client.open(surroundings)) {
      return show(dht);
    } catch (NotStored e) {
      output.tellOfFailure(e.report(), surroundings);
      throw e;
    }
  }

  private int show(Dht dht) throws Failure, InterruptedException {
    Key key = client.keyOf(what, owner.key(), dht);
    HealthReport report = dht.health(key, client.timeout());
    surroundings.say(output.json() ? Json.line(Json.health(report)) : Reports.text(report));
    if (repair) {
      output.tell(dht.repair(key, client.timeout()).orElseThrow(this::notFound), surroundings);
      return ExitCode.DONE;
    }
    if (report.complete() && report.copies() == 0) {
      throw notFound();
    }
    return report.complete() ? ExitCode.DONE : ExitCode.NETWORK;
  }

  private Failure notFound() {
    return new Failure(ExitCode.NOT_FOUND, "not found: " + what);
  }
}
