package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.weft.DhtException;
import dev.weft.kademlia.PrefixLimits;
import dev.weft.kademlia.Seed;
import dev.weft.runtime.RealEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

/** {@code node} joins, says so, and runs until it is interrupted. */
class NodeCommandTest {
  @TempDir private Path home;
  private Shell shell;

  @BeforeEach
  void interruptTheNodeOnceItHasJoined() throws IOException {
    shell = new Shell(home);
    when(shell.dht.self()).thenReturn(Optional.of(Shell.contact("a", 4711)));
    when(shell.dht.contacts())
        .thenAnswer(
            call -> {
              Thread.currentThread().interrupt();
              return 3;
            });
  }

  @Test
  @Timeout(10)
  void waitsUntilItIsInterruptedAndForNothingLess() {
    Thread node = Thread.currentThread();
    var joined = new AtomicBoolean();
    doAnswer(
            call -> {
              joined.set(true);
              return 3;
            })
        .when(shell.dht)
        .contacts();
    var environment = new RealEnvironment();
    environment.start(
        "ctrl-c",
        () -> {
          try {
            for (int woken = 0; woken < 20; woken += joined.get() ? 1 : 0) {
              LockSupport.unpark(node); // a thread may wake without a reason
              environment.sleep(Duration.ofMillis(2));
            }
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          node.interrupt();
        });
    assertThat(shell.run("node")).isZero();
    verify(shell.dht).close();
  }

  @Test
  void saysWhenItHasJoinedAndLeavesInOrder() {
    assertThat(shell.run("node")).isZero();
    assertThat(shell.out().lines())
        .containsExactly(
            "weft node " + Shell.ALICE.key(), "listening on 127.0.0.1:4711, 3 contacts");
    verify(shell.dht).close();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void tellsProgramsInOneDocument() {
    assertThat(shell.run("node", "--json")).isZero();
    assertThat(JSON.std.mapFrom(shell.out()))
        .containsEntry("key", Shell.ALICE.key().toString())
        .containsEntry("address", "127.0.0.1:4711")
        .containsEntry("contacts", 3)
        .containsEntry("data", home.resolve(".local/share/weft").toString());
  }

  @Test
  void hasTheDefaultsOfTheDocumentation() {
    shell.run("node");
    var config = shell.opened.getFirst();
    assertThat(config.port()).isEqualTo(1908);
    assertThat(config.bind()).isEmpty();
    assertThat(config.advertise()).isEmpty();
    assertThat(config.seeds()).isEmpty();
    assertThat(config.client()).isFalse();
    assertThat(config.network()).isEqualTo("weft");
    assertThat(config.secure()).isTrue();
    assertThat(config.joinTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.data()).hasValue(home.resolve(".local/share/weft"));
    assertThat(config.durable()).isTrue();
    assertThat(config.lan()).isTrue();
    assertThat(config.prefixLimits()).isEqualTo(PrefixLimits.DEFAULT);
    assertThat(config.maxItems()).isEqualTo(100_000);
    assertThat(config.maxBytes()).isEqualTo(256L << 20);
  }

  @Test
  void keepsItemsInMemoryWhereThatIsWanted() {
    shell.run("node", "--memory");
    assertThat(shell.opened.getFirst().durable()).isFalse();
  }

  @Test
  void passesItsOptionsOn() {
    shell.run(
        "node",
        "--port=99",
        "--bind=::1",
        "--advertise=example.org:7",
        "--seed=a:1",
        "--seed=b",
        "--data=" + home,
        "--network=mine",
        "--join-timeout=2s",
        "--insecure",
        "--crowded",
        "--max-items=7",
        "--max-mib=4096",
        "--no-lan");
    var config = shell.opened.getFirst();
    assertThat(config.port()).isEqualTo(99);
    assertThat(config.bind()).hasValue("::1");
    assertThat(config.advertise()).hasValue("example.org:7");
    assertThat(config.seeds()).containsExactly(Seed.parse("a:1"), Seed.parse("b:1908"));
    assertThat(config.data()).hasValue(home);
    assertThat(config.network()).isEqualTo("mine");
    assertThat(config.secure()).isFalse();
    assertThat(config.maxItems()).isEqualTo(7);
    assertThat(config.maxBytes()).isEqualTo(4L << 30);
    assertThat(config.lan()).isFalse();
    assertThat(config.prefixLimits()).isEqualTo(PrefixLimits.NONE);
    assertThat(config.joinTimeout()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void aPortInUseIsOneLine() {
    shell.opener =
        config -> {
          throw new DhtException.CannotOpen("port 1908 is in use");
        };
    assertThat(shell.run("node")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err().lines()).containsExactly("weft: port 1908 is in use");
    assertThat(shell.out()).isEmpty();
  }

  @Test
  void seedsThatDoNotAnswerAreTheNetworksFault() {
    shell.opener =
        config -> {
          throw new DhtException.NobodyAnswered("none of 1 seed answered within 30 s");
        };
    assertThat(shell.run("node", "--seed", "a")).isEqualTo(ExitCode.NETWORK);
    assertThat(shell.err().lines()).containsExactly("weft: none of 1 seed answered within 30 s");
  }

  @Test
  void anImpossiblePortIsAUsageError() {
    assertThat(shell.run("node", "--port", "65536")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err().lines())
        .containsExactly("weft: port must be from 0 to 65535 (see: weft node --help)");
  }

  @Test
  void noRoomForAnyItemIsAUsageError() {
    assertThat(shell.run("node", "--max-mib", "0")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err().lines())
        .containsExactly("weft: maxBytes must be at least 1 (see: weft node --help)");
    assertThat(shell.run("node", "--max-items", "0")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.run("node", "--max-mib", "-1")).isEqualTo(ExitCode.USAGE);
  }
}
