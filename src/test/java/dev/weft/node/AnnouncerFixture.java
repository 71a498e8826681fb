package dev.weft.node;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.weft.item.Announcement;
import dev.weft.item.Identity;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Lookups;
import dev.weft.routing.RoutingActor;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.Transport;
import dev.weft.store.ProviderLimits;
import dev.weft.store.ProviderStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;

/** One announcer, and nodes that keep what they are told. */
abstract class AnnouncerFixture extends NodeFixture {

  static final Key TOPIC = Announcement.topic("printers");
  static final Duration MINUTE = Duration.ofMinutes(1);
  static final Duration HOUR = Duration.ofHours(1);
  static final Duration CALL = Duration.ofSeconds(5);

  /** As close to the topic as may be, and far from it. */
  final Contact self = near(500, 1);

  final List<Contact> peers = IntStream.range(0, K).mapToObj(i -> near(20 + i, 10 + i)).toList();
  final Identity owner = world.identity();
  final RoutingActor routing = mock();
  final Lookups lookups = mock();
  final ProviderStore store =
      new ProviderStore(environment, self.key(), ProviderLimits.DEFAULTS, _ -> {});
  final Announcer announcer = announcer(world.network.transport(self));

  /** What the peers were told, with the time. */
  final List<Announcement> heard = new ArrayList<>();

  List<Contact> closest = List.of(peers.getFirst());
  Response answer = new Response.Stored();
  Duration latency = Duration.ZERO;
  int most;
  int underWay;

  /** Topics whose records take a second longer. */
  final Set<Key> slow = new HashSet<>();

  Contact near(int bits, int number) {
    Key key = bits == 500 ? TOPIC.randomAt(500, environment.random()) : farther(bits);
    return World.contact(key, number);
  }

  Key farther(int bits) {
    return TOPIC.randomAt(bits, environment.random());
  }

  Announcer announcer(Transport transport) {
    return announcer(self, transport);
  }

  Announcer announcer(Contact at, Transport transport) {
    Placer placer = placer(world.options, at.key(), transport, routing, lookups);
    return new Announcer(
        owner, world.options, environment, transport, routing, lookups, placer, store);
  }

  @BeforeEach
  void serve() throws InterruptedException {
    when(lookups.findNodes(any(), any(), any(), any())).thenAnswer(_ -> near());
    for (Contact peer : peers) {
      world
          .network
          .transport(peer)
          .serve(
              (_, request) -> {
                heard.add(((Request.Announce) request).record());
                most = Math.max(most, ++underWay);
                environment.sleep(
                    slow.contains(heard.getLast().topic()) ? latency.plusSeconds(1) : latency);
                underWay--;
                return answer;
              });
    }
  }

  LookupResult.Closest near() {
    return new LookupResult.Closest(TOPIC, closest, List.of(), true, Duration.ZERO, List.of());
  }

  Announcement record(Key topic, int version, Duration timeToLive) {
    Instant expires = environment.now().plus(timeToLive);
    return owner.announce(
        new Announcement.Terms(topic, Optional.empty(), new byte[0], version, expires, false));
  }

  Announcement record(int version) {
    return record(TOPIC, version, HOUR);
  }

  /** Announces what is due at this time, each second. */
  void pass(Duration time) throws InterruptedException {
    for (long i = 0; i < time.toSeconds(); i++) {
      environment.sleep(Duration.ofSeconds(1));
      announcer.announceDue();
    }
  }
}
