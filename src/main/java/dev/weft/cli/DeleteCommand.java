package dev.weft.cli;

import dev.weft.Dht;
import dev.weft.DhtException.NotStored;
import dev.weft.SetReport;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Confined to the main thread: deletes one item. */
@Command(
    name = "delete",
    description = "Delete an item of ours.",
    footer = {
      "",
      "In its place the nodes keep, until it would have expired, that it was deleted. A node that",
      "is set to renew it ends that when it hears so."
    })
final class DeleteCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Parameters(paramLabel = "NAME", description = "The item's name.")
  private String name = "";

  @Mixin private final ClientOptions client = new ClientOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  DeleteCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, Failure, InterruptedException {
    if (client.isDrogulus()) {
      throw Failure.usage("the drogulus cannot delete; set another value, or let it expire");
    }
    client.checkOurName(name);
    try (Dht dht = client.open(surroundings)) {
      SetReport report =
          dht.delete(name, client.timeout())
              .orElseThrow(() -> new Failure(ExitCode.NOT_FOUND, "not found: " + name));
      output.tell(report, surroundings);
      dht.flush(client.timeout());
    } catch (NotStored e) {
      output.tellOfFailure(e.report(), surroundings);
      throw e;
    }
    return ExitCode.DONE;
  }
}
