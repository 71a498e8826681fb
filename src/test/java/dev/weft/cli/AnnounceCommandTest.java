package dev.weft.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.weft.AnnounceReport;
import dev.weft.DhtException;
import dev.weft.SetReport;
import dev.weft.item.Announcement;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Seed;
import dev.weft.routing.RoutingSnapshot;
import dev.weft.rpc.RefusalCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.jr.ob.JSON;

/** {@code announce} announces, says so, and goes on until it is interrupted. */
class AnnounceCommandTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @TempDir private Path home;
  private final RoutingSnapshot routing = mock();
  private Shell shell;

  @BeforeEach
  void interruptTheCommandOnceItHasAnnounced() throws IOException, InterruptedException {
    shell = new Shell(home);
    when(shell.dht.routing()).thenReturn(routing);
    when(routing.contacts()).thenReturn(List.of(Shell.contact("a", 4711)));
    when(shell.dht.announce(any(), any(), any(), any(), any()))
        .thenAnswer(
            call -> {
              Thread.currentThread().interrupt();
              String payload = new String(call.<byte[]>getArgument(2), UTF_8);
              return Shell.announced(Shell.announcement(call.getArgument(1), payload, false));
            });
  }

  @AfterEach
  void theInterruptHasBeenTaken() {
    assertThat(Thread.interrupted()).isFalse();
  }

  private void comesTo(AnnounceReport report) throws InterruptedException {
    doAnswer(
            call -> {
              Thread.currentThread().interrupt();
              return report;
            })
        .when(shell.dht)
        .announce(any(), any(), any(), any(), any());
  }

  private static Optional<InetSocketAddress> at(String host, int port) {
    return Optional.of(new InetSocketAddress(InetAddress.ofLiteral(host), port));
  }

  @Test
  void aServiceIsAnnouncedUntilCtrlCWithWhatThereIsToKnow() throws InterruptedException {
    assertThat(
            shell.run(
                "announce",
                "printers",
                "--host=192.0.2.7",
                "--port=8443",
                "--meta=version=2",
                "--meta=note=a=b",
                "--ttl=5m",
                "--timeout=3s"))
        .isZero();
    verify(shell.dht)
        .announce(
            "printers",
            at("192.0.2.7", 8443),
            "version=2\nnote=a=b".getBytes(UTF_8),
            Duration.ofMinutes(5),
            Duration.ofSeconds(3));
    verify(shell.dht).close();
    assertThat(shell.out().lines())
        .containsExactly(
            "printers: announced 192.0.2.7:8443, kept by 2 nodes, in 34 ms",
            "  owner " + Shell.ALICE.key(),
            "  meta version=2",
            "  meta note=a=b",
            "Ctrl-C withdraws it.");
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void withoutAHostItIsTheAddressFromWhichOthersAreReachedAndThatIsSaid()
      throws InterruptedException {
    assertThat(shell.run("announce", "printers", "--port=8443")).isZero();
    verify(shell.dht)
        .announce("printers", at("127.0.0.1", 8443), new byte[0], Duration.ofHours(1), TIMEOUT);
    assertThat(shell.out())
        .contains("announced 127.0.0.1:8443", "  that address is for this machine alone");
  }

  @Test
  void anAddressThatOthersReachIsSaidToBeThat() throws InterruptedException {
    AnnounceReport elsewhere =
        Shell.announced(Shell.announcement(at("192.0.2.7", 8443), "", false));
    comesTo(elsewhere);
    assertThat(shell.run("announce", "printers", "--port=8443")).isZero();
    assertThat(shell.out()).contains("  that is the address from which other nodes are reached");
  }

  @Test
  void anAddressThatCannotBeToldHasToBeNamed() {
    when(routing.contacts()).thenReturn(List.of());
    assertThat(shell.run("announce", "printers", "--port=8443")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).startsWith("weft: this machine's address cannot be told; name it by");
    verify(shell.dht).close();
  }

  @Test
  void withoutAPortNoAddressIsAnnounced() throws InterruptedException {
    assertThat(shell.run("announce", "printers", "--seed=h:1")).isZero();
    verify(shell.dht)
        .announce("printers", Optional.empty(), new byte[0], Duration.ofHours(1), TIMEOUT);
    assertThat(shell.out()).startsWith("printers: announced without an address, kept by 2 nodes");
    assertThat(shell.opened.getFirst().client()).isTrue();
    assertThat(shell.opened.getFirst().seeds()).containsExactly(Seed.parse("h:1"));
  }

  @Test
  void programsGetOneDocument() throws IOException {
    assertThat(shell.run("announce", "printers", "--port=1", "--meta=a=b", "--json")).isZero();
    assertThat(shell.out().lines()).hasSize(1);
    assertThat(JSON.std.mapFrom(shell.out()))
        .containsEntry("topic", Announcement.topic("printers").toString())
        .containsEntry("owner", Shell.ALICE.key().toString())
        .containsEntry("address", "127.0.0.1:1")
        .containsEntry("text", "a=b")
        .containsEntry("copies", 2)
        .containsEntry("withdrawn", false);
  }

  private void nobodyKeepsIt(List<SetReport.Refusal> refused, List<Contact> unreachable)
      throws InterruptedException {
    AnnounceReport report =
        new AnnounceReport(
            Shell.announcement(Optional.empty(), "", false),
            false,
            List.of(),
            refused,
            unreachable,
            Duration.ofMillis(34));
    doThrow(new DhtException.NotAnnounced("nobody keeps what was announced", report))
        .when(shell.dht)
        .announce(any(), any(), any(), any(), any());
  }

  @Test
  void aRefusalEndsWithFourAndSaysWhoRefused() throws InterruptedException {
    nobodyKeepsIt(
        List.of(new SetReport.Refusal(Shell.contact("a", 4711), RefusalCode.FULL, "no\nroom")),
        List.of());
    assertThat(shell.run("announce", "printers")).isEqualTo(ExitCode.REFUSED);
    assertThat(shell.out()).isEmpty();
    assertThat(shell.err())
        .startsWith("refused by ")
        .contains(": FULL, no room", "weft: nobody keeps what was announced");
    verify(shell.dht).close();
  }

  @Test
  void whereNobodyAnswersItIsTheNetworksFault() throws InterruptedException {
    nobodyKeepsIt(List.of(), List.of(Shell.contact("b", 4712)));
    assertThat(shell.run("announce", "printers", "--json")).isEqualTo(ExitCode.NETWORK);
    assertThat(JSON.std.mapFrom(shell.out())).containsEntry("copies", 0);
  }

  @Test
  void whoDoesNotKeepItIsSaidBesideThoseWhoDo() throws InterruptedException {
    AnnounceReport report =
        new AnnounceReport(
            Shell.announcement(Optional.empty(), "", false),
            true,
            List.of(),
            List.of(),
            List.of(Shell.contact("b", 4712)),
            Duration.ofMillis(34));
    comesTo(report);
    assertThat(shell.run("announce", "printers")).isZero();
    assertThat(shell.out()).contains("kept by 1 node, in", "  no answer from ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "announce                     | Missing required parameter: 'NAME'",
        "announce ''                  | a name has 1 to 1024 bytes of UTF-8, and this has 0",
        "announce a --wire=drogulus   | the drogulus has no topics; use Weft's own wire",
        "announce a --port=0          | --port is from 1 to 65535, and this is 0",
        "announce a --port=65536      | --port is from 1 to 65535, and this is 65536",
        "announce a --host=::1        | --host needs --port: where on that host?",
        "announce a --host=a:b --port=1 | there is no host named a:b to announce",
        "announce a --host=0.0.0.0 --port=1 | nobody can be reached at 0.0.0.0; name one address"
            + " of the host",
        "announce a --ttl=59s         | --ttl is from 1m to 1d; what is announced is renewed until"
            + " Ctrl-C",
        "announce a --ttl=25h         | --ttl is from 1m to 1d; what is announced is renewed until"
            + " Ctrl-C",
        "announce a --meta=version    | --meta is written KEY=VALUE, on one line, and this is"
            + " version",
        "announce a --meta==2         | --meta is written KEY=VALUE, on one line, and this is =2",
        "announce a --meta=a=1~b=2    | --meta is written KEY=VALUE, on one line, and this is a=1"
            + " b=2"
      })
  void nonsenseIsAUsageErrorBeforeAnythingIsAsked(String line, String complaint) {
    String[] args = line.strip().replace("''", "").split(" ", -1);
    for (int i = 0; i < args.length; i++) {
      args[i] = args[i].replace('~', '\n');
    }
    assertThat(shell.run(args)).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err().lines())
        .containsExactly("weft: " + complaint + " (see: weft announce --help)");
    assertThat(shell.opened).isEmpty();
  }

  @Test
  void whatIsTooMuchIsToldWithItsLength() {
    assertThat(shell.run("announce", "a", "--meta=a=" + "x".repeat(1023)))
        .isEqualTo(ExitCode.USAGE);
    assertThat(shell.err())
        .startsWith("weft: all --meta together have at most 1024 bytes, and these have 1025");
  }
}
