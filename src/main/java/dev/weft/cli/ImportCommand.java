package dev.weft.cli;

import dev.weft.item.IdentityFile;
import dev.weft.item.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Confined to the main thread: takes an identity from a file. */
@Command(
    name = "import",
    description = "Take the identity from a file, as export or openssl wrote it.",
    footer = {
      "",
      "A node that runs goes on with the identity it had: stop it first, and start it anew. Items",
      "that the earlier identity has stored remain its own; this one cannot renew or delete them."
    })
final class ImportCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Parameters(paramLabel = "FILE", description = "The file to read.")
  private Path file = Path.of("");

  @Option(
      names = "--force",
      description =
          "Put it in the place of the identity that is there, which is kept beside it, under a name"
              + " that ends with .old. Default: an identity that is there stays.")
  private boolean force;

  @Mixin private final DataOptions data = new DataOptions();
  @Mixin private final RecodeOptions recode = new RecodeOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  ImportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, Failure {
    data.requireWeft();
    Path identity = data.identityFile(surroundings);
    boolean isThere = Files.exists(identity);
    if (isThere && !force) {
      throw Failure.usage(
          "there is an identity in "
              + identity
              + " already; --force puts this one in its place, and keeps that one beside it");
    }
    char[] passphrase = data.passphrase().of(file, surroundings);
    char[] other = recode.passphrase(passphrase);
    String text =
        IdentityFile.encode(file, Optional.ofNullable(passphrase), Optional.ofNullable(other));
    if (isThere) {
      Path kept = SecretFile.replace(identity, text);
      surroundings.note("weft: the identity that was there is kept in " + kept);
    } else {
      SecretFile.create(identity, text);
    }
    RecodeOptions.tell(identity, other, output, surroundings);
    return ExitCode.DONE;
  }
}
