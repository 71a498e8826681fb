package dev.weft.node;

import static dev.weft.node.World.HOUR;
import static dev.weft.node.World.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.node.World.Peer;
import dev.weft.rpc.Request;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks of several sizes, as their users see them. */
class NetworkTest extends NodeFixture {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 30})
  void whatAnyNodeStoresEveryNodeFindsHoweverManyThereAre(int size) throws InterruptedException {
    world.of(size);
    for (Peer setter : world.peers) {
      Item item = world.content("from " + setter.contact());
      Placement placement = setter.node().place(item, LONG);
      List<Peer> closest = world.closest(item.key(), K);
      assertThat(placement.live()).isLessThanOrEqualTo(Math.min(K, size));
      assertThat(placement.kept()).isBetween(placement.needed(K), placement.live());
      assertThat(placement.mine()).isEqualTo(placement.local());
      assertThat(closest.contains(setter) || !placement.local()).isTrue();
      assertThat(placement.newer()).isEmpty();
      assertThat(setter.node().flush(LONG)).isTrue();
      assertThat(world.holders(item)).containsAll(closest);
      for (Peer getter : world.peers) {
        assertThat(World.find(getter, item.key())).contains(item);
        assertThat(getter.node().newest(item.key(), LONG).item()).contains(item);
      }
    }
  }

  @Test
  void aClientFindsAndStoresButKeepsNothingAndIsInNobodysTable() throws InterruptedException {
    world.of(4);
    Peer client = world.client();
    world.joinThrough(client, world.peers.getFirst());
    Item item = world.content("by a client");
    Placement placement = client.node().place(item, LONG);
    environment.sleep(HOUR.multipliedBy(2));
    assertThat(placement.live()).isEqualTo(4);
    assertThat(placement.mine()).isFalse();
    assertThat(World.find(client, item.key())).contains(item);
    assertThat(client.node().newest(item.key(), LONG).item()).contains(item);
    assertThat(client.node().insight().store().size()).isZero();
    assertThat(client.node().routing().size()).isEqualTo(4);
    for (Peer peer : world.peers.subList(0, 4)) {
      assertThat(peer.node().routing().contacts()).doesNotContain(client.contact());
    }
    world.sent.clear();
    client.node().close();
    assertThat(world.sent(Request.Leave.class)).isEmpty();
  }

  @Test
  void whereTheKClosestThatANodeKnowsHaveAllGoneItFindsTheOthers() throws InterruptedException {
    world.of(20);
    Peer seeker = world.peers.getFirst();
    Key target = Key.of("target");
    List<Contact> known = seeker.node().routing().closest(target, K);
    List.copyOf(world.peers).stream()
        .filter(peer -> known.contains(peer.contact()))
        .forEach(world::kill);
    assertThat(seeker.node().closest(target, LONG, _ -> {}).closest())
        .hasSize(K)
        .doesNotContainAnyElementsOf(known);
  }

  @Test
  void everyItemIsStillFoundWhenItsHoldersHaveLeftOneAfterAnother() throws InterruptedException {
    world.of(30);
    List<Item> items =
        IntStream.range(0, 20).<Item>mapToObj(i -> world.content("item " + i)).toList();
    for (Item item : items) {
      world.peers.getLast().node().place(item, LONG);
    }
    for (Item left : items.subList(0, 3)) {
      List<Peer> holders = world.closest(left.key(), K);
      holders.subList(1, K).forEach(world::close);
      assertThat(World.find(world.peers.getLast(), left.key())).contains(left);
      world.close(holders.getFirst());
      assertThat(world.holders(left)).as("those that they gave it to").isNotEmpty();
      environment.sleep(HOUR.multipliedBy(2));
      for (Item item : items) {
        assertThat(World.find(world.peers.getFirst(), item.key())).contains(item);
        assertThat(world.holders(item)).containsAll(world.closest(item.key(), K));
      }
    }
  }
}
