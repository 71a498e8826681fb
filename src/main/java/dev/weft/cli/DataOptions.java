package dev.weft.cli;

import dev.weft.Wire;
import dev.weft.item.Owner;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Confined to the main thread: the options that say who we are. */
final class DataOptions {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The directory of the identity. Default: the platform's data directory.")
  private @Nullable Path data;

  @Mixin private final WireOptions wire = new WireOptions();

  /** What the network speaks. */
  Wire wire() {
    return wire.wire();
  }

  /** The data directory in use. */
  Path directory(Surroundings surroundings) {
    return data == null ? surroundings.defaultData() : data;
  }

  /** The file of the identity in use. */
  Path identityFile(Surroundings surroundings) {
    return wire().identityFile(directory(surroundings));
  }

  /**
   * The identity in use; made where there is none yet.
   *
   * @throws IOException if it can be neither read nor made
   */
  Owner identity(Surroundings surroundings) throws IOException {
    return wire().identity(directory(surroundings));
  }
}
