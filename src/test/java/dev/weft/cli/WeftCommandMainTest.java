package dev.weft.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The process's own streams and exit code are used. */
@Isolated("replaces System.out and what ends the program")
class WeftCommandMainTest {

  @Test
  void mainPrintsToStandardOutputAndEndsWithTheExitCode() {
    List<Integer> exits = new ArrayList<>();
    var printed = new ByteArrayOutputStream();
    PrintStream stdout = System.out;
    WeftCommand.exit = exits::add;
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      WeftCommand.main(new String[] {"--version"});
    } finally {
      System.setOut(stdout);
      WeftCommand.exit = System::exit;
    }
    assertThat(exits).containsExactly(0);
    assertThat(printed.toString(UTF_8)).startsWith("weft ");
  }
}
