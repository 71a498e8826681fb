package dev.weft.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Dht;
import dev.weft.Freshness;
import dev.weft.item.Item;
import dev.weft.item.NamedItem;
import dev.weft.item.Owner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network falls into two halves, both are written to, and they find each other again. */
class PartitionTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int NODES = 50;
  private static final int NAMES = 20;

  @ParameterizedTest
  @ValueSource(longs = 31)
  void anHourAfterTwoHoursApartAllNodesAgreeOnTheNewestVersions(long seed)
      throws InterruptedException {
    SimOptions options = SimOptions.of(seed, NODES).withConfig(config -> config.k(5));
    try (SimNetwork network = SimNetwork.open(options)) {
      network.run(() -> fallApartAndHeal(network));
    }
  }

  private static void fallApartAndHeal(SimNetwork network) throws InterruptedException {
    Owner owner = network.nodes().getFirst().identity();
    SimNode left = network.client(owner);
    SimNode right = network.client(owner);
    Map<String, NamedItem> newest = new LinkedHashMap<>();
    for (int i = 0; i < NAMES; i++) {
      set(left, "name-" + i, newest);
    }
    List<SimNode> island = new ArrayList<>(network.nodes().subList(0, NODES / 2));
    island.add(left);
    network.faults().partition(island);
    for (int write = 0; write < 120; write++) {
      network.sleep(Duration.ofMinutes(1));
      String name = "name-" + network.environment().random().nextInt(NAMES);
      set(network.environment().random().nextBoolean() ? left : right, name, newest);
    }
    network.faults().heal();
    network.sleep(HOUR);
    for (NamedItem item : newest.values()) {
      for (SimNode node : network.nodes()) {
        assertThat(node.held(item.key()).filter(held -> !held.equals(item)))
            .as("%s still holds another version of %s", node, item)
            .isEmpty();
      }
      for (int reader = 0; reader < NODES; reader += 5) {
        Optional<Item> read = network.dht(reader).find(item.key(), Freshness.NEWEST, LONG);
        assertThat(read).contains(item);
      }
    }
  }

  private static void set(SimNode client, String name, Map<String, NamedItem> newest)
      throws InterruptedException {
    Dht dht = client.dht();
    newest.put(name, (NamedItem) dht.set(name, name.getBytes(UTF_8)).item());
  }
}
