package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.NamedItem;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SimNetworkTest {

  @Test
  void whatOneNodeSetsAnotherGets() throws InterruptedException {
    try (SimNetwork network = SimNetwork.open(SimOptions.of(1, 20))) {
      network.run(
          () -> {
            network.dht(3).set("home/ntoll", "Towcester");
            Optional<NamedItem> got = network.dht(5).get(network.dht(3).owner(), "home/ntoll");
            assertThat(got).map(NamedItem::text).contains("Towcester");
          });
    }
  }
}
