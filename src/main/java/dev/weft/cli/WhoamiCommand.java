package dev.weft.cli;

import dev.weft.Wire;
import dev.weft.drogulus.Peers;
import dev.weft.drogulus.RsaIdentity;
import dev.weft.gateway.Tokens;
import dev.weft.item.IdentityFile;
import dev.weft.item.Owner;
import dev.weft.json.Json;
import dev.weft.kademlia.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Confined to the main thread: tells the identity, and makes one where there is none. */
@Command(
    name = "whoami",
    description =
        "Print our key, public key, where they are kept, and whether others can reach the node that"
            + " runs with them; asks no network.")
final class WhoamiCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Option(
      names = "--peers",
      paramLabel = "HOST[:PORT]",
      description =
          "Print a peers.json instead, by which others join through the node that has this identity"
              + " and is reached there; with --wire drogulus.")
  private @Nullable Seed peers;

  @Option(
      names = "--token",
      description = "Print the token of the HTTP API instead; made where there is none.")
  private boolean token;

  @Mixin private final DataOptions data = new DataOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  WhoamiCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, Failure {
    if (peers != null) {
      surroundings.say(peersFile(peers));
      return ExitCode.DONE;
    }
    if (token) {
      surroundings.say(Tokens.of(data.directory(surroundings)));
      return ExitCode.DONE;
    }
    Owner identity = data.identity(surroundings);
    Path file = data.identityFile(surroundings).toAbsolutePath();
    Path directory = data.directory(surroundings).toAbsolutePath();
    Standing standing = Standing.in(directory);
    if (output.json()) {
      Map<String, Object> json = Json.document();
      json.put("key", identity.key().toString());
      json.put("publicKey", identity.publicKeyText());
      json.put("identity", file.toString());
      json.put("encrypted", IdentityFile.isEncrypted(file));
      json.put("data", directory.toString());
      json.put("reachable", standing.state());
      json.put("why", standing.why());
      surroundings.say(Json.line(json));
    } else {
      surroundings.say("key         " + identity.key());
      surroundings.say("public key  " + identity.publicKeyText().strip());
      surroundings.say("identity    " + file);
      if (IdentityFile.isEncrypted(file)) {
        surroundings.say("encrypted   yes");
      }
      surroundings.say("data        " + directory);
      surroundings.say("reachable   " + standing.state() + ": " + standing.why());
    }
    return ExitCode.DONE;
  }

  private String peersFile(Seed at) throws IOException, Failure {
    if (data.wire() != Wire.DROGULUS) {
      throw Failure.usage("--peers needs --wire drogulus: Weft's own nodes are named by --seed");
    }
    try {
      return Peers.fileFor(((RsaIdentity) data.identity(surroundings)).publicKey(), at);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }
}
