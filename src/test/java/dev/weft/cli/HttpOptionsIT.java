package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;

import dev.weft.Dht;
import dev.weft.DhtConfig;
import dev.weft.gateway.Tokens;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import tools.jackson.jr.ob.JSON;

/** {@code node --http} serves the node, and {@code whoami --token} tells the token. */
@ResourceLock("gateway") // whose threads are looked for
class HttpOptionsIT {

  @TempDir private Path home;
  private Shell shell;
  private Dht real;

  @BeforeEach
  void interruptTheNodeOnceItIsServed() throws Exception {
    shell = new Shell(home);
    real = Dht.open(DhtConfig.builder().port(0).bind("127.0.0.1").build());
    when(shell.dht.self()).thenReturn(Optional.of(Shell.contact("a", 4711)));
    when(shell.dht.config()).thenReturn(DhtConfig.builder().build());
    when(shell.dht.statistics()).thenReturn(real.statistics());
    when(shell.dht.onCall(any())).thenReturn(() -> {});
    when(shell.dht.onLookup(any())).thenReturn(() -> {});
    when(shell.dht.contacts())
        .thenAnswer(
            _ -> {
              Thread.currentThread().interrupt();
              return 3;
            });
  }

  @AfterEach
  void close() {
    real.abort();
  }

  private Path data() {
    return home.resolve(".local/share/weft");
  }

  @Test
  void aNodeTellsWhereItIsServed() {
    assertThat(shell.run("node", "--http", "127.0.0.1:0")).as(shell.err()).isZero();
    assertThat(shell.out().lines().toList().getLast()).matches("HTTP at http://127.0.0.1:\\d+/");
    assertThat(Tokens.file(data())).exists();
  }

  @Test
  void programsAreToldInTheDocument() {
    assertThat(shell.run("node", "--json", "--http", "[::1]:0")).as(shell.err()).isZero();
    assertThat(JSON.std.mapFrom(shell.out()).get("http").toString())
        .matches("http://\\[::1]:\\d+/");
  }

  @Test
  void aPlaceThatIsNoneIsAUsageErrorBeforeAnythingIsOpened() {
    for (String place : new String[] {"8080", "127.0.0.1:x", "127.0.0.1:70000"}) {
      assertThat(shell.run("node", "--http", place)).as(place).isEqualTo(ExitCode.USAGE);
    }
    assertThat(shell.err()).contains("--http is written like 127.0.0.1:8080", "from 0 to 65535");
    assertThat(shell.opened).isEmpty();
  }

  @Test
  void aPortThatIsTakenIsTold() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      String place = "127.0.0.1:" + taken.getLocalPort();
      assertThat(shell.run("node", "--http", place)).isEqualTo(ExitCode.USAGE);
      assertThat(shell.err()).contains("HTTP cannot be served at " + place);
    }
  }

  @Test
  void theTokenIsTold() throws Exception {
    assertThat(shell.run("whoami", "--token")).isZero();
    assertThat(shell.out().strip()).isEqualTo(Tokens.of(data()));
  }
}
