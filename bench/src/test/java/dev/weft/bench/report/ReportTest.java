package dev.weft.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

  private static final String JMH = Samples.JMH.toString();
  private static final String NETWORK = Samples.NETWORK.toString();

  @TempDir private Path directory;

  @Test
  void theTablesTellOfAllFiles() throws IOException {
    assertThat(Report.run(JMH, NETWORK))
        .contains(
            "| call, 64 in flight: throughput beside callbacks |",
            "| get after the kill, content items, 1 in flight, k = 8, 4 killed",
            "### RpcBenchmark",
            "### CodecBenchmark");
  }

  @Test
  void thePlotIsWrittenWhereItIsAskedFor() throws IOException {
    Path svg = directory.resolve("ratios.svg");
    Report.run(JMH, "--svg", svg.toString());
    assertThat(svg).content().startsWith("<svg").contains("call, 64 in flight");
  }

  @Test
  void trimmedResultsGiveTheSameTables() throws IOException {
    Path trimmed = directory.resolve("trimmed.json");
    String tables = Report.run("--trim", trimmed.toString(), JMH);
    assertThat(Report.run(trimmed.toString())).isEqualTo(tables);
  }

  @Test
  void whatIsNoOptionOrNoResultIsRefused() throws IOException {
    assertThatThrownBy(() -> Report.run("--png", "ratios.png"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Report.run(JMH, "--svg")).isInstanceOf(IllegalArgumentException.class);
    Path text = Files.writeString(directory.resolve("text.json"), "\"fast\"");
    assertThatThrownBy(() -> Report.run(text.toString()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
