package dev.weft.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Dht;
import dev.weft.runtime.Environment;
import dev.weft.runtime.RealEnvironment;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * All that a command sees of the world outside. Safe for use by any number of threads, as its parts
 * are.
 *
 * @param in standard input
 * @param out standard output; text goes there as UTF-8, whatever the platform's default
 * @param err standard error
 * @param terminal whether a person sits at standard input and output
 * @param prompt asks that person
 * @param variables the process's environment variables
 * @param properties the JVM's system properties; the settings of the log are put there
 * @param environment time and threads
 * @param opener the network
 */
record Surroundings(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean terminal,
    Prompt prompt,
    Map<String, String> variables,
    Properties properties,
    Environment environment,
    Opener opener) {

  private static final String WIDTH = "80";

  /** Those of this process. */
  static Surroundings real() {
    return new Surroundings(
        System.in,
        System.out,
        System.err,
        isTerminal(System.console()),
        prompt(System.console()),
        System.getenv(),
        System.getProperties(),
        new RealEnvironment(),
        Dht::open);
  }

  /** Some Javas have a console that is no terminal, others have none then. */
  static boolean isTerminal(@Nullable Console console) {
    return console != null && console.isTerminal();
  }

  /** Asks on a console what is not to be seen there; where there is none, nobody. */
  static Prompt prompt(@Nullable Console console) {
    return question -> console == null ? null : console.readPassword("%s", question);
  }

  /** A writer of text, flushed after each line. */
  static PrintWriter text(PrintStream to) {
    return new PrintWriter(new OutputStreamWriter(to, UTF_8), true);
  }

  /** A line on standard output, there at once for whoever reads a pipe. */
  void say(String line) {
    write(out, line);
  }

  /** A line on standard error. */
  void note(String line) {
    write(err, line);
  }

  private static void write(PrintStream to, String line) {
    // In one piece, so that the lines of several threads do not mix.
    byte[] bytes = (line + System.lineSeparator()).getBytes(UTF_8);
    to.write(bytes, 0, bytes.length);
    to.flush();
  }

  /**
   * Bytes on standard output, as they are.
   *
   * @throws IOException if they did not get there: the disk is full, or the reader has gone
   */
  void write(byte[] bytes) throws IOException {
    out.write(bytes, 0, bytes.length);
    if (out.checkError()) {
      throw new IOException("standard output does not take the value");
    }
  }

  /** Colours on a terminal, unless NO_COLOR is set (no-color.org). */
  Ansi ansi() {
    return terminal && variables.getOrDefault("NO_COLOR", "").isEmpty() ? Ansi.ON : Ansi.OFF;
  }

  /** How many columns the terminal has, as far as that is known. */
  int width() {
    String columns = variables.getOrDefault("COLUMNS", WIDTH);
    return Integer.parseInt(columns.matches("\\d{1,4}") ? columns : WIDTH);
  }

  /** Where identity and node state are kept unless {@code --data} says otherwise. */
  Path defaultData() {
    return DefaultDirectory.of(
        properties.getProperty("os.name", ""), variables, properties.getProperty("user.home", ""));
  }
}
