package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators copy agrees with the program, and one file with the other. */
class OperationsTest {

  private static final Path GUIDE = Path.of(".github", "OPERATIONS.md");

  @TempDir private Path home;

  private static String file(String name) throws IOException {
    return Files.readString(Path.of(".github", "operations", name));
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  private static int number(String pattern, String text) {
    return Integer.parseInt(found(pattern, text).getFirst());
  }

  @Test
  void theProgramHasTheirOptions() throws IOException {
    Shell shell = new Shell(home);
    shell.run("node", "--help");
    List<String> used = new ArrayList<>();
    used.addAll(found("(--[a-z-]+)", file("weft.service").split("weft\\.jar node")[1]));
    used.addAll(found("\"(--[a-z-]+)\"", file("Containerfile")));
    used.addAll(found("^ *- (--[a-z-]+)$", file("kubernetes.yaml")));
    assertThat(used).hasSizeGreaterThan(10);
    assertThat(found("(--[a-z-]+)", shell.out())).containsAll(used);
  }

  @Test
  void theImageHasWhatTheManifestAsksItFor() throws IOException {
    String image = file("Containerfile");
    String manifest = file("kubernetes.yaml");
    List<String> ports = List.of(found("^EXPOSE (.*)$", image).getFirst().split(" "));
    assertThat(found("containerPort: (\\d+)", manifest)).isEqualTo(ports);
    assertThat(found("\"--port\", \"(\\d+)\"", image)).containsExactly(ports.get(0));
    assertThat(found("\"0\\.0\\.0\\.0:(\\d+)\"", image)).containsExactly(ports.get(1));
    assertThat(found("/dev/tcp/127\\.0\\.0\\.1/(\\d+)", image)).containsExactly(ports.get(1));
    assertThat(found("^ *- (weft:\\d+)$", manifest)).containsExactly("weft:" + ports.get(0));
    assertThat(found("^USER (\\d+):", image))
        .containsExactly(found("runAsUser: (\\d+)", manifest).getFirst());
    String data = found("^VOLUME (.*)$", image).getFirst();
    assertThat(found("mountPath: (.*)", manifest)).containsExactly(data, "/tmp");
    // The volume's root is Kubernetes's, which changes what its files are like; see the manifest.
    assertThat(found("\"--data\", \"(.*?)\"", image)).containsExactly(data + "/node");
    assertThat(manifest).contains("fsGroupChangePolicy: OnRootMismatch");
  }

  @Test
  void firstNodesOfAClusterFindEachOtherBeforeTheyAreReady() throws IOException {
    String manifest = file("kubernetes.yaml");
    assertThat(manifest)
        .contains(
            "clusterIP: None", "publishNotReadyAddresses: true", "podManagementPolicy: Parallel")
        .containsPattern("readinessProbe:\\s+httpGet:\\s+path: /health/ready")
        .containsPattern("livenessProbe:\\s+httpGet:\\s+path: /health/live");
    String startup = manifest.split("startupProbe:")[1];
    int patience =
        number("periodSeconds: (\\d+)", startup) * number("failureThreshold: (\\d+)", startup);
    int joining = number("--join-timeout\n *- (\\d+)m", manifest);
    assertThat(Duration.ofSeconds(patience)).isGreaterThan(Duration.ofMinutes(joining));
  }

  @Test
  void thereIsTimeToLeaveInOrder() throws IOException {
    String unit = file("weft.service");
    assertThat(number("TimeoutStopSec=(\\d+)", unit))
        .isGreaterThan((int) Shutdown.PATIENCE.toSeconds());
    assertThat(unit).contains("SuccessExitStatus=143").contains("--data %S/weft ");
    assertThat(unit).contains("\nStateDirectory=weft\n");
    assertThat(number("terminationGracePeriodSeconds: (\\d+)", file("kubernetes.yaml")))
        .isGreaterThan((int) Shutdown.PATIENCE.toSeconds());
  }

  @Test
  void theGuideExplainsAllThatTheLogMayWarnOf() throws IOException {
    String guide = Files.readString(GUIDE).replace("…", "{}");
    List<String> messages = new ArrayList<>();
    try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
      for (Path source : sources.filter(file -> file.toString().endsWith(".java")).toList()) {
        messages.addAll(warnings(Files.readString(source)));
      }
    }
    assertThat(messages).hasSizeGreaterThan(25);
    for (String message : messages) {
      String part =
          Stream.of(message.split("\\{}"))
              .max(Comparator.comparingInt(String::length))
              .orElseThrow()
              .strip();
      assertThat(guide).as(message).contains(part);
    }
  }

  /** The messages, in each of which the pieces of the source are joined. */
  private static List<String> warnings(String source) {
    return found("LOG\\.(?:warn|error)\\(\\s*((?:\"[^\"]*\"[\\s+]*)+)", source).stream()
        .map(pieces -> found("\"([^\"]*)\"", pieces).stream().collect(Collectors.joining()))
        .toList();
  }
}
