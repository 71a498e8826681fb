package dev.weft.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus's own tool has nothing to say against the page; skipped where it is not installed. */
class PromtoolIT {

  @TempDir private Path folder;

  @Test
  void thePageIsClean() throws Exception {
    Path page = Files.writeString(folder.resolve("page"), Page.sample().text());
    Path said = folder.resolve("said");
    int code = check(page, said);
    assertThat(Files.readString(said)).isEmpty();
    assertThat(code).isZero();
  }

  private static int check(Path page, Path said) throws InterruptedException {
    try {
      return new ProcessBuilder("promtool", "check", "metrics")
          .redirectInput(page.toFile())
          .redirectErrorStream(true)
          .redirectOutput(said.toFile())
          .start()
          .waitFor();
    } catch (IOException e) {
      assumeTrue(false, "promtool is not installed: " + e.getMessage());
      throw new AssertionError(e);
    }
  }
}
