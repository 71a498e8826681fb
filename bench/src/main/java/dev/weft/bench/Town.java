package dev.weft.bench;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupOptions;
import dev.weft.routing.RoutingSnapshot;
import dev.weft.routing.Tables;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network in memory that has settled, a client that knows some of it, and a few keys to look up.
 * Every answer is worked out once: what is measured is who asks, and not who answers. Safe for use
 * by any number of threads.
 */
public final class Town {

  private static final int START = 3;

  private final SplittableRandom random = new SplittableRandom(1);
  private final Key self = Key.random(random);
  private final LookupOptions options;
  private final MemoryNetwork network;
  private final List<Key> targets;
  private final Map<Key, List<Contact>> starts = new ConcurrentHashMap<>();
  private final RoutingSnapshot known;

  /**
   * @param nodes how many there are
   * @param targets how many keys are looked up
   * @param roundTrip how long an answer takes
   */
  public Town(int nodes, int targets, Duration roundTrip) {
    this(nodes, targets, roundTrip, LookupOptions.DEFAULT);
  }

  private Town(int nodes, int targets, Duration roundTrip, LookupOptions options) {
    this.options = options;
    List<Contact> all = Samples.contacts(nodes, random);
    Map<Key, MemoryNetwork.Node> living = new HashMap<>();
    for (Contact node : all) {
      RoutingSnapshot table = Tables.of(node.key(), all, options.k());
      Map<Key, Response> answers = new ConcurrentHashMap<>();
      living.put(
          node.key(),
          request ->
              answers.computeIfAbsent(
                  ((Request.FindNode) request).target(),
                  target -> new Response.Nodes(table.closest(target, options.k()))));
    }
    this.network = new MemoryNetwork(living, roundTrip);
    this.targets = Samples.contacts(targets, random).stream().map(Contact::key).toList();
    this.known = Tables.of(self, all, options.k());
  }

  /**
   * One in which every lookup waits for α answers that do not come while anybody looks, and asks
   * nobody else meanwhile.
   */
  public static Town waiting() {
    LookupOptions usual = LookupOptions.DEFAULT;
    Duration ever = Duration.ofDays(1);
    return new Town(100, 256, ever, new LookupOptions(usual.k(), usual.alpha(), 0, ever, ever));
  }

  /** Waits until so many lookups of a {@link #waiting} network are under way. */
  public void await(int lookups) throws InterruptedException {
    while (network.underWay() < (long) lookups * options.alpha()) {
      Thread.sleep(1);
    }
  }

  /** The network itself. */
  public MemoryNetwork network() {
    return network;
  }

  /** A client of it. */
  public Client client(Style style) {
    return style.inMemory(self, options, network, this::start);
  }

  private List<Contact> start(Key target) {
    return starts.computeIfAbsent(target, key -> known.closest(key, START * options.k()));
  }

  /** The lookups of the keys, in turn. */
  public Operation lookup(int number) {
    return new Operation.Lookup(targets.get(number % targets.size()));
  }
}
