package dev.weft.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Safe for use by several threads: the processes that a test class starts, and ends on close. */
final class Programs implements AutoCloseable {

  static final Path JAR = Path.of(System.getProperty("weft.jar"));
  static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  /** Small machines that start fast: there are many of them. */
  private static final List<String> FLAGS =
      List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  /** What a JVM notes down of a demo, and others need not do again: half of their time. */
  private static final Path LEARNT = JAR.resolveSibling("weft.aot");

  private static final byte[] NOTHING = {};

  private final Path home;
  private final List<Running> all = new CopyOnWriteArrayList<>();
  private final Thread hook = Thread.ofPlatform().unstarted(this::killAll);

  /**
   * @param home what the programs take for the user's home directory
   */
  Programs(Path home) {
    this.home = home;
    // For the case that the tests are stopped from outside.
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Skips the test where a program that is not Weft's is not on this machine. */
  static void require(String... command) {
    try {
      new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      assumeTrue(false, "there is no " + command[0] + " here: " + e.getMessage());
    }
  }

  /** Starts {@code java -jar weft.jar} with these arguments. */
  Running weft(String... args) throws IOException {
    return weft(NOTHING, args);
  }

  /** The same, with this on standard input. */
  Running weft(byte[] input, String... args) throws IOException {
    return start(builder(launching(args)), input);
  }

  /** The same, by a program that starts another, as on another machine. */
  Running weftBy(List<String> starter, String... args) throws IOException {
    ProcessBuilder builder = builder(launching(args));
    builder.command().addAll(0, starter);
    return start(builder, NOTHING);
  }

  private static List<String> launching(String... args) throws IOException {
    learn();
    List<String> words = new ArrayList<>(List.of("-XX:AOTCache=" + LEARNT, "-jar", JAR.toString()));
    words.addAll(List.of(args));
    return words;
  }

  /** Once for all tests. Where it comes to nothing, the JVMs do without. */
  private static synchronized void learn() throws IOException {
    if (Files.exists(LEARNT) && newer(LEARNT, JAR)) {
      return;
    }
    List<String> command = new ArrayList<>(List.of(JAVA.toString()));
    command.addAll(FLAGS);
    command.addAll(List.of("-XX:AOTCacheOutput=" + LEARNT, "-jar", JAR.toString()));
    command.addAll(List.of("demo", "--nodes", "3", "--items", "10"));
    new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .onExit()
        .join();
  }

  private static boolean newer(Path one, Path other) throws IOException {
    return Files.getLastModifiedTime(one).compareTo(Files.getLastModifiedTime(other)) > 0;
  }

  /** Starts the {@code java} under test with these arguments. */
  Running java(byte[] input, List<String> args) throws IOException {
    return start(builder(args), input);
  }

  /** The same, with a standard input that stays open. */
  Running java(List<String> args) throws IOException {
    return start(builder(args));
  }

  private ProcessBuilder builder(List<String> args) {
    List<String> command = new ArrayList<>(List.of(JAVA.toString()));
    command.addAll(FLAGS);
    command.add("-Duser.home=" + home);
    command.addAll(args);
    return new ProcessBuilder(command);
  }

  /** Starts a process, after taking from its environment what would change a JVM's output. */
  Running start(ProcessBuilder builder, byte[] input) throws IOException {
    Running running = start(builder);
    running.type(input);
    running.endInput();
    return running;
  }

  private Running start(ProcessBuilder builder) throws IOException {
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    builder.environment().put("XDG_DATA_HOME", home.resolve("share").toString());
    Process process = builder.start();
    var running = new Running(String.join(" ", builder.command()), process);
    all.add(running);
    return running;
  }

  /** Kills what still runs, and waits until it is gone. */
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(hook);
    killAll();
  }

  private void killAll() {
    for (Running running : all) {
      try {
        running.kill();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // go on: the others have to be killed, too
      }
    }
  }
}
