package dev.weft.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.weft.Dht;
import dev.weft.DhtConfig;
import dev.weft.SetReport;
import dev.weft.Statistics;
import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.sim.SimEnvironment;
import dev.weft.sim.Simulated;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/** All routes, over a node that a test has scripted, without a socket. */
abstract class RoutesFixture extends Simulated {

  static final Instant NOW = SimEnvironment.START;
  static final Instant LATER = NOW.plusSeconds(3_600);
  static final Duration DAY = Duration.ofDays(1);
  static final Duration TIMEOUT = Duration.ofSeconds(30);
  static final Identity ALICE = Identity.fromSecret(new byte[32]);

  final Dht dht = mock();
  GatewayOptions options = GatewayOptions.at("127.0.0.1", 0);
  Front front;
  Traffic traffic;

  @BeforeEach
  void serve() throws InterruptedException {
    Statistics counted = Counted.statistics(1, 1);
    when(dht.statistics()).thenReturn(counted);
    when(dht.config()).thenReturn(DhtConfig.builder().build());
    when(dht.owner()).thenReturn(ALICE.key());
    when(dht.roundTrip(any())).thenReturn(Optional.empty());
    when(dht.held(any(Key.class))).thenReturn(Optional.empty());
    open(options);
  }

  void open(GatewayOptions options) {
    traffic = new Traffic(dht, environment);
    front =
        new Front(
            Gateway.routes(dht, options, environment, traffic),
            new Guard(options, environment),
            options);
  }

  Answer answer(Call call) {
    List<Answer> answers = new ArrayList<>();
    front.serve(call, answers::add);
    return answers.getFirst();
  }

  static NamedItem named(String name, String value, long version) {
    return NamedItem.sign(ALICE, name, value.getBytes(UTF_8), version, LATER);
  }

  static Contact contact(String name) {
    return new Contact(Key.of(name), new InetSocketAddress("127.0.0.1", 4711));
  }

  static SetReport stored(Item item) {
    return new SetReport(
        item,
        false,
        List.of(contact("a")),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        1,
        Duration.ofMillis(34));
  }
}
