package dev.weft.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.weft.Freshness;
import dev.weft.Wire;
import dev.weft.drogulus.DrogulusItem;
import dev.weft.drogulus.JsonValue;
import dev.weft.drogulus.NetworkKeys;
import dev.weft.drogulus.Peers;
import dev.weft.drogulus.RsaIdentity;
import dev.weft.drogulus.Whoami;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.Seed;
import dev.weft.lookup.LookupResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.ArgumentCaptor;
import tools.jackson.jr.ob.JSON;

/** The commands with {@code --wire drogulus}: what they do otherwise, and what they refuse. */
class DrogulusCommandsTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final RsaIdentity DAVE = NetworkKeys.identity(2);

  @TempDir private Path home;
  private Shell shell;
  private Path data;

  @BeforeEach
  void daveHasAnIdentity() throws IOException, InterruptedException {
    shell = new Shell(home);
    data = home.resolve(".local/share/weft");
    Path file = Files.writeString(data.resolve("drogulus.pem"), NetworkKeys.text(2));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    when(shell.dht.owner()).thenReturn(DAVE.key());
    when(shell.dht.store(any(), any())).thenAnswer(call -> Shell.stored(call.getArgument(0)));
    when(shell.dht.find(any(), any(), any())).thenReturn(Optional.empty());
  }

  private int run(String... args) {
    List<String> words = new ArrayList<>(List.of(args));
    words.add(1, "--wire=drogulus");
    return shell.run(words.toArray(String[]::new));
  }

  private DrogulusItem stored() throws Exception {
    var item = ArgumentCaptor.forClass(DrogulusItem.class);
    verify(shell.dht).store(item.capture(), eq(TIMEOUT));
    item.getValue().admit(Shell.NOW);
    return item.getValue();
  }

  @Test
  void setStoresAString() throws Exception {
    assertThat(run("set", "home/ntoll", "Towcester")).isZero();
    DrogulusItem item = stored();
    assertThat(item.owner()).isEqualTo(DAVE.key());
    assertThat(item.name()).isEqualTo("home/ntoll");
    assertThat(item.json()).isEqualTo(JsonValue.of("Towcester"));
    assertThat(item.version()).isEqualTo(NamedItem.versionAt(Shell.NOW));
    assertThat(item.expires()).isEqualTo(Shell.NOW.plus(Duration.ofHours(24)));
    assertThat(shell.out()).startsWith("home/ntoll: stored on 1 node");
    assertThat(shell.opened.getFirst().wire()).isEqualTo(Wire.DROGULUS);
    assertThat(shell.opened.getFirst().data()).contains(data);
  }

  @Test
  void setStoresJsonOfAnyKind() throws Exception {
    String json = "{ \"a\": [1, 1.0, true, null] }";
    assertThat(run("set", "--json-value", "name", json)).isZero();
    assertThat(stored().json()).isEqualTo(JsonValue.parse(json));
  }

  @Test
  void valuesMayBeLongerThanOnWeftsOwnWire() throws Exception {
    shell.input("v".repeat(100_000));
    assertThat(run("set", "name", "-")).isZero();
    assertThat(stored().valueLength()).isEqualTo(100_000);
    shell.input("v".repeat((1 << 20) + 1));
    assertThat(run("set", "name", "-")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).contains("a value has at most 1024 KiB (1048576 bytes)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "set café x                 | the drogulus knows ASCII only, and the name has more: café",
        "set x café                 | the drogulus knows ASCII only, and not U+00E9; encode it, for"
            + " example in Base64",
        "set x \"\\u00e9\" --json-value | not as JSON: the drogulus knows ASCII only, and not"
            + " U+00E9; encode it, for example in Base64",
        "set --content file         | the drogulus keeps nothing without an owner and a name; give"
            + " a NAME",
        "set x y --network mine     | network cannot be chosen: the drogulus has but one",
        "get café                   | the drogulus knows ASCII only, and the name has more: café",
        "lookup café                | the drogulus knows ASCII only, and the name has more: café",
        "node --port 49152          | port must be from 0 to 49151: the drogulus ignores nodes that"
            + " listen on a higher one",
        "whoami --peers h:49152     | the drogulus ignores nodes that listen on a port above 49151"
      })
  void whatItCannotCarryIsAUsageErrorBeforeAnythingIsAsked(String line, String complaint) {
    String[] args = line.strip().split(" ");
    assertThat(run(args)).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err().lines())
        .containsExactly("weft: " + complaint + " (see: weft " + args[0] + " --help)");
    assertThat(shell.opened).isEmpty();
  }

  @Test
  void aValueThatIsNoJsonIsRefused() {
    assertThat(run("set", "--json-value", "name", "Towcester")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).startsWith("weft: not as JSON: Unrecognized token 'Towcester'");
    assertThat(shell.opened).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "set x 1 --json-value       | --json-value needs --wire drogulus: Weft's own nodes keep"
            + " bytes",
        "whoami --peers 192.0.2.1   | --peers needs --wire drogulus: Weft's own nodes are named by"
            + " --seed"
      })
  void whatOnlyTheDrogulusHasIsRefusedOnWeftsOwnWire(String line, String complaint) {
    String[] args = line.strip().split(" ");
    assertThat(shell.run(args)).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err().lines())
        .containsExactly("weft: " + complaint + " (see: weft " + args[0] + " --help)");
    assertThat(shell.opened).isEmpty();
  }

  @Test
  void whoisIsOnlyForTheDrogulusAndStandsAlone() {
    String key = DAVE.key().toString();
    assertThat(shell.run("get", "--whois", key)).isEqualTo(ExitCode.USAGE);
    assertThat(run("get", "--whois", key, "name")).isEqualTo(ExitCode.USAGE);
    assertThat(run("get", "--whois", key, "--owner", key)).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err().lines())
        .containsExactly(
            "weft: --whois needs --wire drogulus: Weft's own nodes say nothing of that"
                + " (see: weft get --help)",
            "weft: --whois KEY takes neither a name nor an owner (see: weft get --help)",
            "weft: --whois KEY takes neither a name nor an owner (see: weft get --help)");
    assertThat(shell.opened).isEmpty();
  }

  @Test
  void getTellsWhatANodeSaysAboutItself() throws InterruptedException {
    when(shell.dht.find(Whoami.keyOf(DAVE.key()), Freshness.FIRST, TIMEOUT))
        .thenReturn(Optional.of(Whoami.of(DAVE, Shell.NOW)));
    assertThat(run("get", "--whois", DAVE.key().toString())).isZero();
    assertThat(JSON.std.mapFrom(shell.out()))
        .containsEntry("public_key", DAVE.publicKeyText())
        .containsEntry("version", "0.0.0.alpha.0");
    String stranger = Key.of("stranger").toString();
    assertThat(run("get", "--whois", stranger)).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(shell.err().lines()).containsExactly("weft: not found: " + stranger);
  }

  @Test
  void programsGetTheJson() throws InterruptedException {
    JsonValue value =
        JsonValue.parse("{\"a\":[1,1.5,true,null,\"t\"],\"b\":123456789012345678901}");
    var item = DAVE.sign("name", value, 7_000_000, Shell.NOW);
    when(shell.dht.get(DAVE.key(), "name", Freshness.FIRST, TIMEOUT)).thenReturn(Optional.of(item));
    assertThat(run("get", "--json", "name")).isZero();
    assertThat(JSON.std.mapFrom(shell.out()))
        .containsEntry("kind", "named")
        .containsEntry("version", 7_000_000)
        .containsEntry("text", value.toJson())
        .containsEntry("json", JSON.std.mapFrom(value.toJson()));
    shell.out.reset();
    assertThat(run("get", "name")).isZero();
    assertThat(shell.out()).isEqualTo(value.toJson());
  }

  @Test
  void lookupFindsTheKeyOfAName() throws InterruptedException {
    Key target = Wire.DROGULUS.keyOf(DAVE.key(), "");
    when(shell.dht.lookup(eq(target), eq(TIMEOUT), any()))
        .thenReturn(
            new LookupResult.Closest(
                target, List.of(), List.of(), true, Duration.ofMillis(1), List.of()));
    assertThat(run("lookup", "")).isZero();
    assertThat(shell.out()).contains("looking for " + DAVE.key());
  }

  @Test
  void whoamiTellsTheKeyOfThisWire() {
    assertThat(run("whoami")).isZero();
    assertThat(shell.out())
        .contains("key         " + DAVE.key())
        .contains("public key  " + DAVE.publicKeyText())
        .contains("identity    " + data.resolve("drogulus.pem"));
    shell.out.reset();
    assertThat(run("whoami", "--json")).isZero();
    assertThat(JSON.std.mapFrom(shell.out()))
        .containsEntry("key", DAVE.key().toString())
        .containsEntry("publicKey", DAVE.publicKeyText());
  }

  @Test
  void whoamiMakesTheFileThroughWhichOthersJoin() {
    assertThat(run("whoami", "--peers", "192.0.2.1")).isZero();
    assertThat(Peers.parse(shell.out()).seeds())
        .containsExactly(new Seed(Optional.of(DAVE.key()), "192.0.2.1", 1908));
  }

  @Test
  void loadSkipsLinesThatAreNotAscii() throws Exception {
    Path file = Files.writeString(home.resolve("file.tsv"), "a\tb\ncafé\tx\nx\tcafé\n");
    assertThat(run("load", file.toString())).isEqualTo(ExitCode.REFUSED);
    verify(shell.dht).set("a", "b".getBytes(UTF_8), Duration.ofHours(24), TIMEOUT);
    assertThat(shell.out()).startsWith("3 lines: 1 stored, 0 refused, 0 without answer, 2 bad");
    assertThat(shell.err().lines())
        .containsExactly(
            file + ": line 2: the drogulus knows ASCII only, and the line has more; skipped",
            file + ": line 3: the drogulus knows ASCII only, and the line has more; skipped");
  }
}
