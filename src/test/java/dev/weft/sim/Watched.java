package dev.weft.sim;

import dev.weft.DhtConfig;
import dev.weft.item.Item;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** Small networks that are watched by checkers, and what tests do to them. */
final class Watched {

  static final Duration HOUR = Duration.ofHours(1);
  static final Duration MINUTE = Duration.ofMinutes(1);

  /** What happens in a network. */
  interface Story {
    void tell(SimNetwork network, Checkers checkers, Witness witness) throws InterruptedException;
  }

  private Watched() {}

  /** Tells the story of twelve nodes, of which three keep each item. */
  static void tell(Story story) throws InterruptedException {
    tell(12, config -> config.k(3), story);
  }

  static void tell(int nodes, UnaryOperator<DhtConfig.Builder> config, Story story)
      throws InterruptedException {
    try (SimNetwork network = SimNetwork.open(SimOptions.of(1, nodes).withConfig(config))) {
      network.run(
          () -> {
            Checkers checkers = Checkers.watch(network, MINUTE);
            story.tell(network, checkers, checkers.witness());
          });
    }
  }

  static List<SimNode> holders(SimNetwork network, Item item) {
    return new Census(network.nodes()).holders(item);
  }

  /** Somebody who keeps nothing of an item. */
  static SimNode stranger(SimNetwork network, Item item) {
    List<SimNode> holders = holders(network, item);
    return network.up().stream().filter(node -> !holders.contains(node)).findFirst().orElseThrow();
  }

  /** Ends a node and its disk. */
  static void vanish(SimNode node) {
    node.crash(SimNode.Crash.PROCESS);
    node.loseDisk();
  }
}
