package dev.weft.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Dht;
import dev.weft.runtime.Promise;
import dev.weft.runtime.RealEnvironment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands over real nodes on loopback; node and commands share an identity, as at home. */
@Timeout(120)
class WeftCommandIT {
  private static final Pattern LISTENING = Pattern.compile("listening on \\S+:(\\d+), \\d");

  private final RealEnvironment environment = new RealEnvironment();
  private final Promise<Integer> nodeEnded = environment.promise();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path home;
  private Thread node;
  private String seed;

  /** Completes a promise with the port when a node has said that it listens. */
  private static final class Listener extends OutputStream {
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final Promise<String> port;

    Listener(Promise<String> port) {
      this.port = port;
    }

    @Override
    public void write(int b) {
      heard.write(b);
      Matcher matcher = LISTENING.matcher(heard.toString(UTF_8));
      if (matcher.find()) {
        port.complete(matcher.group(1));
      }
    }
  }

  @BeforeEach
  void startNode() throws InterruptedException {
    Promise<String> port = environment.promise();
    Surroundings surroundings = surroundings(new Listener(port), InputStream.nullInputStream());
    node =
        environment.start(
            "node",
            () ->
                nodeEnded.complete(
                    WeftCommand.run(surroundings, "node", "--port=0", "--bind=127.0.0.1")));
    seed = "127.0.0.1:" + port.await(Duration.ofSeconds(60)).orElseThrow();
  }

  @AfterEach
  void stopNode() throws InterruptedException {
    node.interrupt();
    assertThat(nodeEnded.await(Duration.ofSeconds(5))).hasValue(ExitCode.DONE);
  }

  private Surroundings surroundings(OutputStream to, InputStream in) {
    var properties = new Properties();
    properties.setProperty("user.home", home.toString());
    return new Surroundings(
        in,
        new PrintStream(to, false, UTF_8),
        new PrintStream(err, false, UTF_8),
        false,
        question -> null,
        Map.of(),
        properties,
        environment,
        Dht::open);
  }

  private int weft(InputStream in, String... args) {
    out.reset();
    err.reset();
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--seed", seed));
    return WeftCommand.run(surroundings(out, in), all.toArray(String[]::new));
  }

  private int weft(String... args) {
    return weft(InputStream.nullInputStream(), args);
  }

  @Test
  void whatIsSetIsGotByteForByte() {
    byte[] value = {0, -1, 10, 13, 0};
    assertThat(weft(new ByteArrayInputStream(value), "set", "bytes", "-")).as(err()).isZero();
    assertThat(weft("get", "bytes")).as(err()).isZero();
    assertThat(out.toByteArray()).isEqualTo(value);
    assertThat(weft("set", "bytes", "text")).as(err()).isZero();
    assertThat(weft("get", "--newest", "bytes")).as(err()).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("text");
    assertThat(weft("get", "never set")).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void contentIsGotByTheKeyThatSetPrints() {
    var value = new ByteArrayInputStream("content".getBytes(UTF_8));
    assertThat(weft(value, "set", "--content", "-")).as(err()).isZero();
    String key = out.toString(UTF_8).strip();
    assertThat(weft("get", key)).as(err()).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("content");
  }

  @Test
  void aLoadedFileIsThere() throws IOException {
    Path file = home.resolve("file.tsv");
    String lines =
        IntStream.rangeClosed(1, 500)
            .mapToObj(i -> "name-" + i + "\tvalue " + i + "\n")
            .collect(Collectors.joining());
    Files.writeString(file, lines);
    assertThat(weft("load", file.toString())).as(err()).isZero();
    assertThat(out.toString(UTF_8)).startsWith("500 lines: 500 stored");
    assertThat(weft("get", "name-321")).as(err()).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("value 321");
  }

  @Test
  void aLookupShowsTheNode() {
    assertThat(weft("lookup", "pinner")).as(err()).isZero();
    assertThat(out.toString(UTF_8)).contains("@" + seed, "the 1 closest node");
  }

  @Test
  void healthShowsWhichVersionTheNodeHolds() {
    assertThat(weft("health", "pinner")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(weft("set", "pinner", "Coventry", "--if-version=none")).as(err()).isZero();
    assertThat(weft("set", "pinner", "London", "--if-version=none")).isEqualTo(ExitCode.REFUSED);
    assertThat(weft("health", "pinner", "--repair")).as(err()).isZero();
    assertThat(out.toString(UTF_8))
        .containsPattern("^version \\d+ is on 1 of the 1 closest node in ")
        .contains("@" + seed + "  version ", "pinner: stored on 1 node in ");
  }

  @Test
  void aSecondNodeOnTheDataDirectoryIsOneLine() {
    assertThat(weft("node", "--port=0")).isEqualTo(ExitCode.USAGE);
    assertThat(err().lines()).hasSize(1).first().asString().startsWith("weft: another node runs");
  }

  @Test
  void aSmallDemoFindsEverything() {
    Surroundings surroundings = surroundings(out, InputStream.nullInputStream());
    assertThat(WeftCommand.run(surroundings, "demo", "--nodes=5", "--items=20"))
        .as(out.toString(UTF_8))
        .isZero();
  }

  @Test
  void aSmallBenchmarkFindsEverything() {
    Surroundings surroundings = surroundings(out, InputStream.nullInputStream());
    assertThat(
            WeftCommand.run(
                surroundings,
                "bench-network",
                "--nodes=5",
                "--items=20",
                "--parallel=4",
                "--kill=20",
                "--k=3",
                "--warm-up=1"))
        .as(out.toString(UTF_8))
        .isZero();
    assertThat(out.toString(UTF_8))
        .contains("content items, 4 in flight", "named items, 4 in flight")
        .containsPattern("put .* 100\\.00 %")
        .containsPattern("get after kill .* [1-9]\\d*\\.\\d .* 100\\.00 %");
  }

  @Test
  void soDoesOneOfTheDroguluss() {
    Surroundings surroundings = surroundings(out, InputStream.nullInputStream());
    assertThat(
            WeftCommand.run(
                surroundings,
                "bench-network",
                "--wire=drogulus",
                "--nodes=4",
                "--items=8",
                "--parallel=2",
                "--k=2",
                "--warm-up=0"))
        .as(out.toString(UTF_8))
        .isZero();
    assertThat(out.toString(UTF_8))
        .contains("named items, 2 in flight")
        .containsPattern("put .* [1-9]\\d*\\.\\d .* 100\\.00 %")
        .doesNotContain("content items");
  }

  @Test
  void aNetworkThatDoesNothingIsMeasured() {
    Surroundings surroundings = surroundings(out, InputStream.nullInputStream());
    assertThat(WeftCommand.run(surroundings, "bench-network", "--nodes=2", "--idle=1"))
        .as(out.toString(UTF_8))
        .isZero();
    assertThat(out.toString(UTF_8)).contains("joined       1.0 connections a node");
  }

  @Test
  void soIsOneOfTheDroguluss() {
    Surroundings surroundings = surroundings(out, InputStream.nullInputStream());
    assertThat(
            WeftCommand.run(
                surroundings, "bench-network", "--wire=drogulus", "--nodes=2", "--idle=1"))
        .as(out.toString(UTF_8))
        .isZero();
    assertThat(out.toString(UTF_8)).containsPattern("joined +[12]\\.0 connections a node");
  }

  private String err() {
    return err.toString(UTF_8);
  }
}
