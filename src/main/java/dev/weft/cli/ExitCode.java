package dev.weft.cli;

/** What the program tells the shell. */
final class ExitCode {
  static final int DONE = 0;
  static final int NOT_FOUND = 1;

  /** The command line, a file, the port or the data directory: the remedy is another argument. */
  static final int USAGE = 2;

  static final int NETWORK = 3;
  static final int REFUSED = 4;

  /** A fault in Weft itself; sysexits' EX_SOFTWARE. */
  static final int FAULT = 70;

  /** What shells say of a program that Ctrl-C ended. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
