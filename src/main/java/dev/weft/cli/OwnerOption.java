package dev.weft.cli;

import dev.weft.kademlia.Key;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Confined to the main thread: the option that says whose item is meant. */
final class OwnerOption {

  @Option(
      names = "--owner",
      paramLabel = "KEY",
      description = "Whose item of that name. Default: ours.")
  private @Nullable Key owner;

  /** The owner's key; null where none is given. */
  @Nullable Key key() {
    return owner;
  }
}
