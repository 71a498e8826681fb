package dev.weft.cli;

import dev.weft.item.Owner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Confined to the main thread: tells the identity, and makes one where there is none. */
@Command(
    name = "whoami",
    description = "Print our key, public key, and where they are kept; asks no network.")
final class WhoamiCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin private final DataOptions data = new DataOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  WhoamiCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    Owner identity = data.identity(surroundings);
    Path file = data.identityFile(surroundings).toAbsolutePath();
    Path directory = data.directory(surroundings).toAbsolutePath();
    if (output.json()) {
      Map<String, Object> json = Json.document();
      json.put("key", identity.key().toString());
      json.put("publicKey", identity.publicKeyText());
      json.put("identity", file.toString());
      json.put("data", directory.toString());
      surroundings.say(Json.line(json));
    } else {
      surroundings.say("key         " + identity.key());
      surroundings.say("public key  " + identity.publicKeyText().strip());
      surroundings.say("identity    " + file);
      surroundings.say("data        " + directory);
    }
    return ExitCode.DONE;
  }
}
