package dev.weft.process;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Used by one test at a time: a process, and what it says. */
final class Running {

  /** Far more than anything here takes; a process that needs longer hangs. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * Five seconds are what a process takes at most to leave in order; the rest is a busy machine's.
   */
  static final Duration ORDERLY = Duration.ofSeconds(8);

  private final String command;
  private final Process process;
  private final Captured out;
  private final Captured err;

  Running(String command, Process process) {
    this.command = command;
    this.process = process;
    this.out = Captured.from(process.getInputStream());
    this.err = Captured.from(process.getErrorStream());
  }

  /**
   * How a process ended.
   *
   * @param out what it wrote to standard output, to the byte
   */
  record Ended(int code, byte[] out, String text, String err, String command) {

    /** Expects exit code 0. */
    Ended done() {
      if (code != 0) {
        throw new AssertionError(this);
      }
      return this;
    }

    /** The text on standard output, without the end of its line. */
    String line() {
      return text.strip();
    }

    @Override
    public String toString() {
      return command + "\nexit code " + code + "\nout: " + text + "\nerr: " + err;
    }
  }

  /** Writes to its standard input. */
  void type(byte[] input) throws IOException {
    write(
        in -> {
          in.write(input);
          in.flush();
        });
  }

  /** Ends its standard input. */
  void endInput() throws IOException {
    write(OutputStream::close);
  }

  /** What is done to a standard input. */
  @FunctionalInterface
  private interface Writing {
    void to(OutputStream in) throws IOException;
  }

  private void write(Writing writing) throws IOException {
    try {
      writing.to(process.getOutputStream());
    } catch (IOException e) {
      if (process.isAlive()) {
        throw e;
      } // or else it ended without reading, and its exit code tells why
    }
  }

  /** Waits for a line of standard output that contains this, and returns it. */
  String line(String part) throws InterruptedException {
    return out.line(part, PATIENCE).orElseThrow(() -> missing("line with \"" + part + "\""));
  }

  /** The same for standard error. */
  String complaint(String part) throws InterruptedException {
    return err.line(part, PATIENCE).orElseThrow(() -> missing("complaint with \"" + part + "\""));
  }

  /** Waits for the end. */
  Ended end() throws InterruptedException {
    return end(PATIENCE);
  }

  /** Waits for the end, for as long as this. */
  Ended end(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw missing("end within " + limit);
    }
    if (!out.awaitEnd(PATIENCE) || !err.awaitEnd(PATIENCE)) {
      throw missing("end of output");
    }
    return new Ended(process.exitValue(), out.bytes(), out.text(), err.text(), command);
  }

  /** Asks it to end: SIGTERM. */
  void terminate() {
    // Process.destroy would close the streams, and what it says last would be lost.
    process.toHandle().destroy();
  }

  /** Ends it at once, as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Its number in the system. */
  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  private AssertionError missing(String what) {
    return new AssertionError(
        "no " + what + "\n" + command + "\nout: " + out.text() + "\nerr: " + err.text());
  }
}
