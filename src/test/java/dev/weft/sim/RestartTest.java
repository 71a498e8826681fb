package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Dht;
import dev.weft.Freshness;
import dev.weft.item.Item;
import dev.weft.item.OwnedItem;
import dev.weft.kademlia.Contact;
import dev.weft.sim.SimNode.Crash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a node that is started again still knows. */
class RestartTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void aNodeThatWasAwayForAMinuteHasItsTableBackInTwoSecondsThoughItIsToldNoSeed()
      throws InterruptedException {
    for (long seed = 1; seed <= 3; seed++) {
      SimOptions options = SimOptions.of(seed, 200);
      try (SimNetwork network = SimNetwork.open(options)) {
        network.run(
            () -> {
              network.sleep(Duration.ofMinutes(30));
              for (int n : new int[] {7, 77, 177}) {
                SimNode node = network.nodes().get(n);
                Set<Contact> before = new HashSet<>(node.dht().routing().contacts());
                node.crash(Crash.PROCESS);
                network.sleep(MINUTE);
                Duration began = network.environment().elapsed();
                network.restart(node);
                Duration took = network.environment().elapsed().minus(began);
                Set<Contact> at = new HashSet<>(node.dht().routing().contacts());
                at.retainAll(before);
                Duration rest = Duration.ofSeconds(2).minus(took);
                if (rest.isPositive()) {
                  network.sleep(rest);
                }
                Set<Contact> after = new HashSet<>(node.dht().routing().contacts());
                after.retainAll(before);
                System.out.println(
                    "before " + before.size() + " open took " + took + " then " + at.size()
                        + " after 2 s " + after.size());
              }
            });
      }
    }
  }
}
