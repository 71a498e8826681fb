package dev.weft.cli;

import dev.weft.Wire;
import picocli.CommandLine.Option;

/** Confined to the main thread: the option that says what a network speaks. */
final class WireOptions {

  @Option(
      names = "--wire",
      paramLabel = "weft|drogulus",
      description = "What the network speaks, and of which kind the identity is. Default: weft.")
  private Wire wire = Wire.WEFT;

  Wire wire() {
    return wire;
  }
}
