package dev.weft.cli;

import dev.weft.item.IdentityFile;
import dev.weft.item.SecretFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Confined to the main thread: copies the identity to a file. */
@Command(name = "export", description = "Copy the identity to a new file, which openssl reads.")
final class ExportCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Parameters(paramLabel = "FILE", description = "The file to write.")
  private Path file = Path.of("");

  @Mixin private final DataOptions data = new DataOptions();
  @Mixin private final RecodeOptions recode = new RecodeOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  ExportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, Failure {
    data.requireWeft();
    Path identity = data.identityFile(surroundings);
    if (!Files.exists(identity)) {
      throw Failure.usage("there is no identity in " + identity + "; weft whoami makes one");
    }
    char[] passphrase = data.passphrase().of(identity, surroundings);
    char[] other = recode.passphrase(passphrase);
    try {
      SecretFile.create(
          file,
          IdentityFile.encode(
              identity, Optional.ofNullable(passphrase), Optional.ofNullable(other)));
    } catch (FileAlreadyExistsException e) {
      throw Failure.usage(file + " is there already, and stays as it is; name another file");
    }
    RecodeOptions.tell(file, other, output, surroundings);
    return ExitCode.DONE;
  }
}
