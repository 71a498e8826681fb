package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Dht;
import dev.weft.DhtException;
import dev.weft.item.OwnedItem;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.Prefix;
import dev.weft.kademlia.Reach;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SimNetworkTest {

  private static SimNetwork open(int nodes) throws InterruptedException {
    return SimNetwork.open(SimOptions.of(1, nodes));
  }

  @Test
  void whatOneNodeSetsAnotherGets() throws InterruptedException {
    try (SimNetwork network = open(20)) {
      network.run(
          () -> {
            network.dht(3).set("home/ntoll", "Towcester");
            Optional<OwnedItem> got = network.dht(5).get(network.dht(3).owner(), "home/ntoll");
            assertThat(got).map(OwnedItem::text).contains("Towcester");
          });
    }
  }

  @Test
  void allNodesHaveJoinedWhenItIsOpen() throws InterruptedException {
    try (SimNetwork network = open(10)) {
      assertThat(network.nodes()).hasSize(10).extracting(SimNode::number).isSorted();
      assertThat(network.up()).isEqualTo(network.nodes());
      network.run(() -> network.sleep(Duration.ofMinutes(1)));
      assertThat(network.nodes()).allMatch(node -> node.dht().contacts() == 9);
    }
  }

  @Test
  void aNetworkMayBeginWithNobodyAndGrow() throws InterruptedException {
    try (SimNetwork network = open(0)) {
      network.run(
          () -> {
            assertThat(network.add().dht().contacts()).isZero();
            network.grow(3);
            SimNode last = network.add();
            assertThat(last).hasToString("node-4");
            assertThat(last.dht().contacts()).isEqualTo(4);
          });
    }
  }

  @Test
  void whoJoinsHasASeedThatIsHonestAndAwakeIfAnybodyIs() throws InterruptedException {
    try (SimNetwork network = open(30)) {
      network.run(
          () -> {
            network.nodes().subList(1, 15).forEach(node -> node.lie(Lie.SILENCE));
            network.nodes().subList(15, 30).forEach(SimNode::freeze);
            for (int i = 0; i < 4; i++) {
              network.client();
            }
            network.nodes().subList(15, 30).forEach(SimNode::thaw);
            network.nodes().forEach(node -> node.lie(Lie.SILENCE));
            assertThatThrownBy(network::add).isInstanceOf(DhtException.NobodyAnswered.class);
          });
    }
  }

  @Test
  void aClientIsInNobodysTable() throws InterruptedException {
    try (SimNetwork network = open(5)) {
      network.run(() -> assertClientIsInNobodysTable(network));
    }
  }

  /** In a network of five nodes, on whatever wire. */
  static void assertClientIsInNobodysTable(SimNetwork network) throws InterruptedException {
    Dht client = network.client().dht();
    client.set("name", "value");
    assertThat(network.dht(1).get(client.owner(), "name")).isPresent();
    assertThat(client.self()).isEmpty();
    network.sleep(Duration.ofHours(1));
    assertThat(network.nodes()).hasSize(5).allMatch(node -> node.dht().contacts() == 4);
  }

  @Test
  void thereAreNeverMoreThanAMillion() throws InterruptedException {
    try (SimNetwork network = open(1)) {
      network.run(
          () ->
              assertThatThrownBy(() -> network.grow(SimNetwork.MOST_NODES))
                  .isInstanceOf(IllegalArgumentException.class)
                  .hasMessageContaining("at most 1000000"));
    }
    assertThatThrownBy(() -> SimOptions.of(1, SimNetwork.MOST_NODES + 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SimOptions.of(1, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theConfigurationOfEachNodeCanBeChanged() throws InterruptedException {
    SimOptions options = SimOptions.of(1, 6).withConfig(config -> config.k(2).alpha(2));
    try (SimNetwork network = SimNetwork.open(options)) {
      network.run(
          () -> assertThat(network.dht(0).lookup(network.dht(1).owner()).closest()).hasSize(2));
    }
  }

  @Test
  void theNodesAreInOnePrivateNetworkOrOnTheInternetEachInItsOwn() throws InterruptedException {
    assertThat(contacts(SimOptions.of(1, 3))).allMatch(node -> node.reach() == Reach.LOCAL);
    assertThat(contacts(SimOptions.of(1, 3).onTheInternet().withLoss(0).withoutCodec()))
        .allMatch(node -> node.reach() == Reach.PUBLIC)
        .extracting(Prefix::of)
        .doesNotHaveDuplicates();
    Contact last = new Contact(Key.of("last"), Endpoint.onTheInternet(SimNetwork.MOST_NODES - 1));
    assertThat(last.reach()).isEqualTo(Reach.PUBLIC);
  }

  private static List<Contact> contacts(SimOptions options) throws InterruptedException {
    try (SimNetwork network = SimNetwork.open(options)) {
      return network.nodes().stream().map(SimNode::contact).toList();
    }
  }

  private static String play(SimOptions options) throws InterruptedException {
    try (SimNetwork network = SimNetwork.open(options)) {
      network.run(
          () -> {
            network.dht(0).set("name", "value");
            network.sleep(Duration.ofHours(3));
          });
      return network.environment().traceHash();
    }
  }

  @Test
  void theSameSeedIsTheSameRunAndAnotherAnother() throws InterruptedException {
    String run = play(SimOptions.of(1, 10));
    assertThat(play(SimOptions.of(1, 10))).isEqualTo(run);
    assertThat(play(SimOptions.of(2, 10))).isNotEqualTo(run);
    assertThat(play(SimOptions.of(1, 10).withLoss(0.01))).isNotEqualTo(run);
  }

  @Test
  void withoutTheCodecMessagesAreCountedAndBytesAreNot() throws InterruptedException {
    try (SimNetwork network = SimNetwork.open(SimOptions.of(1, 5).withoutCodec())) {
      Traffic traffic = network.traffic().get(MessageKind.FIND_NODE);
      assertThat(traffic.messages()).isPositive();
      assertThat(traffic.bytes()).isZero();
    }
  }

  @Test
  void aWatcherSeesEveryMessageUntilItNoLongerWatches() throws InterruptedException {
    List<Passage> seen = new ArrayList<>();
    try (SimNetwork network = open(3)) {
      network.run(
          () -> {
            network.watch(seen::add);
            network.dht(0).lookup(network.dht(1).owner());
            network.unwatch();
            int before = seen.size();
            assertThat(seen).isNotEmpty();
            network.dht(0).lookup(network.dht(2).owner());
            assertThat(seen).hasSize(before);
          });
    }
  }

  @Test
  void whatIsRunMayReturnAValue() throws InterruptedException {
    try (SimNetwork network = open(1)) {
      assertThat(network.<Integer, RuntimeException>call(() -> network.dht(0).contacts())).isZero();
    }
  }

  @Test
  void closingEndsAllNodesAndMayBeDoneTwice() throws InterruptedException {
    SimNetwork network = open(3);
    network.run(network::client);
    network.close();
    network.close();
    assertThat(network.up()).isEmpty();
    assertThat(network.environment().threads()).isZero();
  }

  @Test
  void closingIsDoneEvenByAThreadThatIsInterrupted() throws InterruptedException {
    SimNetwork network = open(3);
    Thread.currentThread().interrupt();
    network.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(network.up()).isEmpty();
    assertThat(network.environment().threads()).isZero();
  }

  @Test
  void whereANodeCannotJoinNothingIsLeft() {
    assertThatThrownBy(() -> SimNetwork.open(SimOptions.of(1, 2).withLoss(1)))
        .isInstanceOf(DhtException.NobodyAnswered.class);
  }

  @Test
  void anInterruptEndsTheOpening() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> open(3)).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }
}
