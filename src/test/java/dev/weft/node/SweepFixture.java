package dev.weft.node;

import static dev.weft.node.World.HOUR;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.ContentItem;
import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.PrefixLimits;
import dev.weft.lookup.LookupListener;
import dev.weft.lookup.LookupOptions;
import dev.weft.lookup.Lookups;
import dev.weft.routing.RoutingActor;
import dev.weft.routing.RoutingOptions;
import dev.weft.sim.Simulated;
import dev.weft.store.MemoryItemStore;
import dev.weft.store.StoreOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;

/** A test of the replication of one node in a {@link Crowd}. */
abstract class SweepFixture extends Simulated {

  private static final Duration CALL = Duration.ofSeconds(5);
  private static final LookupListener NOBODY =
      new LookupListener() {
        @Override
        public void lied(Contact peer, String what) {
          throw new AssertionError(peer + " lied: " + what);
        }

        @Override
        public void leftWaiting(Contact peer) {}
      };

  final Key self = Key.of("self");
  final MemoryItemStore store =
      new MemoryItemStore(environment, self, new StoreOptions(200_000, 1L << 40, 200_000));
  int k;
  Crowd crowd;
  RegionSearch survey;
  Sweep sweep;
  Placer placer;
  private RoutingActor routing;

  /** Puts the node among so many others. */
  void among(int nodes, int size) throws InterruptedException {
    k = size;
    among(new Crowd(environment, k, self).of(nodes));
  }

  void among(Crowd others) throws InterruptedException {
    crowd = others;
    NodeOptions options =
        new NodeOptions(new LookupOptions(k, Math.min(3, k), 12, CALL, CALL), HOUR, World.DAY);
    routing =
        RoutingActor.start(
            environment, self, RoutingOptions.defaults().withK(k), new Probe(crowd, CALL), _ -> {});
    for (Contact contact : crowd.known(crowd.self)) {
      routing.seen(contact, true);
      settle();
    }
    Lookups lookups =
        new Lookups(self, options.lookup(), environment, crowd, NOBODY, PrefixLimits.DEFAULT);
    placer = new Placer(options, self, environment, crowd, routing, lookups, store);
    survey = new RegionSearch(k, CALL.multipliedBy(2), environment, routing, lookups);
    sweep = new Sweep(options, environment, routing, survey, placer, store);
  }

  @AfterEach
  void end() {
    routing.close();
    store.close();
  }

  /** The first items that have some property. */
  List<Item> items(int count, Predicate<Key> which) {
    List<Item> items = new ArrayList<>();
    for (int i = 0; items.size() < count; i++) {
      Item item = ContentItem.of(("item " + i).getBytes(UTF_8), environment.now().plus(World.DAY));
      if (which.test(item.key())) {
        items.add(item);
      }
    }
    return items;
  }

  /** Whether the node is one of the k closest to a key. */
  boolean isMine(Key key) {
    return crowd.nodes.stream()
            .filter(node -> key.compareDistance(node.key(), self) < 0)
            .limit(k)
            .count()
        < k;
  }

  /** Has the node hold items since an hour ago. */
  void hold(List<Item> items) throws InterruptedException {
    for (Item item : items) {
      store.put(item);
    }
    environment.sleep(HOUR);
  }

  /** Asserts that items, and no others, were given to the k closest, of which this may be one. */
  void assertAtTheClosest(List<Item> items) {
    assertThat(crowd.given.keySet())
        .containsExactlyInAnyOrderElementsOf(items.stream().map(Item::key).toList());
    for (Item item : items) {
      int others = isMine(item.key()) ? k - 1 : k;
      assertThat(crowd.given.get(item.key()))
          .as("%s", item)
          .containsExactlyInAnyOrderElementsOf(crowd.closest(item.key(), others));
    }
  }

  /** Items in the order of their keys. */
  static List<Item> sorted(List<Item> items) {
    return items.stream().sorted(comparing(Item::key)).toList();
  }

  List<Item> due() {
    return store.dueForReplication(HOUR, 1_000);
  }
}
