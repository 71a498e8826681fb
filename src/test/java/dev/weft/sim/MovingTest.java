package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.Provider;
import dev.weft.kademlia.Contact;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of a node whose machine comes into another network. */
class MovingTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SECONDS = Duration.ofSeconds(20);
  private static final String TOPIC = "printers";

  private static SimOptions options(int nodes) {
    return SimOptions.of(11, nodes).withConfig(config -> config.k(8));
  }

  /** The nodes nearest to another, which should know where it is. */
  private static List<SimNode> neighbours(SimNetwork network, SimNode of) {
    return network.nodes().stream()
        .filter(node -> !node.equals(of))
        .sorted((a, b) -> of.contact().key().compareDistance(a.contact().key(), b.contact().key()))
        .limit(8)
        .toList();
  }

  private static long know(List<SimNode> nodes, Contact contact) {
    return nodes.stream().filter(node -> node.dht().routing().contacts().contains(contact)).count();
  }

  private static long misplaced(List<SimNode> nodes, SimNode moved) {
    return nodes.stream()
        .flatMap(node -> node.dht().routing().contacts().stream())
        .filter(one -> one.key().equals(moved.contact().key()) && !one.equals(moved.contact()))
        .count();
  }

  @Test
  void theOthersKnowWithinSecondsWhereItIsNow() throws Exception {
    try (SimNetwork network = SimNetwork.open(options(40).withRoaming())) {
      network.run(
          () -> {
            SimNode laptop = network.nodes().get(20);
            Contact before = laptop.contact();
            laptop.move();
            assertThat(laptop.contact().address()).isNotEqualTo(before.address());
            assertThat(laptop.dht().self()).contains(laptop.contact());
            network.sleep(SECONDS);
            assertThat(know(neighbours(network, laptop), laptop.contact())).isEqualTo(8);
            assertThat(misplaced(neighbours(network, laptop), laptop)).isZero();
          });
    }
  }

  @Test
  void whoDoesNotNoticeIsMissedForLonger() throws Exception {
    try (SimNetwork network = SimNetwork.open(options(40))) {
      network.run(
          () -> {
            SimNode laptop = network.nodes().get(20);
            laptop.move();
            network.sleep(SECONDS);
            assertThat(know(network.nodes(), laptop.contact())).isZero();
            assertThat(misplaced(network.nodes(), laptop)).isPositive();
          });
    }
  }

  @Test
  void whatItAnnouncesIsCheckedAnewAtItsNewAddress() throws Exception {
    SimOptions internet = options(40).onTheInternet().withRoaming();
    try (SimNetwork network = SimNetwork.open(internet)) {
      network.run(
          () -> {
            SimNode laptop = network.nodes().get(20);
            laptop.move();
            network.sleep(SECONDS);
            InetSocketAddress address =
                new InetSocketAddress(laptop.contact().address().getAddress(), 631);
            laptop.dht().announce(TOPIC, Optional.of(address), new byte[0], HOUR, SECONDS);
            laptop.move();
            network.sleep(SECONDS);
            List<Provider> found = network.dht(3).providers(TOPIC);
            assertThat(found).extracting(Provider::owner).containsExactly(laptop.dht().owner());
            // The service that was announced has not moved along: nobody vouches for it any more.
            assertThat(found).extracting(Provider::checked).containsExactly(false);
          });
    }
  }

  @Test
  void aCallThatIsUnderWayEndsAtOnceAndTheNodeGoesOn() throws Exception {
    try (SimNetwork network = SimNetwork.open(options(20).withRoaming())) {
      network.run(
          () -> {
            SimNode laptop = network.nodes().get(7);
            var watched = laptop.dht().watch(network.dht(2).owner(), "news");
            network.sleep(SECONDS);
            laptop.move();
            network.sleep(SECONDS);
            network.dht(2).set("news", "moved");
            assertThat(watched.take().orElseThrow().value().text()).isEqualTo("moved");
            watched.close();
          });
    }
  }
}
