package dev.weft.sim;

import dev.weft.kademlia.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Draws the seeds that a new node of a simulated network is told. Confined to the simulation's
 * thread.
 */
final class SeedDraw {

  private static final int SEEDS = 3;

  /** The network's own list, which grows. */
  private final List<SimNode> nodes;

  private final RandomGenerator random;

  SeedDraw(List<SimNode> nodes, RandomGenerator random) {
    this.nodes = nodes;
    this.random = random;
  }

  /**
   * Some of the nodes that are up. One of them is honest and awake, if anybody is: whoever has only
   * liars to ask cannot find the network, whatever it does.
   */
  List<Seed> seeds() {
    List<SimNode> seeds = new ArrayList<>();
    long count = nodes.stream().filter(SimNode::isUp).limit(SEEDS).count();
    while (seeds.size() < count) {
      seeds.add(anyUp());
    }
    if (seeds.stream().noneMatch(SeedDraw::isSound)) {
      nodes.stream()
          .filter(SimNode::isUp)
          .filter(SeedDraw::isSound)
          .findFirst()
          .ifPresent(one -> seeds.set(0, one));
    }
    return seeds.stream().map(SeedDraw::seed).toList();
  }

  private static boolean isSound(SimNode node) {
    return !node.isLiar() && !node.isFrozen();
  }

  /** One of the nodes that are up, of which there must be any. */
  private SimNode anyUp() {
    SimNode drawn = nodes.get(random.nextInt(nodes.size()));
    while (!drawn.isUp()) {
      drawn = nodes.get(random.nextInt(nodes.size()));
    }
    return drawn;
  }

  private static Seed seed(SimNode node) {
    return Seed.parse(node.contact().address().getAddress().getHostAddress());
  }
}
