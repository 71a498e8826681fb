package dev.weft.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code simulate}, from the jar. */
class SimulateIT extends ProgramsFixture {

  /** Killed, as the shell tells it: 128 and the number of SIGTERM. */
  private static final int TERMINATED = 143;

  private static String trace(Running running) throws InterruptedException {
    return running.end().done().text().replaceFirst("(?s).*; trace ", "").strip();
  }

  @Test
  void theJarNeedsNoFlagAndTheSameSeedGivesTheSameRunInTwoProcesses() throws Exception {
    String[] command = {
      "simulate", "--nodes=20", "--items=20", "--gets=20", "--hours=0.5", "--loss=0.05"
    };
    Running first = programs.weft(command);
    Running second = programs.weft(command);
    assertThat(trace(first)).matches("[0-9a-f]{16}").isEqualTo(trace(second));
  }

  @Test
  void whereTheFlagIsMissingItIsNamed() throws Exception {
    Running.Ended ended =
        programs
            .java(
                new byte[0],
                List.of(
                    "-cp", Programs.JAR.toString(), "dev.weft.cli.Main", "simulate", "--nodes=2"))
            .end();
    assertThat(ended.code()).isEqualTo(70);
    assertThat(ended.err().lines())
        .singleElement()
        .asString()
        .contains("--add-opens java.base/java.lang=ALL-UNNAMED");
  }

  @Test
  void whatWasFoundIsToldWhenItIsStopped() throws Exception {
    Path report = root.resolve("report.html");
    Running running =
        programs.weft("simulate", "-v", "--nodes=10", "--hours=600", "--report", "" + report);
    running.complaint("10 nodes have joined");
    running.terminate();
    Running.Ended ended = running.end(Running.ORDERLY);
    assertThat(ended.code()).isEqualTo(TERMINATED);
    assertThat(ended.text())
        .contains("interrupted; this is what was found until then\n")
        .contains("; trace ");
    assertThat(Files.readString(report)).contains("this is what was found until then");
  }
}
