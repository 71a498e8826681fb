package dev.weft.node;

import static dev.weft.node.World.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.Item;
import dev.weft.node.World.Peer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nodes come and go for hours. */
class NodeStressTest extends NodeFixture {

  private static final int NODES = 40;
  private static final int ITEMS = 200;
  private static final int CHANGES = 24;

  @Test
  void noItemIsLostWhileNodesDieAndLeaveAndJoin() throws InterruptedException {
    world.of(NODES);
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      Item item = world.content("item " + i);
      any().node().place(item, LONG);
      items.add(item);
    }
    for (int i = 0; i < CHANGES; i++) {
      Peer leaver = any();
      if (environment.random().nextInt(3) == 0) {
        world.close(leaver);
      } else {
        world.kill(leaver);
      }
      environment.sleep(Duration.ofMinutes(5));
      Peer known = any();
      world.joinThrough(world.alone(), known);
      environment.sleep(Duration.ofMinutes(5));
    }
    assertThat(world.peers).hasSize(NODES);
    for (Item item : items) {
      assertThat(World.find(any(), item.key())).contains(item);
      assertThat(world.holders(item)).hasSizeGreaterThanOrEqualTo(K / 2);
    }
  }

  private Peer any() {
    return world.peers.get(environment.random().nextInt(world.peers.size()));
  }
}
