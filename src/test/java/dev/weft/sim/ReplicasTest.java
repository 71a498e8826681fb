package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.Item;
import org.junit.jupiter.api.Test;

/** What a simulated node keeps can be seen from outside. */
class ReplicasTest {

  @Test
  void replicasAreThereUntilTheDiskIsLost() throws InterruptedException {
    try (SimNetwork network = SimNetwork.open(SimOptions.of(1, 3))) {
      network.run(
          () -> {
            network.dht(0).set("home/ntoll", "Towcester");
            SimNode node = network.nodes().get(1);
            assertThat(node.replicas()).singleElement().returns("Towcester", Item::text);
            node.crash(SimNode.Crash.MACHINE);
            assertThat(node.replicas()).hasSize(1);
            node.loseDisk();
            assertThat(node.replicas()).isEmpty();
          });
    }
  }

  @Test
  void aLiarsLieIsKnownUntilItIsHonestAgain() throws InterruptedException {
    try (SimNetwork network = SimNetwork.open(SimOptions.of(1, 2))) {
      network.run(
          () -> {
            SimNode node = network.nodes().get(1);
            assertThat(node.lie()).isEmpty();
            node.lie(Lie.SILENCE);
            assertThat(node.lie()).contains(Lie.SILENCE);
            node.beHonest();
            assertThat(node.lie()).isEmpty();
          });
    }
  }
}
