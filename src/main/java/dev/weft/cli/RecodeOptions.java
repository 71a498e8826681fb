package dev.weft.cli;

import dev.weft.item.Identity;
import dev.weft.json.Json;
import dev.weft.kademlia.Key;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Confined to the main thread: the options that say how a copy of an identity is encrypted. */
final class RecodeOptions {

  @ArgGroup private final Choice choice = new Choice();

  /** At most one of these. */
  private static final class Choice {

    @Option(
        names = "--new-passphrase-file",
        paramLabel = "FILE",
        description =
            "The file whose first line is to be the passphrase of what is written. Default: the"
                + " passphrase that was given; where none was, it is not encrypted.")
    private @Nullable Path file;

    @Option(names = "--clear", description = "Do not encrypt what is written.")
    private boolean clear;
  }

  /** Tells what was written. */
  static void tell(
      Path file, char @Nullable [] passphrase, OutputOptions output, Surroundings surroundings)
      throws IOException {
    Key key =
        (passphrase == null ? Identity.loadOrCreate(file) : Identity.loadOrCreate(file, passphrase))
            .key();
    boolean encrypted = passphrase != null;
    if (output.json()) {
      Map<String, Object> json = Json.document();
      json.put("key", key.toString());
      json.put("identity", file.toAbsolutePath().toString());
      json.put("encrypted", encrypted);
      surroundings.say(Json.line(json));
    } else {
      surroundings.say("key         " + key);
      surroundings.say("identity    " + file.toAbsolutePath());
      surroundings.say("encrypted   " + (encrypted ? "yes" : "no"));
    }
  }

  /**
   * The passphrase to write with.
   *
   * @param old that which was given to read with
   * @return null for none
   */
  char @Nullable [] passphrase(char @Nullable [] old) throws IOException, Failure {
    if (choice.file != null) {
      return PassphraseOptions.firstLine(choice.file);
    }
    return choice.clear ? null : old;
  }
}
