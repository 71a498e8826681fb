package dev.weft.cli;

import dev.weft.item.IdentityFile;
import dev.weft.item.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Confined to the main thread: the option by which an encrypted identity is read. */
final class PassphraseOptions {

  /** The variable that may hold the passphrase. */
  static final String VARIABLE = "WEFT_PASSPHRASE";

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description =
          "The file whose first line is the passphrase of the identity; a new identity is encrypted"
              + " with it. Default: what WEFT_PASSPHRASE holds; where neither is there, it is asked"
              + " for on a terminal, if the identity is encrypted.")
  private @Nullable Path file;

  /** What was found; nobody is asked twice. */
  private char @Nullable [] found;

  /** Whether the option is there. */
  boolean isFileNamed() {
    return file != null;
  }

  /**
   * The passphrase to read an identity with.
   *
   * @return null if there is none, and none is needed
   * @throws IOException if a file cannot be read, or can be read by others
   * @throws Failure if there is none, and the identity is encrypted
   */
  char @Nullable [] of(Path identity, Surroundings surroundings) throws IOException, Failure {
    if (found == null) {
      found = find(identity, surroundings);
    }
    return found;
  }

  private char @Nullable [] find(Path identity, Surroundings surroundings)
      throws IOException, Failure {
    if (file != null) {
      return firstLine(file);
    }
    String variable = surroundings.variables().getOrDefault(VARIABLE, "");
    if (!variable.isEmpty()) {
      return variable.toCharArray();
    }
    return IdentityFile.isEncrypted(identity) ? asked(identity, surroundings) : null;
  }

  private static char[] asked(Path identity, Surroundings surroundings) throws Failure {
    char[] answer =
        surroundings.terminal()
            ? surroundings.prompt().ask("passphrase of " + identity + ": ")
            : null;
    if (answer == null) {
      throw Failure.usage(
          identity
              + " is encrypted: name the file of its passphrase by --passphrase-file, or set "
              + VARIABLE);
    }
    return answer;
  }

  /**
   * The passphrase in a file.
   *
   * @throws IOException if the file cannot be read, or can be read by others
   * @throws Failure if its first line is empty
   */
  static char[] firstLine(Path file) throws IOException, Failure {
    String line = SecretFile.read(file).lines().findFirst().orElse("");
    if (line.isEmpty()) {
      throw Failure.usage("there is no passphrase in the first line of " + file);
    }
    return line.toCharArray();
  }

  /** Tells who believes that an identity is encrypted, and is wrong. */
  void warnIfClear(Path identity, Surroundings surroundings) throws IOException {
    if (Files.exists(identity) && !IdentityFile.isEncrypted(identity)) {
      surroundings.note(
          ("weft: there is a passphrase, but %1$s is not encrypted; encrypt it by: weft identity"
                  + " import --force %1$s")
              .formatted(identity));
    }
  }
}
