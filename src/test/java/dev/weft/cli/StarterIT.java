package dev.weft.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The starter, with a Java that says what it is given, and the completion that it is released with.
 */
class StarterIT {
  private static final String QUICK = "-XX:TieredStopAtLevel=1";

  @TempDir private Path root;

  private Path home;
  private Path starter;

  @BeforeEach
  void install() throws IOException {
    home = root.resolve("a home");
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("lib"));
    starter = executable(home.resolve("bin/weft"), Files.readString(Path.of("src/main/dist/weft")));
  }

  private static Path executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Makes a Java of this version that prints which it is, and each of its arguments on a line. */
  private Path java(String name, String version) throws IOException {
    Path java = Files.createDirectories(root.resolve(name).resolve("bin")).getParent();
    Files.writeString(
        java.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    executable(java.resolve("bin/java"), "#!/bin/sh\nprintf '%s\\n' " + name + " \"$@\"\nexit 7\n");
    return java;
  }

  private static List<String> run(Map<String, String> variables, String... command)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeAll(List.of("JAVA_HOME", "WEFT_JAVA_OPTS", "JAVA_TOOL_OPTIONS"));
    builder.environment().putAll(variables);
    Process process = builder.start();
    process.getOutputStream().close();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
    process.waitFor();
    return lines;
  }

  private List<String> weft(Path java, String... args) throws IOException, InterruptedException {
    return run(Map.of("JAVA_HOME", java.toString()), command(starter, args));
  }

  private static String[] command(Path program, String... args) {
    String[] command = new String[args.length + 1];
    command[0] = program.toString();
    System.arraycopy(args, 0, command, 1, args.length);
    return command;
  }

  private String jar() {
    return home.resolve("lib/weft.jar").toString();
  }

  @Test
  void startsTheJarAndHandsOnTheArgumentsAsTheyAre() throws Exception {
    assertThat(weft(java("new", "25.0.1"), "set", "two words", "", "*"))
        .startsWith("new")
        .endsWith("-jar", jar(), "set", "two words", "", "*");
  }

  @Test
  void isFoundBehindLinks() throws Exception {
    Path java = java("new", "26-ea");
    Path other = Files.createDirectories(root.resolve("usr/bin"));
    Files.createSymbolicLink(other.resolve("weft"), Path.of("../../link"));
    Files.createSymbolicLink(root.resolve("link"), starter);
    List<String> lines =
        run(Map.of("JAVA_HOME", java.toString()), command(other.resolve("weft"), "whoami"));
    assertThat(lines).startsWith("new").endsWith("-jar", jar(), "whoami");
  }

  @Test
  void passesOverAJavaThatIsTooOldAndTakesThatOfThePath() throws Exception {
    String path = java("path", "27").resolve("bin") + ":" + System.getenv("PATH");
    String old = java("old", "17.0.15").toString();
    assertThat(run(Map.of("JAVA_HOME", old, "PATH", path), command(starter, "whoami")))
        .startsWith("path");
  }

  @Test
  void prefersTheJavaThatItComesWith() throws Exception {
    Files.move(java("runtime", "25"), home.resolve("runtime"));
    assertThat(weft(java("new", "26"), "whoami")).startsWith("runtime");
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "set", "--help"})
  void whatEndsSoonIsNotCompiledForLong(String command) throws Exception {
    assertThat(weft(java("new", "25"), command)).contains(QUICK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"node", "simulate"})
  void whatRunsOnIs(String command) throws Exception {
    assertThat(weft(java("new", "25"), command)).doesNotContain(QUICK).endsWith(command);
  }

  @Test
  void usesTheCacheWhereThereIsOneAndTheUsersOptions() throws Exception {
    String java = java("new", "25").toString();
    Path cache = home.resolve("lib/weft.aot");
    String option = "-XX:AOTCache=" + cache;
    assertThat(weft(Path.of(java), "whoami")).doesNotContain(option);
    Files.writeString(cache, "");
    Map<String, String> variables = Map.of("JAVA_HOME", java, "WEFT_JAVA_OPTS", "-Xmx64m -Da=b");
    assertThat(run(variables, command(starter, "whoami")))
        .contains(option)
        .containsSubsequence("-Xmx64m", "-Da=b", "-jar", jar(), "whoami");
  }

  @Test
  void bashCompletesCommandsAndTheirOptions() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash here");
    var shell = new Shell(Files.createDirectories(root.resolve("ann")));
    assertThat(shell.run("generate-completion")).isZero();
    Path completion = Files.writeString(root.resolve("completion"), shell.out());
    assertThat(completed(completion, "weft", "wh")).containsExactly("whoami");
    assertThat(completed(completion, "weft", "set", "--if")).containsExactly("--if-version");
    assertThat(completed(completion, "weft", "identity", "")).contains("export", "import");
  }

  private List<String> completed(Path completion, String... words) throws Exception {
    String script =
        "source \"$0\"; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _complete_weft 2>/dev/null;"
            + " printf '%s\\n' \"${COMPREPLY[@]}\"";
    String[] command = new String[words.length + 4];
    System.arraycopy(
        new String[] {"/bin/bash", "-c", script, completion.toString()}, 0, command, 0, 4);
    System.arraycopy(words, 0, command, 4, words.length);
    return run(Map.of(), command).stream().map(String::strip).toList();
  }
}
