package dev.weft.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import dev.weft.DhtException;
import dev.weft.runtime.RealEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

/** {@code load} stores every line that it can, and loses none that it cannot. */
@Timeout(60)
class LoadCommandTest {
  @TempDir private Path home;
  private Shell shell;
  private Path file;
  private Path failed;
  private final Map<String, String> stored = new ConcurrentHashMap<>();

  /** What a set does; returns normally if the value is stored. */
  @FunctionalInterface
  private interface Network {
    void set(String name, String value) throws InterruptedException;
  }

  @BeforeEach
  void storeEverything() throws IOException, InterruptedException {
    shell = new Shell(home);
    file = home.resolve("file.tsv");
    failed = home.resolve("file.tsv.failed");
    network(stored::put);
  }

  private void network(Network network) throws InterruptedException {
    // Not when(…), which would call the network that was there before.
    doAnswer(
            call -> {
              String name = call.getArgument(0);
              String value = new String(call.<byte[]>getArgument(1), UTF_8);
              network.set(name, value);
              return Shell.stored(Shell.named(name, value));
            })
        .when(shell.dht)
        .set(any(), any(), any(), any());
  }

  private int load(String content, String... options) throws IOException {
    Files.writeString(file, content);
    List<String> args = new ArrayList<>(List.of("load", file.toString()));
    args.addAll(List.of(options));
    return shell.run(args.toArray(String[]::new));
  }

  private static String lines(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(i -> "name-" + i + "\tvalue " + i + "\n")
        .collect(Collectors.joining());
  }

  private static DhtException refusal() {
    return new DhtException.NotStored("nobody\nwanted it", Shell.refused(Shell.content("x")));
  }

  @Test
  void storesEveryLineAndSumsUp() throws IOException, InterruptedException {
    Files.writeString(failed, "an earlier load's");
    assertThat(load("pinner\tCoventry\nntoll\tTowcester\r\n", "--ttl=7d", "--timeout=2s")).isZero();
    assertThat(stored)
        .containsOnly(Map.entry("pinner", "Coventry"), Map.entry("ntoll", "Towcester"));
    verify(shell.dht, times(2))
        .set(any(), any(), eq(Duration.ofDays(7)), eq(Duration.ofSeconds(2)));
    verify(shell.dht).close();
    assertThat(shell.out().lines())
        .containsExactly(
            "2 lines: 2 stored, 0 refused, 0 without answer, 0 bad; 1.00 s, 2 per second");
    assertThat(shell.err()).isEmpty();
    assertThat(failed).doesNotExist();
  }

  @Test
  void keepsNothingOfWhatIsStoredToRenewIt() throws IOException {
    load("pinner\tCoventry\nntoll\tTowcester\n");
    verify(shell.dht).forget("pinner");
    verify(shell.dht).forget("ntoll");
  }

  @Test
  void tenThousandLinesAreAnOrdinaryInput() throws IOException {
    assertThat(load(lines(1, 10_000))).isZero();
    assertThat(stored).hasSize(10_000).containsEntry("name-9999", "value 9999");
  }

  @Test
  void keepsNoMoreInFlightThanIsAllowed() throws IOException, InterruptedException {
    var inFlight = new AtomicInteger();
    var most = new AtomicInteger();
    network(
        (name, value) -> {
          most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
          Thread.yield();
          inFlight.decrementAndGet();
        });
    load(lines(1, 500), "--parallel=3");
    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void ofALineWithTheSameNameTheLaterCounts() throws IOException, InterruptedException {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    var inFlight = new AtomicInteger();
    network(
        (name, value) -> {
          assertThat(inFlight.incrementAndGet()).isEqualTo(1);
          Thread.yield();
          order.add(value);
          inFlight.decrementAndGet();
        });
    List<String> values = IntStream.range(0, 200).mapToObj(Integer::toString).toList();
    String content = values.stream().map(v -> "same\t" + v + "\n").collect(Collectors.joining());
    assertThat(load(content)).isZero();
    assertThat(order).isEqualTo(values);
  }

  @Test
  void badLinesAreNamedAndSkipped() throws IOException {
    Files.write(file, "a\tb\n\nc\td\ncaf\u00e9\tx\n".getBytes(ISO_8859_1));
    assertThat(shell.run("load", file.toString())).isEqualTo(ExitCode.REFUSED);
    assertThat(stored).containsOnlyKeys("a", "c");
    assertThat(shell.err().lines())
        .containsExactly(
            file + ": line 2: there is no tab between name and value; skipped",
            file + ": line 4: the line is not UTF-8; skipped");
    assertThat(shell.out()).startsWith("4 lines: 2 stored, 0 refused, 0 without answer, 2 bad;");
    assertThat(failed).doesNotExist();
  }

  @Test
  void refusedLinesGoToAFileOfTheSameForm() throws IOException, InterruptedException {
    network(
        (name, value) -> {
          if (name.equals("b")) {
            throw refusal();
          }
        });
    assertThat(load("a\t1\nb\t2\t3\r\nc\t4\n")).isEqualTo(ExitCode.REFUSED);
    assertThat(failed).hasContent("b\t2\t3\r\n");
    assertThat(shell.err().lines())
        .containsExactly(
            file + ": line 2: b: nobody wanted it",
            "to load what failed again: weft load " + failed);
  }

  @Test
  void linesThatNobodyAnsweredEndWithThree() throws IOException, InterruptedException {
    network(
        (name, value) -> {
          if (name.equals("b")) {
            throw new DhtException.NobodyAnswered("nobody answered");
          }
        });
    assertThat(load("a\t1\nb\t2\nc\t4\n", "--json")).isEqualTo(ExitCode.NETWORK);
    assertThat(failed).hasContent("b\t2\n");
    assertThat(JSON.std.mapFrom(shell.out()))
        .containsEntry("lines", 3)
        .containsEntry("stored", 2)
        .containsEntry("refused", 0)
        .containsEntry("unreachable", 1)
        .containsEntry("bad", 0)
        .containsEntry("untried", 0)
        .containsEntry("took", 1000.0)
        .containsEntry("rate", 2.0)
        .containsEntry("failed", failed.toString());
  }

  @Test
  void programsAreNotToldOfAFileThatIsNotThere() throws IOException {
    assertThat(load("a\t1\n", "--json")).isZero();
    assertThat(JSON.std.mapFrom(shell.out())).doesNotContainKey("failed");
  }

  @Test
  void givesUpWhenNobodyAnswersAndKeepsTheRest() throws IOException, InterruptedException {
    network(
        (name, value) -> {
          throw new DhtException.NobodyAnswered("nobody answered");
        });
    String content = lines(1, 150);
    assertThat(load(content, "--parallel=1")).isEqualTo(ExitCode.NETWORK);
    assertThat(failed).hasContent(content);
    assertThat(shell.out())
        .startsWith("150 lines: 0 stored, 0 refused, 100 without answer, 0 bad;");
    assertThat(shell.err().lines())
        .hasSize(Load.FAILURES_TOLD + 2)
        .contains("weft: gave up after 100 sets in a row without an answer; 50 lines not tried");
  }

  @Test
  void doesNotGiveUpWhileSomebodyAnswers() throws IOException, InterruptedException {
    var sets = new AtomicInteger();
    network(
        (name, value) -> {
          int number = sets.incrementAndGet();
          if (number == 60) {
            throw refusal();
          }
          if (number % 90 != 0) {
            throw new DhtException.NobodyAnswered("nobody answered");
          }
        });
    assertThat(load(lines(1, 200), "--parallel=1")).isEqualTo(ExitCode.REFUSED);
    assertThat(shell.out()).contains("2 stored, 1 refused, 197 without answer");
  }

  @Test
  void anInterruptLosesNoLine() throws IOException, InterruptedException {
    Thread command = Thread.currentThread();
    var never = new RealEnvironment().<Boolean>promise();
    network(
        (name, value) -> {
          if (name.equals("name-3")) {
            command.interrupt();
            never.await();
          }
          stored.put(name, value);
        });
    assertThat(load(lines(1, 50), "--parallel=1")).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(stored).containsOnlyKeys("name-1", "name-2");
    assertThat(failed).hasContent(lines(3, 50));
    assertThat(shell.err().lines()).containsExactly("weft: interrupted");
    verify(shell.dht).close();
  }

  @Test
  void onATerminalABarIsShownAndComplaintsHaveRoom() throws IOException {
    shell.terminal = true;
    shell.variables.put("COLUMNS", "100");
    assertThat(load("a\t1\nb\n")).isEqualTo(ExitCode.REFUSED);
    assertThat(shell.out()).contains("load", "2/2", "\r\u001b[K", "2 lines: 1 stored");
    assertThat(shell.err()).contains("line 2: there is no tab");
  }

  @Test
  void programsSeeNoBarAndANonsensicalWidthIsNone() throws IOException {
    shell.terminal = true;
    assertThat(load("a\t1\n", "--json")).isZero();
    assertThat(JSON.std.mapFrom(shell.out())).containsEntry("stored", 1);
    shell.variables.put("COLUMNS", "wide");
    assertThat(load("a\t1\n")).isZero();
  }

  @Test
  void aFileThatIsNotThereIsOneLineBeforeAnythingIsAsked() {
    assertThat(shell.run("load", "/no/such/file")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err().lines()).hasSize(1).first().asString().contains("/no/such/file");
    assertThat(shell.opened).isEmpty();
  }

  @Test
  void whatCannotBeCountedIsNotCounted() {
    shell.terminal = true;
    assertThat(shell.run("load", "/dev/null")).isZero();
    assertThat(shell.out()).contains("0 lines: 0 stored");
  }

  @Test
  void theNumberInFlightHasLimits() throws IOException {
    assertThat(load("", "--parallel=0")).isEqualTo(ExitCode.USAGE);
    assertThat(load("", "--parallel=10001")).isEqualTo(ExitCode.USAGE);
    assertThat(load("", "--ttl=31d")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.opened).isEmpty();
  }
}
