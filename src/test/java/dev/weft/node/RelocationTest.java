package dev.weft.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Contact;
import dev.weft.node.World.Peer;
import dev.weft.rpc.MemoryNetwork.Health;
import dev.weft.rpc.Request;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a node does whose machine has come into another network. */
class RelocationTest extends NodeFixture {

  private static final Set<InetAddress> HERE = addresses("127.0.0.1", "10.9.9.9");

  private static Set<InetAddress> addresses(String... all) {
    Set<InetAddress> addresses = new LinkedHashSet<>();
    for (String one : all) {
      addresses.add(InetAddress.ofLiteral(one));
    }
    return addresses;
  }

  private List<Contact> greeted() {
    return world.sent(Request.Ping.class).stream().map(World.Sent::to).toList();
  }

  @Test
  void allThatItKnowsAreGreetedAndItLooksItselfUp() throws InterruptedException {
    world.of(24);
    Peer moved = world.peers.get(4);
    List<Contact> known = moved.node().routing().contacts();
    assertThat(known).hasSizeGreaterThan(8);
    world.sent.clear();
    moved.node().moved(HERE, true);
    assertThat(greeted()).containsExactlyInAnyOrderElementsOf(known);
    assertThat(world.sent(Request.FindNode.class))
        .extracting(one -> ((Request.FindNode) one.request()).target())
        .contains(moved.key());
  }

  @Test
  void nobodyIsGreetedWhereNothingNewHasComeOrThereIsNoNetworkAtAll() throws InterruptedException {
    world.of(4);
    Peer moved = world.peers.getLast();
    world.sent.clear();
    moved.node().moved(HERE, false);
    moved.node().moved(addresses("127.0.0.1"), true);
    assertThat(world.sent).isEmpty();
  }

  @Test
  void aNetworkThatCarriesNothingYetIsGivenSomeSecondsAndTheOthersAreKept()
      throws InterruptedException {
    world.of(4);
    Peer moved = world.peers.getLast();
    world.peers.forEach(peer -> world.network.health(peer.contact(), Health.DEAD));
    world.sent.clear();
    start(() -> moved.node().moved(HERE, true));
    environment.sleep(Duration.ofSeconds(2));
    world.peers.forEach(peer -> world.network.health(peer.contact(), Health.ALIVE));
    environment.sleep(Duration.ofSeconds(10));
    assertThat(greeted()).hasSizeBetween(7, 10);
    assertThat(moved.node().routing().size()).isEqualTo(3);
    assertThat(world.sent(Request.FindNode.class)).isNotEmpty();
  }

  @Test
  void whereNobodyAnswersItIsLeftToTheHousekeeping() throws InterruptedException {
    world.of(4);
    Peer moved = world.peers.getLast();
    world.peers.forEach(peer -> world.network.health(peer.contact(), Health.DEAD));
    world.sent.clear();
    moved.node().moved(HERE, true);
    assertThat(greeted()).hasSize(4 * 3);
    assertThat(moved.node().routing().size()).isEqualTo(3);
  }

  @Test
  void whoHasLostSightOfAllJoinsAgain() throws InterruptedException {
    world.of(3);
    Contact first = world.peers.getFirst().contact();
    Peer lonely = world.alone();
    lonely.node().moved(HERE, true);
    assertThat(lonely.node().routing().size()).isZero();
    world.network.health(first, Health.DEAD);
    lonely.node().meet(List.of(first));
    assertThat(lonely.node().routing().size()).isZero();
    world.network.health(first, Health.ALIVE);
    lonely.node().moved(HERE, true);
    assertThat(lonely.node().routing().size()).isEqualTo(3);
  }
}
