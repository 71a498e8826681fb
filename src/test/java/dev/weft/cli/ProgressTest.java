package dev.weft.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

/** Progress is shown on a terminal, and nowhere else. */
class ProgressTest {

  @Test
  void theBarShowsHowFarItIs() {
    var terminal = new ByteArrayOutputStream();
    try (var bar =
        Progress.Bar.start("load", 4, true, new PrintStream(terminal, true, UTF_8), 80)) {
      bar.step();
      bar.step();
      bar.step();
      bar.step();
      bar.makeRoom();
    }
    assertThat(terminal.toString(UTF_8)).contains("load 100%", "4/4", "\r\u001b[K");
  }

  @Test
  void theBarCanBeSetAndHasANote() {
    var terminal = new ByteArrayOutputStream();
    try (var bar =
        Progress.Bar.start("simulate", 1, false, new PrintStream(terminal, true, UTF_8), 80)) {
      bar.to(30, 40, () -> "in a hurry");
    }
    assertThat(terminal.toString(UTF_8)).contains("simulate  75%", "30/40", "in a hurry");
  }

  @Test
  void withoutATerminalNothingHappens() {
    try (var none = new Progress.None()) {
      none.step();
      none.to(1, 2, () -> "");
      none.makeRoom();
      assertThat(none).isEqualTo(new Progress.None());
    }
  }
}
