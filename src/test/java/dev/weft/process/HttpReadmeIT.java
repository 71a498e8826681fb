package dev.weft.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the README shows of HTTP is what works, where there is curl. */
class HttpReadmeIT extends ProgramsFixture {

  private static boolean hasCurl() throws InterruptedException {
    try {
      return new ProcessBuilder("curl", "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static String sh(String command) throws Exception {
    Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(command + ": " + out).isZero();
    return out;
  }

  @Test
  void theCurlsOfTheReadmeDoWhatItSays() throws Exception {
    assumeTrue(hasCurl(), "there is no curl here");
    List<String> commands = Readme.of(Path.of("README.md")).under("Over HTTP").commands();
    String http = "127.0.0.1:" + FreePort.find();
    String first = Integer.toString(FreePort.find());
    Running seed =
        programs.weft("node", "--no-lan", "--port", first, "--data", root.resolve("a").toString());
    seed.line("listening on");
    assertThat(commands.getFirst()).endsWith("node --http 127.0.0.1:8080");
    Running node =
        programs.weft(
            "node",
            "--no-lan",
            "--port",
            Integer.toString(FreePort.find()),
            "--data",
            root.resolve("b").toString(),
            "--seed",
            "127.0.0.1:" + first,
            "--http",
            http);
    assertThat(node.line("HTTP at")).endsWith("http://" + http + "/");
    StringBuilder out = new StringBuilder();
    for (String command : commands.subList(1, commands.size())) {
      assertThat(command).startsWith("curl ");
      String answer = sh(command.replace("127.0.0.1:8080", http));
      assertThat(answer).as(command).isNotEmpty().doesNotContain("\"detail\":\"");
      out.append(answer);
    }
    assertThat(out)
        .contains(
            "\"name\":\"home/ntoll\"",
            "\"text\":\"version=2\"",
            "\"withdrawn\":true",
            "event: step",
            "event: result",
            "\"buckets\":[",
            "\nweft_");
  }
}
