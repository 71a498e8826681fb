package dev.weft.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.weft.DhtException;
import dev.weft.Subscription;
import dev.weft.Update;
import dev.weft.item.Announcement;
import dev.weft.item.NamedItem;
import dev.weft.item.Provider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.jr.ob.JSON;

/** {@code providers} shows who is announced, a line for each. */
class ProvidersCommandTest {

  private static final Optional<InetSocketAddress> ADDRESS =
      Optional.of(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 8443));
  private static final String OWNER = Shell.ALICE.key().abbreviated();

  @TempDir private Path home;
  private Shell shell;

  @BeforeEach
  void open() throws IOException {
    shell = new Shell(home);
  }

  private static Provider provider(String payload, boolean checked) {
    return new Provider(Shell.announcement(ADDRESS, payload, false), checked);
  }

  private void found(Provider... providers) throws InterruptedException {
    when(shell.dht.providers(any(), anyInt(), any())).thenReturn(List.of(providers));
  }

  @Test
  void eachIsALineInTheOrderInWhichTheyCame() throws InterruptedException {
    found(
        provider("version=2\nnote=x", true),
        new Provider(Shell.announcement(Optional.empty(), "", false), false));
    assertThat(shell.run("providers", "printers", "--limit=7", "--timeout=3s")).isZero();
    verify(shell.dht).providers("printers", 7, Duration.ofSeconds(3));
    verify(shell.dht).close();
    assertThat(shell.out().lines())
        .containsExactly(
            "192.0.2.7:8443         " + OWNER + "  checked    12 s ago  version=2 note=x",
            "-                      " + OWNER + "  unchecked  12 s ago");
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void whoWantsItAllGetsTheWholeKeyAndAllThatThereAre() throws InterruptedException {
    found(provider("", false));
    assertThat(shell.run("providers", "printers", "-v")).isZero();
    verify(shell.dht).providers("printers", 10_000, Duration.ofSeconds(30));
    assertThat(shell.out()).contains(Shell.ALICE.key().toString());
    assertThat(shell.opened.getFirst().client()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"PT59S, 59 s", "PT60S, 1 min", "PT59M59S, 59 min", "PT1H, 1 h", "PT49H, 49 h"})
  void agesAreShort(Duration age, String shown) throws InterruptedException {
    var terms =
        new Announcement.Terms(
            Announcement.topic("printers"),
            ADDRESS,
            new byte[0],
            NamedItem.versionAt(Shell.NOW.minus(age)),
            Shell.NOW.plusSeconds(60),
            false);
    found(new Provider(Announcement.sign(Shell.ALICE, terms), false));
    assertThat(shell.run("providers", "printers")).isZero();
    assertThat(shell.out()).endsWith("  " + shown + " ago\n");
  }

  @Test
  void whatOthersHaveWrittenIsObeyedByNoTerminal() throws InterruptedException {
    found(provider("a=\u001b[31mred\u009b0m\u202e", false));
    assertThat(shell.run("providers", "printers")).isZero();
    assertThat(shell.out()).endsWith("  a=?[31mred?0m?\n");
  }

  @Test
  void bytesThatAreNoTextAreCounted() {
    assertThat(Metadata.oneLine(new byte[] {-1, 'a'})).isEqualTo("(2 bytes)");
    assertThat(Metadata.oneLine("a=\u00e9".getBytes(UTF_8))).isEqualTo("a=\u00e9");
  }

  @Test
  void programsGetADocumentForEach() throws Exception {
    found(provider("version=2", true), provider("", false));
    assertThat(shell.run("providers", "printers", "--json")).isZero();
    List<String> lines = shell.out().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(JSON.std.mapFrom(lines.getFirst()))
        .containsEntry("owner", Shell.ALICE.key().toString())
        .containsEntry("address", "192.0.2.7:8443")
        .containsEntry("payload", "dmVyc2lvbj0y")
        .containsEntry("text", "version=2")
        .containsEntry("checked", true)
        .containsEntry("age", 12_000)
        .containsEntry("expires", "2026-01-01T01:00:00Z");
  }

  @Test
  void nobodyIsNotFound() throws InterruptedException {
    found();
    assertThat(shell.run("providers", "printers")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(shell.out()).isEmpty();
    assertThat(shell.err().lines()).containsExactly("weft: nobody is announced under printers");
    verify(shell.dht).close();
  }

  @Test
  void whereNobodyAnswersItIsTheNetworksFault() throws InterruptedException {
    when(shell.dht.providers(any(), anyInt(), any()))
        .thenThrow(new DhtException.NobodyAnswered("no other node is known"));
    assertThat(shell.run("providers", "printers")).isEqualTo(ExitCode.NETWORK);
    assertThat(shell.err().lines()).containsExactly("weft: no other node is known");
  }

  private Subscription<Update<Provider>> watched() {
    Subscription<Update<Provider>> updates = mock();
    when(shell.dht.watchProviders("printers")).thenReturn(updates);
    return updates;
  }

  @Test
  void whoWatchesIsShownWhoComesAndWhoWithdrawsUntilCtrlC() throws InterruptedException {
    Subscription<Update<Provider>> updates = watched();
    var gone = new Provider(Shell.announcement(Optional.empty(), "", true), false);
    when(updates.take())
        .thenReturn(Optional.of(new Update<>(provider("version=2", false), 0)))
        .thenReturn(Optional.of(new Update<>(gone, 0)))
        .thenThrow(new InterruptedException());
    assertThat(shell.run("providers", "printers", "--watch")).isZero();
    assertThat(shell.out().lines())
        .containsExactly(
            "192.0.2.7:8443         " + OWNER + "  unchecked  12 s ago  version=2",
            "-                      " + OWNER + "  withdrawn  12 s ago");
    verify(updates).close();
    verify(shell.dht).close();
  }

  @Test
  void programsThatWatchAreToldWhatTheyMissed() throws Exception {
    Subscription<Update<Provider>> updates = watched();
    when(updates.take())
        .thenReturn(Optional.of(new Update<>(provider("", false), 3)))
        .thenReturn(Optional.empty());
    assertThat(shell.run("providers", "printers", "--watch", "--json")).isZero();
    assertThat(JSON.std.mapFrom(shell.out()))
        .containsEntry("skipped", 3)
        .containsEntry("withdrawn", false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "providers                     | Missing required parameter: 'NAME'",
        "providers a --wire=drogulus   | the drogulus has no topics; use Weft's own wire",
        "providers a --limit=0         | --limit is from 1 to 10000, and this is 0",
        "providers a --limit=10001     | --limit is from 1 to 10000, and this is 10001",
        "providers a --limit=1 --watch | --watch shows all that come: leave --limit away"
      })
  void nonsenseIsAUsageErrorBeforeAnythingIsAsked(String line, String complaint) {
    assertThat(shell.run(line.strip().split(" ", -1))).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err().lines())
        .containsExactly("weft: " + complaint + " (see: weft providers --help)");
    assertThat(shell.opened).isEmpty();
  }
}
