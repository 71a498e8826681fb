package dev.weft.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.jr.ob.JSON;

/** What operators copy does what their guide says. */
class OperationsIT extends ProgramsFixture {

  private static final Path FILES = Path.of(".github", "operations");

  /** What SIGTERM leaves of a JVM. */
  private static final int TERMINATED = 143;

  private static String first(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  private static String said(int code, String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command) + ": " + out).isEqualTo(code);
    return out;
  }

  /** Starts a node, by its words behind the name of the program. */
  private Running node(List<String> words, String data, int port, int http, int... seeds)
      throws IOException {
    List<String> args = new ArrayList<>();
    for (String word : words) {
      if (!word.equals("$WEFT_ARGS")) {
        args.add(
            word.replace("/opt/weft/weft.jar", Programs.JAR.toString())
                .replaceFirst("^1908$", Integer.toString(port))
                .replaceFirst("^[0-9.]+:8080$", "127.0.0.1:" + http)
                .replaceFirst("^(%S/weft|/data/node)$", root.resolve(data).toString()));
      }
    }
    for (int seed : seeds) {
      args.addAll(List.of("--seed", "127.0.0.1:" + seed));
    }
    return programs.java(new byte[0], args);
  }

  @Test
  void nodesByTheUnitAndByTheImageBecomeReadyAndLeaveInOrder() throws Exception {
    Programs.require("bash", "--version");
    String unit = Files.readString(FILES.resolve("weft.service")).replace("\\\n", "");
    String image = Files.readString(FILES.resolve("Containerfile"));
    int[] ports = {FreePort.find(), FreePort.find()};
    int[] https = {FreePort.find(), FreePort.find()};

    List<String> start = List.of(first("ExecStart=/usr/bin/java ([^\n]*)", unit).split(" +"));
    Running one = node(start, "unit", ports[0], https[0], ports);
    List<String> entry = strings(first("ENTRYPOINT (\\[.*?])", image));
    assertThat(entry.getFirst()).isEqualTo("java");
    Running two = node(entry.subList(1, entry.size()), "image", ports[1], https[1], ports);
    one.line("HTTP at");
    two.line("HTTP at");

    List<String> check = strings(first("HEALTHCHECK.*?CMD (\\[.*?])", image));
    for (int http : https) {
      String[] healthy = check.toArray(String[]::new);
      healthy[2] = healthy[2].replace("/8080", "/" + http);
      said(0, healthy);
      healthy[2] = healthy[2].replace("/health/live", "/health/ready");
      said(0, healthy);
    }
    for (Running running : List.of(one, two)) {
      running.terminate();
      assertThat(running.end(Running.ORDERLY).code()).isEqualTo(TERMINATED);
    }
  }

  private static List<String> strings(String json) throws IOException {
    return JSON.std.listOfFrom(String.class, json);
  }

  @Test
  void systemdHasNothingToSayAgainstTheUnit() throws Exception {
    Programs.require("systemd-analyze", "--version");
    String unit = Files.readString(FILES.resolve("weft.service"));
    Path here = root.resolve("weft.service");
    Files.writeString(here, unit.replace("/usr/bin/java", Programs.JAVA.toString()));
    assertThat(said(0, "systemd-analyze", "verify", here.toString())).isEmpty();
  }

  @Test
  void prometheusUnderstandsTheAlerts() throws Exception {
    Programs.require("promtool", "--version");
    said(0, "promtool", "check", "rules", FILES.resolve("alerts.yaml").toString());
  }
}
