package dev.weft.sim;

import dev.weft.sim.SimNode.Crash;
import java.time.Duration;
import java.util.List;

/** A program whose log a test counts: a network in which nobody does anything, for some hours. */
final class QuietNetwork {

  static final int NODES = 20;
  static final int HOURS = 6;

  private QuietNetwork() {}

  /** Begins to be quiet when it says so; then all nodes but one end, and it says so again. */
  public static void main(String[] args) throws InterruptedException {
    try (SimNetwork network = SimNetwork.open(SimOptions.of(1, NODES))) {
      network.run(
          () -> {
            System.err.println("quiet");
            network.sleep(Duration.ofHours(HOURS));
            System.err.println("lonely");
            SimNode left = network.nodes().get(1); // which has a seed
            List.copyOf(network.nodes()).stream()
                .filter(node -> node != left)
                .forEach(node -> node.crash(Crash.MACHINE));
            network.sleep(Duration.ofHours(HOURS));
            System.err.println("over");
          });
    }
  }
}
