package dev.weft.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Dht;
import dev.weft.sim.SimNetwork;
import dev.weft.sim.SimNode.Crash;
import dev.weft.sim.junit.SimulatedNetwork;
import java.time.Duration;
import org.junit.jupiter.api.Test;

// What the Javadoc shows of a test in a simulated network is one.

// @start region="application"
@SimulatedNetwork(nodes = 16, seed = 42, latency = "uniform:10ms,90ms", loss = 0.01)
class MyApplicationTest {
  @Test
  void survivesTheLossOfHalfTheNetwork(SimNetwork network, Dht mine) throws Exception {
    mine.set("home/ntoll", "Towcester");
    network.nodes().subList(8, 16).forEach(node -> node.crash(Crash.MACHINE));
    network.sleep(Duration.ofHours(1)); // takes no time
    assertThat(mine.get(mine.owner(), "home/ntoll")).isPresent();
  }
}
// @end
