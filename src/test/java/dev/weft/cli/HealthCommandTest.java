package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.weft.DhtException;
import dev.weft.HealthReport;
import dev.weft.HealthReport.Replica;
import dev.weft.HealthReport.State;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

/** {@code health} shows who holds what, and {@code --repair} mends it. */
class HealthCommandTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Contact PEER = Shell.contact("a", 4711);
  private static final State HELD = new State.Held(Shell.named("pinner", "Coventry"));
  private static final State ABSENT = new State.Absent();
  private static final State DEAD = new State.Unreachable("no\nroute");

  @TempDir private Path home;
  private Shell shell;

  @BeforeEach
  void open() throws IOException {
    shell = new Shell(home);
  }

  static HealthReport report(boolean complete, State... states) {
    List<Replica> nodes = new ArrayList<>();
    for (State state : states) {
      nodes.add(new Replica(PEER, state));
    }
    return new HealthReport(Key.of("x"), nodes, 20, complete, Duration.ofMillis(34));
  }

  private Key expect(HealthReport report) throws InterruptedException {
    Key key = NamedItem.keyOf(Shell.ALICE.key(), "pinner");
    when(shell.dht.health(key, TIMEOUT)).thenReturn(report);
    return key;
  }

  @Test
  void aLineForEachNodeSaysWhatItHolds() throws InterruptedException {
    expect(report(true, HELD, ABSENT, DEAD));
    assertThat(shell.run("health", "pinner")).isZero();
    assertThat(shell.out().lines())
        .containsExactly(
            "version 7 is on 1 of the 2 closest nodes in 34 ms",
            "  key " + Key.of("x"),
            "  1f40fc92@127.0.0.1:4711  version 7, until 2026-01-01T00:00:00Z",
            "  1f40fc92@127.0.0.1:4711  nothing",
            "  1f40fc92@127.0.0.1:4711  no answer: no route");
    assertThat(shell.err()).isEmpty();
    verify(shell.dht, never()).repair(any(), any());
    verify(shell.dht).close();
  }

  @Test
  void contentHasALengthAndNoVersion() throws InterruptedException {
    Key key = Key.of("x");
    when(shell.dht.health(key, TIMEOUT))
        .thenReturn(report(true, new State.Held(Shell.content("12345"))));
    assertThat(shell.run("health", key.toString())).isZero();
    assertThat(shell.out()).startsWith("5 bytes is on 1 of the 1 closest node in 34 ms");
  }

  @Test
  void whoKeepsThatItWasDeletedIsShown() throws InterruptedException {
    expect(report(true, new State.Held(Shell.tombstone("pinner")), HELD));
    assertThat(shell.run("health", "pinner")).isZero();
    assertThat(shell.out().lines())
        .startsWith("deleted, version 8, which is on 1 of the 2 closest nodes in 34 ms")
        .endsWith(
            "  1f40fc92@127.0.0.1:4711  deleted, version 8, until 2026-01-01T00:00:00Z",
            "  1f40fc92@127.0.0.1:4711  version 7, until 2026-01-01T00:00:00Z");
    shell.out.reset();
    assertThat(shell.run("health", "--json", "pinner")).isZero();
    Map<String, Object> document = JSON.std.mapFrom(shell.out());
    assertThat(document).containsEntry("deleted", true);
    assertThat(((List<?>) document.get("nodes")).toString())
        .matches(".*state=deleted, item=\\{.*kind=tombstone.*state=held.*kind=named.*");
  }

  @Test
  void whatNobodyHoldsEndsWithOne() throws InterruptedException {
    expect(report(true, ABSENT));
    assertThat(shell.run("health", "pinner")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(shell.out()).startsWith("nothing is on the 1 closest node in 34 ms");
    assertThat(shell.err().lines()).containsExactly("weft: not found: pinner");
  }

  @Test
  void whereNotAllWereFoundInTimeItIsTheNetworksFault() throws InterruptedException {
    expect(report(false, ABSENT));
    assertThat(shell.run("health", "pinner")).isEqualTo(ExitCode.NETWORK);
    assertThat(shell.out()).contains("closest node, as far as they were found in 34 ms");
  }

  @Test
  void programsGetADocument() throws InterruptedException {
    expect(report(true, HELD, ABSENT, DEAD));
    assertThat(shell.run("health", "--json", "pinner")).isZero();
    Map<String, Object> document = JSON.std.mapFrom(shell.out());
    assertThat(document)
        .containsEntry("key", Key.of("x").toString())
        .containsEntry("healthy", false)
        .containsEntry("deleted", false)
        .containsEntry("copies", 1)
        .containsEntry("live", 2)
        .containsEntry("k", 20)
        .containsEntry("complete", true)
        .containsKeys("newest", "took");
    assertThat(((List<?>) document.get("nodes")).toString())
        .matches(".*state=held.*state=absent.*state=unreachable, why=no\\nroute.*");
  }

  @Test
  void aDocumentSaysNothingOfWhatIsNotThere() throws InterruptedException {
    expect(report(true, ABSENT));
    assertThat(shell.run("health", "--json", "pinner")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(JSON.std.mapFrom(shell.out())).doesNotContainKey("newest");
  }

  @Test
  void aRepairIsReportedAsASetIs() throws InterruptedException {
    Key key = expect(report(true, HELD, ABSENT));
    var stored = Optional.of(Shell.stored(Shell.named("pinner", "Coventry")));
    when(shell.dht.repair(key, TIMEOUT)).thenReturn(stored);
    assertThat(shell.run("health", "--repair", "pinner")).isZero();
    assertThat(shell.out()).contains("pinner: stored on 1 node in 34 ms");
    shell.out.reset();
    assertThat(shell.run("health", "--repair", "--json", "pinner")).isZero();
    assertThat(shell.out().lines())
        .hasSize(2)
        .last()
        .satisfies(line -> assertThat(JSON.std.mapFrom(line)).containsEntry("succeeded", true));
  }

  @Test
  void whatNobodyHoldsCannotBeRepaired() throws InterruptedException {
    Key key = expect(report(true, ABSENT));
    when(shell.dht.repair(key, TIMEOUT)).thenReturn(Optional.empty());
    assertThat(shell.run("health", "--repair", "pinner")).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void aRepairThatIsRefusedEndsWithFourAndTheReport() throws InterruptedException {
    Key key = expect(report(true, HELD));
    var refused = Shell.refused(Shell.named("pinner", "Coventry"));
    doThrow(new DhtException.NotStored("0 of 2 nodes keep the item", refused))
        .when(shell.dht)
        .repair(key, TIMEOUT);
    assertThat(shell.run("health", "--repair", "pinner")).isEqualTo(ExitCode.REFUSED);
    assertThat(shell.err()).contains("refused by").contains("weft: 0 of 2 nodes keep the item");
    assertThat(shell.run("health", "--repair", "--json", "pinner")).isEqualTo(ExitCode.REFUSED);
    assertThat(shell.out()).contains("\"succeeded\":false");
  }
}
