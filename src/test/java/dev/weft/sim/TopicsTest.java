package dev.weft.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weft.AnnounceReport;
import dev.weft.Dht;
import dev.weft.DhtException;
import dev.weft.Subscription;
import dev.weft.item.Provider;
import dev.weft.kademlia.Key;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nodes that find each other under a topic, in a simulated network. */
class TopicsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final String TOPIC = "printers/floor-3";

  private static InetSocketAddress at(SimNode node, int port) {
    return new InetSocketAddress(node.contact().address().getAddress(), port);
  }

  private static SimNetwork network(int nodes) throws InterruptedException {
    return SimNetwork.open(SimOptions.of(7, nodes).withConfig(config -> config.k(8)));
  }

  private static List<Key> owners(List<Provider> providers) {
    return providers.stream().map(Provider::owner).sorted().toList();
  }

  private static List<Key> owners(List<SimNode> nodes, int from, int to) {
    return nodes.subList(from, to).stream().map(node -> node.identity().key()).sorted().toList();
  }

  @Test
  void whoeverAnnouncesIsFoundByAllWithAddressAndPayload() throws Exception {
    try (SimNetwork network = network(60)) {
      network.run(
          () -> {
            SimNode printer = network.nodes().get(3);
            AnnounceReport report =
                printer
                    .dht()
                    .announce(
                        TOPIC,
                        Optional.of(at(printer, 631)),
                        "duplex".getBytes(UTF_8),
                        Duration.ofHours(1),
                        TIMEOUT);
            assertThat(report.copies()).isEqualTo(8);
            assertThat(report.objections()).isEmpty();
            network.sleep(Duration.ofSeconds(3));
            for (int i = 0; i < 60; i += 7) {
              List<Provider> found = network.dht(i).providers(TOPIC);
              assertThat(owners(found)).containsExactly(printer.identity().key());
              Provider one = found.getFirst();
              assertThat(one.address()).contains(at(printer, 631));
              assertThat(one.text()).isEqualTo("duplex");
              assertThat(one.payload()).isEqualTo("duplex".getBytes(UTF_8));
              assertThat(one.checked()).isTrue();
              assertThat(one.age(network.environment().now()))
                  .isBetween(Duration.ofSeconds(3), MINUTE);
            }
            assertThat(network.dht(5).providers("printers/floor-4")).isEmpty();
          });
    }
  }

  @Test
  void manyOwnersAreUnderOneTopicAndAFewAreEnoughForWhoWantsFew() throws Exception {
    try (SimNetwork network = network(60)) {
      network.run(
          () -> {
            for (int i = 0; i < 30; i++) {
              network.dht(i).announce(TOPIC, new byte[] {(byte) i});
            }
            Dht dht = network.dht(45);
            assertThat(owners(dht.providers(TOPIC))).isEqualTo(owners(network.nodes(), 0, 30));
            assertThat(dht.providers(TOPIC, 5, TIMEOUT)).hasSize(5);
            try (Subscription<Provider> stream = dht.streamProviders(TOPIC, 100, TIMEOUT)) {
              List<Provider> all = new ArrayList<>();
              stream.forEach(all::add);
              assertThat(owners(all)).isEqualTo(owners(network.nodes(), 0, 30));
              assertThat(stream.isOver()).isTrue();
            }
          });
    }
  }

  @Test
  void theNewestOfAnOwnersRecordsCounts() throws Exception {
    try (SimNetwork network = network(30)) {
      network.run(
          () -> {
            network.dht(1).announce(TOPIC, new byte[] {1});
            network.dht(1).announce(TOPIC, new byte[] {2});
            assertThat(network.dht(9).providers(TOPIC))
                .singleElement()
                .satisfies(one -> assertThat(one.payload()).containsExactly(2));
          });
    }
  }

  @Test
  void whatIsWithdrawnIsFoundNoMore() throws Exception {
    try (SimNetwork network = network(30)) {
      network.run(
          () -> {
            Dht dht = network.dht(1);
            dht.announce(TOPIC, new byte[] {1});
            assertThat(network.dht(9).providers(TOPIC)).hasSize(1);
            assertThat(dht.withdraw(TOPIC).orElseThrow().copies()).isEqualTo(8);
            assertThat(network.dht(9).providers(TOPIC)).isEmpty();
            assertThat(dht.withdraw(TOPIC)).isEmpty();
            dht.announce(TOPIC, new byte[] {2});
            assertThat(network.dht(9).providers(TOPIC)).hasSize(1);
          });
    }
  }

  @Test
  void whoLeavesIsWithdrawnAndWhoIsKilledExpires() throws Exception {
    try (SimNetwork network = network(30)) {
      network.run(
          () -> {
            for (int i = 1; i < 4; i++) {
              network.dht(i).announce(TOPIC, Optional.empty(), new byte[] {1}, MINUTE, TIMEOUT);
            }
            assertThat(network.dht(9).providers(TOPIC)).hasSize(3);
            network.nodes().get(1).leave();
            network.nodes().get(2).crash(SimNode.Crash.PROCESS);
            assertThat(owners(network.dht(9).providers(TOPIC)))
                .isEqualTo(owners(network.nodes(), 2, 4));
            network.sleep(MINUTE.multipliedBy(2));
            assertThat(owners(network.dht(9).providers(TOPIC)))
                .as("the one that lives is renewed, and the other has expired")
                .isEqualTo(owners(network.nodes(), 3, 4));
          });
    }
  }

  @Test
  void whoAnnouncesIsFoundThroughChurn() throws Exception {
    try (SimNetwork network = network(60)) {
      network.run(
          () -> {
            network.dht(1).announce(TOPIC, new byte[] {1});
            for (int i = 2; i < 50; i++) {
              network.nodes().get(i).crash(SimNode.Crash.PROCESS);
              network.add();
              network.sleep(MINUTE.multipliedBy(2));
              assertThat(network.dht(55).providers(TOPIC)).as("after %d", i).hasSize(1);
            }
          });
    }
  }

  @Test
  void anAddressThatIsNotTheAnnouncersIsMarkedUnchecked() throws Exception {
    try (SimNetwork network = network(30)) {
      network.run(
          () -> {
            network
                .dht(1)
                .announce(TOPIC, new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 80));
            assertThat(network.dht(9).providers(TOPIC))
                .singleElement()
                .satisfies(one -> assertThat(one.checked()).isFalse());
          });
    }
  }

  @Test
  void whoForgesRecordsKeepsNobodyFromBeingFound() throws Exception {
    try (SimNetwork network = network(40)) {
      network.run(
          () -> {
            for (int i = 0; i < 6; i++) {
              network.dht(i).announce(TOPIC, new byte[] {(byte) i});
            }
            network.nodes().subList(30, 40).forEach(node -> node.lie(Lie.FORGED_ITEMS));
            for (int i = 6; i < 30; i += 5) {
              assertThat(owners(network.dht(i).providers(TOPIC)))
                  .isEqualTo(owners(network.nodes(), 0, 6));
            }
          });
    }
  }

  @Test
  void aClientAnnouncesAndFindsToo() throws Exception {
    try (SimNetwork network = network(30)) {
      network.run(
          () -> {
            SimNode client = network.client();
            client.dht().announce(TOPIC, at(client, 80));
            assertThat(client.dht().providers(TOPIC))
                .singleElement()
                .satisfies(one -> assertThat(one.checked()).isFalse());
            assertThat(network.dht(5).providers(TOPIC)).hasSize(1);
          });
    }
  }

  @Test
  void whatReachesNobodyIsNotAnnouncedAgain() throws Exception {
    try (SimNetwork network = network(30)) {
      network.run(
          () -> {
            Dht client = network.client().dht();
            network.faults().loss(1);
            assertThatExceptionOfType(DhtException.class)
                .isThrownBy(() -> client.announce(TOPIC, new byte[0]));
            network.faults().loss(0);
            assertThat(client.withdraw(TOPIC)).isEmpty();
          });
    }
  }

  @Test
  void aStreamEndsWithItsCloseAndWithItsDht() throws Exception {
    try (SimNetwork network = network(30)) {
      network.run(
          () -> {
            network.faults().loss(1);
            Dht dht = network.dht(3);
            Subscription<Provider> closed = dht.streamProviders(TOPIC, 9, TIMEOUT);
            assertThat(closed.poll(Duration.ofMillis(100))).isEmpty();
            assertThat(closed.isOver()).isFalse();
            closed.close();
            closed.close();
            assertThat(closed.take()).isEmpty();
            Subscription<Provider> failed = dht.streamProviders(TOPIC, 9, TIMEOUT);
            assertThatExceptionOfType(DhtException.class).isThrownBy(failed::take);
            Subscription<Provider> ended = dht.streamProviders(TOPIC, 9, TIMEOUT);
            dht.abort();
            assertThat(ended.take()).isEmpty();
            assertThatExceptionOfType(DhtException.Closed.class)
                .isThrownBy(() -> dht.streamProviders(TOPIC, 9, TIMEOUT));
          });
    }
  }

  @Test
  void whatCannotBeAnnouncedIsSaidAtOnce() throws Exception {
    try (SimNetwork network = network(2)) {
      Dht dht = network.dht(0);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> dht.announce(TOPIC, new byte[1025]))
          .withMessage("what is announced has 1025 bytes, and at most 1024 are allowed");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> dht.announce("x".repeat(1025), new byte[0]));
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  dht.announce(
                      TOPIC, Optional.empty(), new byte[0], Duration.ofSeconds(59), TIMEOUT))
          .withMessageContaining("from a minute to a day");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> dht.announce(TOPIC, Optional.empty(), new byte[0], Duration.ofDays(2), TIMEOUT))
          .withMessageContaining("from a minute to a day");
    }
  }
}
