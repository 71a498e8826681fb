package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Dht;
import dev.weft.DhtConfig;
import dev.weft.DhtException;
import dev.weft.SetReport;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Request;
import dev.weft.sim.SimNode.Crash;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be done to a node, in a network of four. */
class SimNodeTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private SimNetwork network;
  private SimNode node;
  private Dht other;

  @BeforeEach
  void open() throws InterruptedException {
    network =
        SimNetwork.open(SimOptions.of(1, 4).withLatency(Latency.constant(Duration.ofMillis(10))));
    node = network.nodes().get(2);
    other = network.dht(3);
  }

  @AfterEach
  void close() {
    network.close();
  }

  private NamedItem item() throws InterruptedException {
    SetReport report = other.set("name", "value");
    return (NamedItem) report.item();
  }

  @Test
  void aNodeThatCrashedHoldsWhatItHeldAndGivesItAgainAfterwards() throws InterruptedException {
    network.run(
        () -> {
          NamedItem item = item();
          assertThat(node.holds(item)).isTrue();
          for (Crash how : Crash.values()) {
            node.crash(how);
            assertThat(node.isUp()).isFalse();
            assertThat(node.holds(item)).isTrue();
            assertThat(node.items()).isOne();
            network.start(node);
            assertThat(node.dht().items()).isOne();
          }
        });
  }

  @Test
  void aNodeThatLostItsDiskHoldsNothing() throws InterruptedException {
    network.run(
        () -> {
          NamedItem item = item();
          assertThatThrownBy(node::loseDisk)
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("node-2 is up");
          node.crash(Crash.MACHINE);
          node.loseDisk();
          assertThat(node.holds(item)).isFalse();
          assertThat(node.items()).isZero();
        });
  }

  @Test
  void anotherVersionOfAnItemIsNotTheOneThatIsHeld() throws InterruptedException {
    network.run(
        () -> {
          NamedItem first = item();
          network.sleep(SECOND);
          NamedItem second = item();
          assertThat(node.holds(first)).isFalse();
          assertThat(node.holds(second)).isTrue();
        });
  }

  @Test
  void aNodeThatIsDownHasNoInterface() throws InterruptedException {
    network.run(
        () -> {
          node.leave();
          assertThatThrownBy(node::dht)
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("node-2 is down");
          assertThatThrownBy(() -> node.crash(Crash.PROCESS))
              .isInstanceOf(IllegalStateException.class);
          assertThat(network.up()).hasSize(3).doesNotContain(node);
        });
  }

  @Test
  void aNodeIsTheSameWhenItIsStartedAnew() throws InterruptedException {
    network.run(
        () -> {
          Key key = node.dht().self().orElseThrow().key();
          node.crash(Crash.PROCESS);
          network.start(node);
          assertThat(node.dht().self()).contains(node.contact());
          assertThat(node.contact().key()).isEqualTo(key).isEqualTo(node.identity().key());
          assertThat(node.number()).isEqualTo(2);
          assertThat(node).hasToString("node-2");
        });
  }

  @Test
  void whoLeavesSaysGoodByeAndWhoCrashesDoesNot() throws InterruptedException {
    network.run(
        () -> {
          node.crash(Crash.PROCESS);
          assertThat(network.traffic().get(MessageKind.LEAVE)).isEqualTo(Traffic.NONE);
          network.nodes().get(1).leave();
          assertThat(network.traffic().get(MessageKind.LEAVE).messages()).isPositive();
        });
  }

  @Test
  void aFrozenNodeAnswersAfterTheThaw() throws InterruptedException {
    network.run(
        () -> {
          item();
          node.freeze();
          long before = node.received();
          AtomicReference<Duration> answered = new AtomicReference<>();
          network.watch(
              passage -> {
                if (passage.from().equals("node-2")) {
                  answered.compareAndSet(null, passage.at());
                }
              });
          other.lookup(node.contact().key());
          network.sleep(SECOND.multipliedBy(10));
          assertThat(node.received()).isGreaterThan(before);
          assertThat(answered).hasNullValue();
          Duration thaw = network.environment().elapsed();
          node.thaw();
          network.sleep(SECOND);
          assertThat(answered.get()).isEqualTo(thaw);
        });
  }

  @Test
  void aFrozenNodeCanBeEnded() throws InterruptedException {
    network.run(
        () -> {
          node.freeze();
          other.lookup(node.contact().key());
          node.crash(Crash.PROCESS);
          network.start(node);
          assertThat(node.dht().contacts()).isEqualTo(3);
        });
  }

  @Test
  void whoseClockIsFastIsRefusedWhatItSigns() throws InterruptedException {
    network.run(
        () -> {
          node.skew(Duration.ofMinutes(11));
          assertThatThrownBy(() -> node.dht().set("name", "value"))
              .isInstanceOf(DhtException.NotStored.class);
          network.nodes().get(1).skew(Duration.ofMinutes(9));
          network.dht(1).set("name", "value");
        });
  }

  @Test
  void aLiarLiesUntilItIsHonestAgain() throws InterruptedException {
    network.run(
        () -> {
          assertThat(node.isLiar()).isFalse();
          node.lie(Lie.SILENCE);
          assertThat(node.isLiar()).isTrue();
          assertThat(other.lookup(node.contact().key()).closest()).doesNotContain(node.contact());
          node.beHonest();
          assertThat(node.isLiar()).isFalse();
          assertThat(other.lookup(node.contact().key()).closest()).contains(node.contact());
        });
  }

  @Test
  void whoColludesIsNamedByTheOthersThatDoWhileItIsUp() throws InterruptedException {
    network.run(
        () -> {
          node.lie(Lie.COLLUSION);
          assertThat(network.fabric().accomplices()).containsExactly(node.contact());
          node.crash(Crash.MACHINE);
          assertThat(network.fabric().accomplices()).isEmpty();
          network.start(node);
          assertThat(network.fabric().accomplices()).containsExactly(node.contact());
          node.lie(Lie.SILENCE);
          assertThat(network.fabric().accomplices()).isEmpty();
        });
  }

  /** Something done to a machine that breaks the promise of the node that runs there. */
  private interface Mischief {
    void play(Rig rig, Rig.Machine machine) throws InterruptedException;
  }

  private static void assertViolation(String complaint, Mischief mischief) throws Exception {
    try (Rig rig = new Rig()) {
      Rig.Machine machine = rig.machine();
      rig.run(
          () -> {
            machine.node.start(DhtConfig.builder().identity(machine.identity).build());
            mischief.play(rig, machine);
            assertThatThrownBy(() -> machine.node.crash(Crash.PROCESS))
                .isInstanceOf(Violation.class)
                .hasMessageContaining(complaint);
          });
    }
  }

  @Test
  void aThreadThatANodeLeavesBehindIsAViolation() throws Exception {
    assertViolation(
        "thread stray of node-0",
        (rig, machine) ->
            machine.host.start(
                "stray",
                () -> {
                  try {
                    rig.world.sleep(Duration.ofDays(1));
                  } catch (InterruptedException e) {
                    // The rig is closed.
                  }
                }));
  }

  @Test
  void soIsACall() throws Exception {
    assertViolation(
        "calls=1",
        (rig, machine) -> {
          Rig.Machine another = rig.machine();
          another.endpoint.gone(true);
          SimTransport transport = machine.endpoint.listener();
          another.host.start(
              "caller",
              () ->
                  assertThatThrownBy(
                          () -> transport.call(another.contact, new Request.Ping(), Rig.PATIENCE))
                      .isInstanceOf(Exception.class));
          rig.world.sleep(SECOND);
          another.node.freeze();
        });
  }

  @Test
  void aNodeThatNeverRanHasReceivedAndKeepsNothing() throws InterruptedException {
    try (Rig rig = new Rig()) {
      SimNode unused = rig.machine().node;
      network.run(() -> assertThat(unused.holds(item())).isFalse());
      assertThat(unused.received()).isZero();
      assertThat(unused.items()).isZero();
    }
  }
}
