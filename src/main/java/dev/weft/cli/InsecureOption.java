package dev.weft.cli;

import picocli.CommandLine.Option;

/** Confined to the main thread: the option that does without TLS. */
final class InsecureOption {

  @Option(
      names = "--insecure",
      description =
          "Speak in the clear with nodes that do so, too, and not TLS: for laboratories. Default:"
              + " TLS, but on the drogulus's wire, which has none.")
  private boolean insecure;

  /** Whether to speak TLS, where the wire has it. */
  boolean secure() {
    return !insecure;
  }
}
