package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.Announcement;
import dev.weft.item.Provider;
import dev.weft.item.Records;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Request;
import dev.weft.rpc.RpcException;
import dev.weft.store.ProviderLimits;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One network that floods a topic with more records than anybody keeps. */
class TopicCrowdTest {

  private static final int HONEST = 5;
  private static final int FLOOD = ProviderLimits.DEFAULTS.perTopic() + 100;
  private static final String TOPIC = "printers";
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** A node that answers nobody, in a network with nobody else. */
  private static SimTransport attacker(SimNetwork network) {
    Endpoint endpoint = new Endpoint(10_000, "attacker", new InetSocketAddress("99.1.1.1", 1908));
    network.fabric().plug(endpoint);
    return new SimTransport(
        network.environment().host(endpoint.name),
        network.fabric(),
        endpoint,
        Caller.node(new Contact(Key.of("attacker"), endpoint.address)),
        handler -> handler);
  }

  private static void flood(SimTransport from, SimNode to, List<Announcement> records)
      throws InterruptedException {
    for (Announcement record : records) {
      try {
        from.call(to.contact(), new Request.Announce(record), TIMEOUT);
      } catch (RpcException.Refused e) {
        // what there is no room for
      } catch (RpcException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static List<Key> announced(SimNetwork network, int from) throws InterruptedException {
    for (SimNode node : network.nodes().subList(from, from + HONEST)) {
      node.dht().announce(TOPIC, new byte[0]);
    }
    return network.nodes().subList(from, from + HONEST).stream()
        .map(node -> node.identity().key())
        .toList();
  }

  @Test
  void whoIsFromOtherNetworksIsFoundThoughOneFloodsTheTopicBeforeAndAfter() throws Exception {
    SimOptions options =
        SimOptions.of(3, 12).onTheInternet().withoutCodec().withConfig(config -> config.k(3));
    try (SimNetwork network = SimNetwork.open(options)) {
      network.run(
          () -> {
            List<Key> early = announced(network, 0);
            Instant expires = network.environment().now().plus(Duration.ofHours(1));
            Key topic = Announcement.topic(TOPIC);
            List<Announcement> records =
                IntStream.range(0, FLOOD)
                    .mapToObj(i -> Records.of(topic, i, 1, expires, false))
                    .toList();
            List<SimNode> holders =
                network.nodes().stream()
                    .filter(node -> node.dht().statistics().topics().kept() > 0)
                    .toList();
            try (SimTransport attacker = attacker(network)) {
              for (SimNode holder : holders) {
                flood(attacker, holder, records);
              }
            }
            List<Key> late = announced(network, HONEST);
            List<Key> found =
                network.nodes().getLast().dht().providers(TOPIC).stream()
                    .map(Provider::owner)
                    .toList();
            assertThat(found).hasSizeGreaterThanOrEqualTo(ProviderLimits.DEFAULTS.perTopic());
            assertThat(found).containsAll(early).containsAll(late);
          });
    }
  }
}
