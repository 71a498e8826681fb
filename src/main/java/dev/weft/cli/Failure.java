package dev.weft.cli;

/** Ends a command with one line and an exit code. */
final class Failure extends Exception {

  private static final long serialVersionUID = 1L;

  private final int code;

  Failure(int code, String line) {
    super(line);
    this.code = code;
  }

  /** The arguments make no sense. */
  static Failure usage(String line) {
    return new Failure(ExitCode.USAGE, line);
  }

  int code() {
    return code;
  }
}
