package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node of which nobody wants anything logs a handful of lines an hour, and no more. */
class QuietNetworkIT {

  private static final int HANDFUL = 5;

  @TempDir private Path folder;

  /** The log at the level of INFO: a process of its own, as the level is the whole JVM's. */
  private List<String> log() throws Exception {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                QuietNetwork.class.getName())
            .redirectError(log.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).isZero();
    return Files.readAllLines(log);
  }

  @Test
  void aQuietNodeLogsAHandfulOfLinesAnHourAndSoDoesOneThatNobodyAnswers() throws Exception {
    List<String> lines = log();
    int quiet = lines.indexOf("quiet");
    int lonely = lines.indexOf("lonely");
    assertThat(quiet).isNotNegative();
    assertThat(lines.subList(quiet + 1, lonely))
        .hasSizeLessThan(QuietNetwork.NODES * QuietNetwork.HOURS * HANDFUL);
    assertThat(lines.subList(lonely + 1, lines.size() - 1))
        .hasSizeLessThan(QuietNetwork.HOURS * HANDFUL);
    assertThat(lines.getLast()).isEqualTo("over");
  }
}
