package dev.weft.node;

import static dev.weft.node.World.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.node.World.Peer;
import dev.weft.rpc.MemoryNetwork.Health;
import dev.weft.rpc.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How nodes meet that were told of each other by others than the network. */
class MeetingsTest extends NodeFixture {

  private final Contact nobody = World.contact(Key.of("nobody"), 999);

  @Test
  void aNodeThatIsAloneJoinsThroughWhomItIsToldOf() throws InterruptedException {
    world.of(3);
    Peer alone = world.alone();
    alone.node().waitForOthers();
    alone.node().meet(List.of(nobody, world.peers.getFirst().contact()));
    assertThat(alone.node().routing().size()).isEqualTo(3);
    assertThat(world.peers.getFirst().node().routing().contacts()).contains(alone.contact());
  }

  @Test
  void twoNetworksBecomeOne() throws InterruptedException {
    Peer a = world.alone();
    world.joinThrough(world.alone(), a);
    Peer b = world.alone();
    world.joinThrough(world.alone(), b);
    a.node().meet(List.of(b.contact()));
    assertThat(a.node().routing().size()).isEqualTo(3);
  }

  @Test
  void whoIsKnownIsNotDialledAndWhoIsNotThereIsNotKnown() throws InterruptedException {
    world.of(3);
    Peer peer = world.peers.getLast();
    world.sent.clear();
    peer.node().meet(List.of(world.peers.getFirst().contact()));
    assertThat(world.sent).isEmpty();
    peer.node().meet(List.of(nobody));
    assertThat(world.sent(Request.Ping.class)).hasSize(1);
    assertThat(peer.node().routing().size()).isEqualTo(2);
  }

  @Test
  void whoClaimsTheKeyOfAnotherHasToProveIt() throws InterruptedException {
    Peer alone = world.alone();
    Peer other = world.alone();
    alone.node().meet(List.of(new Contact(Key.of("victim"), other.contact().address())));
    assertThat(alone.node().routing().size()).isZero();
  }

  @Test
  void whoeverWasNotThereIsAskedAgainWhileTheNodeIsAloneAndOf70TheLast64()
      throws InterruptedException {
    Peer alone = world.alone();
    List<Contact> many = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      many.add(World.contact(Key.of("nobody " + i), 100 + i));
    }
    Peer late = world.alone();
    many.add(late.contact());
    world.network.health(late.contact(), Health.SILENT);
    alone.node().join(List.of(), List.of(), Duration.ofMillis(1));
    alone.node().meet(many);
    alone.node().meet(List.of(late.contact()));
    assertThat(alone.node().routing().size()).isZero();
    world.network.health(late.contact(), Health.ALIVE);
    world.sent.clear();
    environment.sleep(LONG.multipliedBy(2));
    assertThat(alone.node().routing().contacts()).contains(late.contact());
    assertThat(world.sent(Request.Ping.class))
        .extracting(World.Sent::to)
        .doesNotContain(many.get(6));
    assertThat(world.sent(Request.Ping.class)).extracting(World.Sent::to).contains(many.get(7));
  }
}
