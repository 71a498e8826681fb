package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.rpc.Reachability;
import dev.weft.rpc.Reachability.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whether nodes learn where they are, and whether they can be reached. */
class WhereaboutsSimTest {

  private static final Duration MINUTES = Duration.ofMinutes(3);

  private static SimOptions options(int nodes) {
    return SimOptions.of(5, nodes).withConfig(config -> config.k(8)).onTheInternet().withRoaming();
  }

  private static Reachability of(SimNode node) {
    return node.dht().reachability();
  }

  private static long know(SimNetwork network, SimNode one) {
    return network.up().stream()
        .flatMap(node -> node.dht().routing().contacts().stream())
        .filter(contact -> contact.key().equals(one.contact().key()))
        .count();
  }

  @Test
  void eachNodeOfANetworkLearnsThatItCanBeReachedAndWhere() throws Exception {
    try (SimNetwork network = SimNetwork.open(options(30))) {
      network.run(
          () -> {
            SimNode last = network.add();
            network.sleep(MINUTES);
            assertThat(of(last).state()).isEqualTo(State.YES);
            assertThat(of(last).address()).contains(last.contact().address());
            assertThat(know(network, last)).isPositive();
            last.move();
            network.sleep(MINUTES);
            assertThat(of(last).state()).isEqualTo(State.YES);
            assertThat(of(last).address()).contains(last.contact().address());
          });
    }
  }

  @Test
  void whomNobodyCanConnectToKnowsThatAndIsAClientToAllUntilTheyCan() throws Exception {
    try (SimNetwork network = SimNetwork.open(options(30))) {
      network.run(
          () -> {
            SimNode hidden = network.add();
            hidden.leave();
            hidden.loseDisk();
            network.sleep(MINUTES);
            assertThat(know(network, hidden)).isZero();

            hidden.shield(true);
            network.start(hidden);
            network.sleep(MINUTES);
            assertThat(of(hidden).state()).isEqualTo(State.NO);
            assertThat(of(hidden).why())
                .startsWith("nobody could connect to " + hidden.contact().address().getHostString())
                .contains("--advertise");
            assertThat(know(network, hidden)).isZero();
            assertThat(hidden.dht().set("name", "value").copies()).isPositive();

            hidden.shield(false);
            network.sleep(Duration.ofHours(2));
            assertThat(of(hidden).state()).isEqualTo(State.YES);
            assertThat(know(network, hidden)).isPositive();
          });
    }
  }
}
