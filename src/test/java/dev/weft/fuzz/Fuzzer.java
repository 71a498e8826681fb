package dev.weft.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs Jazzer in a process of its own, as it changes the classes that it watches.
 *
 * @see <a href="https://github.com/CodeIntelligenceTesting/jazzer">Jazzer</a>
 */
final class Fuzzer {

  private static final String WATCHED =
      "dev.weft.**:org.bouncycastle.tls.**:org.bouncycastle.asn1.**";

  private final Path folder;

  /**
   * @param folder where inputs are kept while it runs, and what it found
   */
  Fuzzer(Path folder) {
    this.folder = folder;
  }

  /** A folder in which inputs are, or will be. */
  Path inputs(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }

  /** Adds an input to those in a folder. */
  static void add(Path inputs, byte[] input) throws IOException {
    Files.write(Files.createTempFile(inputs, "input", ""), input);
  }

  /**
   * Runs to the end, or until something was found.
   *
   * @param options for the fuzzer, and folders of inputs
   * @param log where its output goes
   * @return whether all went well
   */
  boolean run(Class<?> target, List<String> options, Path log)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:+UseSerialGC", "-Xmx1g", "-Dorg.slf4j.simpleLogger.defaultLogLevel=off"));
    // What is native cannot be watched, and takes longer for what is small.
    command.add("-Dweft.signatures=bouncycastle");
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of("-cp", classPath(), "com.code_intelligence.jazzer.Jazzer"));
    command.add("--target_class=" + target.getName());
    command.add("--instrumentation_includes=" + WATCHED);
    command.add("--custom_hook_includes=" + WATCHED);
    // They look for faults that code has which opens files and runs commands.
    command.add("--disabled_hooks=com.code_intelligence.jazzer.sanitizers.*");
    command.add("--reproducer_path=" + folder);
    command.add("-artifact_prefix=" + folder + "/");
    command.addAll(List.of("-rss_limit_mb=0", "-timeout=20", "-print_final_stats=1"));
    command.addAll(options);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      return process.waitFor() == 0;
    } finally {
      process.destroyForcibly();
    }
  }

  /** The build's own name for it, as the other one may be that of a jar that names the rest. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
