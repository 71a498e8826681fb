package dev.weft.node;

import static dev.weft.node.World.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.Item;
import dev.weft.node.World.Peer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes come and go for hours; {@code -Dweft.seed=…} replays one run. */
@Timeout(120)
class NodeStressTest {

  private static final int NODES = 40;
  private static final int K = 8;
  private static final int ITEMS = 200;
  private static final int CHANGES = 24;

  @Test
  void noItemIsLostWhileNodesDieAndLeaveAndJoin() throws InterruptedException {
    int seed = Integer.getInteger("weft.seed", 1);
    String name = "replay with -Dweft.seed=" + seed;
    Random random = new Random(seed);
    try (World world = new World(K, seed).of(NODES)) {
      List<Item> items = new ArrayList<>();
      for (int i = 0; i < ITEMS; i++) {
        Item item = world.content("item " + i);
        any(world, random).node().place(item, LONG);
        items.add(item);
      }
      for (int i = 0; i < CHANGES; i++) {
        Peer leaver = any(world, random);
        if (random.nextInt(3) == 0) {
          world.close(leaver);
        } else {
          world.kill(leaver);
        }
        world.environment.pass(Duration.ofMinutes(5), Duration.ofMinutes(1));
        Peer known = any(world, random);
        world.joinThrough(world.alone(), known);
        world.environment.pass(Duration.ofMinutes(5), Duration.ofMinutes(1));
      }
      assertThat(world.peers).hasSize(NODES);
      for (Item item : items) {
        assertThat(World.find(any(world, random), item.key())).as(name).contains(item);
        assertThat(world.holders(item)).as(name).hasSizeGreaterThanOrEqualTo(K / 2);
      }
    }
  }

  private static Peer any(World world, Random random) {
    return world.peers.get(random.nextInt(world.peers.size()));
  }
}
