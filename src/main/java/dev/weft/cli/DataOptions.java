package dev.weft.cli;

import dev.weft.item.Identity;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Confined to the main thread: the option that says who we are. */
final class DataOptions {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The directory of the identity. Default: the platform's data directory.")
  private @Nullable Path data;

  /** The data directory in use. */
  Path directory(Surroundings surroundings) {
    return data == null ? surroundings.defaultData() : data;
  }

  /** The file of the identity in use. */
  Path identityFile(Surroundings surroundings) {
    return directory(surroundings).resolve("identity");
  }

  /**
   * The identity in use; made where there is none yet.
   *
   * @throws IOException if it can be neither read nor made
   */
  Identity identity(Surroundings surroundings) throws IOException {
    return Identity.loadOrCreate(identityFile(surroundings));
  }
}
