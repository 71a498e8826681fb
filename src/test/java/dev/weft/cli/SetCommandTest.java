package dev.weft.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.weft.DhtException;
import dev.weft.Expected;
import dev.weft.item.ContentItem;
import dev.weft.item.Item;
import dev.weft.kademlia.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.invocation.InvocationOnMock;
import tools.jackson.jr.ob.JSON;

/** {@code set} stores one value, and reports. */
class SetCommandTest {
  private static final Duration DAY = Duration.ofHours(24);
  private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

  @TempDir private Path home;
  private Shell shell;

  @BeforeEach
  void everythingIsStored() throws IOException, InterruptedException {
    shell = new Shell(home);
    when(shell.dht.set(any(), any(), any(), any()))
        .thenAnswer(call -> Shell.stored(Shell.named(call.getArgument(0), text(call, 1))));
    when(shell.dht.put(any(), any(), any()))
        .thenAnswer(call -> Shell.stored(Shell.content(text(call, 0))));
  }

  private static String text(InvocationOnMock call, int argument) {
    return new String(call.<byte[]>getArgument(argument), UTF_8);
  }

  private void verifySet(String name, String value) throws InterruptedException {
    verify(shell.dht).set(name, value.getBytes(UTF_8), DAY, HALF_A_MINUTE);
    verify(shell.dht).close();
  }

  @Test
  void storesAnArgumentAndPrintsTheReport() throws InterruptedException {
    assertThat(shell.run("set", "café", "Coventry ☂")).isZero();
    verifySet("café", "Coventry ☂");
    assertThat(shell.out()).startsWith("café: stored on 1 node in 34 ms");
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void joinsAsAClientThroughThisMachinesNodeAndSignsAsTheUser() {
    shell.run("set", "a", "b");
    var config = shell.opened.getFirst();
    assertThat(config.client()).isTrue();
    assertThat(config.seeds()).containsExactly(Seed.parse("127.0.0.1:1908"));
    assertThat(config.joinTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.operationTimeout()).isEqualTo(HALF_A_MINUTE);
    assertThat(config.data()).contains(shell.home.resolve(".local/share/weft"));
    assertThat(config.identity()).isEmpty();
  }

  @Test
  void passesItsOptionsOn() throws InterruptedException {
    shell.run("set", "a", "b", "--ttl=7d", "--timeout=3s", "--seed=h:1", "--network=mine");
    verify(shell.dht).set("a", "b".getBytes(UTF_8), Duration.ofDays(7), Duration.ofSeconds(3));
    var config = shell.opened.getFirst();
    assertThat(config.seeds()).containsExactly(Seed.parse("h:1"));
    assertThat(config.network()).isEqualTo("mine");
    assertThat(config.operationTimeout()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void storesAFile() throws IOException, InterruptedException {
    Path file = Files.writeString(home.resolve("value"), "from a file\n");
    assertThat(shell.run("set", "a", "--file", file.toString())).isZero();
    verifySet("a", "from a file\n");
  }

  @Test
  void storesStandardInput() throws InterruptedException {
    shell.input("from a pipe");
    assertThat(shell.run("set", "a", "-")).isZero();
    verifySet("a", "from a pipe");
  }

  @Test
  void storesStandardInputAsAFile() throws InterruptedException {
    shell.input("from a pipe");
    assertThat(shell.run("set", "a", "--file", "-")).isZero();
    verifySet("a", "from a pipe");
  }

  @Test
  void storesWhatLooksLikeAnOptionBehindTwoDashes() throws InterruptedException {
    assertThat(shell.run("set", "a", "--", "--file")).isZero();
    verifySet("a", "--file");
  }

  @Test
  void contentIsStoredUnderItsHashAndTheKeyAloneIsPrinted()
      throws IOException, InterruptedException {
    Path file = Files.writeString(home.resolve("value"), "content");
    assertThat(shell.run("set", "--content", file.toString())).isZero();
    byte[] value = "content".getBytes(UTF_8);
    verify(shell.dht).put(value, DAY, HALF_A_MINUTE);
    assertThat(shell.out()).isEqualTo(ContentItem.keyOf(value) + System.lineSeparator());
    assertThat(shell.err()).startsWith("7 bytes: stored on 1 node");
  }

  @Test
  void reportsAreForProgramsToo() throws IOException {
    assertThat(shell.run("set", "--json", "a", "b")).isZero();
    assertThat(JSON.std.mapFrom(shell.out()))
        .containsEntry("name", "a")
        .containsEntry("succeeded", true)
        .containsEntry("copies", 1);
    shell.out.reset();
    shell.input("content");
    assertThat(shell.run("set", "--json", "--content", "-")).isZero();
    assertThat(JSON.std.mapFrom(shell.out())).containsEntry("kind", "content");
  }

  @Test
  void aVersionIsReplacedIfItIsStillThere() throws InterruptedException {
    byte[] value = "b".getBytes(UTF_8);
    var there = Optional.<Item>of(Shell.named("a", "c"));
    when(shell.dht.set("a", value, Expected.version(7), DAY, HALF_A_MINUTE))
        .thenReturn(Shell.stored(Shell.named("a", "b")));
    when(shell.dht.set("a", value, Expected.absent(), DAY, HALF_A_MINUTE))
        .thenThrow(new DhtException.NotAsExpected(Expected.absent(), there));
    assertThat(shell.run("set", "a", "b", "--if-version=7")).isZero();
    assertThat(shell.out()).startsWith("a: stored on 1 node");
    assertThat(shell.run("set", "a", "b", "--if-version=none")).isEqualTo(ExitCode.REFUSED);
    assertThat(shell.err()).contains("weft: expected was nothing, and there is NamedItem[");
  }

  @Test
  void onlyTextUnderANameReplacesAVersion() {
    assertThat(shell.run("set", "--content", "file", "--if-version=7")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.run("set", "a", "1", "--if-version=7", "--wire=drogulus", "--json-value"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(shell.err().lines())
        .allMatch(line -> line.contains("--if-version is for text under a name"));
  }

  @Test
  void aRefusalEndsWithFourAndTheReport() throws InterruptedException {
    var report = Shell.refused(Shell.named("a", "b"));
    doThrow(new DhtException.NotStored("0 of 2 nodes keep the item", report))
        .when(shell.dht)
        .set(any(), any(), any(), any());
    assertThat(shell.run("set", "a", "b")).isEqualTo(ExitCode.REFUSED);
    assertThat(shell.out()).isEmpty();
    assertThat(shell.err())
        .contains("refused by")
        .endsWith("weft: 0 of 2 nodes keep the item" + System.lineSeparator());
    verify(shell.dht).close();
  }

  @Test
  void aRefusedContentItemIsReportedToProgramsToo() throws InterruptedException {
    var report = Shell.refused(Shell.content("x"));
    doThrow(new DhtException.NotStored("0 of 2 nodes keep the item", report))
        .when(shell.dht)
        .put(any(), any(), any());
    assertThat(shell.run("set", "--json", "--content", "-")).isEqualTo(ExitCode.REFUSED);
    assertThat(JSON.std.mapFrom(shell.out())).containsEntry("succeeded", false);
    assertThat(shell.err().lines()).containsExactly("weft: 0 of 2 nodes keep the item");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "set                        | the name is missing",
        "set a                      | give a VALUE, or - for standard input, or --file FILE",
        "set a b --file c           | give a VALUE, or - for standard input, or --file FILE",
        "set a --content c          | --content FILE takes neither a name nor another value",
        "set --content c --file d   | --content FILE takes neither a name nor another value",
        "set a b --ttl 31d          | --ttl is at most 30d; items that are to live longer are set"
            + " again",
        "set a b --ttl PT0.0001S    | --ttl is at least 1ms",
        "set a b --network ''       | network must have 1 to 255 bytes",
        "set a b c                  | Unmatched argument at index 3: 'c'",
        "set a b --nonsense         | Unknown option: '--nonsense'"
      })
  void nonsenseIsAUsageErrorBeforeAnythingIsAsked(String line, String complaint) {
    String[] args = line.strip().replace("''", "").split(" ", -1);
    assertThat(shell.run(args)).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err().lines())
        .containsExactly("weft: " + complaint + " (see: weft set --help)");
    assertThat(shell.opened).isEmpty();
  }

  @Test
  void namesAndValuesThatAreTooLongAreUsageErrors() throws IOException {
    assertThat(shell.run("set", "n".repeat(1025), "x")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).contains("a name has 1 to 1024 bytes of UTF-8, and this has 1025");
    assertThat(shell.run("set", "", "x")).isEqualTo(ExitCode.USAGE);
    shell.input("v".repeat(65537));
    assertThat(shell.run("set", "a", "-")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).contains("a value has at most 64 KiB (65536 bytes)");
    assertThat(shell.opened).isEmpty();
  }

  @Test
  void theLongestNameAndValueAreStored() throws InterruptedException {
    shell.input("v".repeat(65536));
    assertThat(shell.run("set", "n".repeat(1024), "-")).isZero();
  }

  @Test
  void aFileThatIsNotThereIsOneLine() {
    assertThat(shell.run("set", "a", "--file", "/no/such/file")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err().lines()).containsExactly("weft: there is no file /no/such/file");
  }
}
