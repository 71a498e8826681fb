package dev.weft.sim;

import dev.weft.Dht;
import dev.weft.DhtException;
import dev.weft.Freshness;
import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import dev.weft.runtime.FanOut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One network, in which more and more nodes collude: they begin when all have joined and the items
 * to be read are stored, and an hour before anything is measured, in which every node refreshes its
 * buckets. What is measured is done by fresh clients, which have joined among the liars.
 */
final class LiarStudy {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int MOST_CLIENTS = 25;

  /**
   * What came of it.
   *
   * @param liars which part of the nodes colludes
   * @param gets of those of items that were stored by honest nodes, the part that brought them
   * @param sets the part after which an ordinary, honest node reads what was set
   * @param lookups the part that found the honest node closest to a random key
   * @param messages how many questions a lookup asks
   */
  record Row(double liars, int paths, double gets, double sets, double lookups, double messages) {}

  private final int nodes;
  private final int operations;
  private final AtomicInteger paths = new AtomicInteger(1);
  private final SimOptions options;

  /** How often a lookup by one path among honest nodes took so many hops. */
  private final List<Integer> hops = new ArrayList<>();

  LiarStudy(int nodes, int k, int operations) {
    this.nodes = nodes;
    this.operations = operations;
    this.options =
        SimOptions.of(1, nodes).withoutCodec().withConfig(c -> c.k(k).paths(paths.get()));
  }

  /** A row for each share of liars, which grow, and number of paths. */
  List<Row> rows(double[] shares, int[] pathCounts) throws InterruptedException {
    List<Row> rows = new ArrayList<>();
    try (SimNetwork network = SimNetwork.open(options)) {
      network.run(
          () -> {
            network.sleep(Duration.ofHours(1));
            List<Key> stored = store(network);
            for (double share : shares) {
              corrupt(network, share);
              network.sleep(Duration.ofHours(1));
              for (int count : pathCounts) {
                rows.add(row(network, share, count, stored));
              }
            }
          });
    }
    return rows;
  }

  private List<Key> store(SimNetwork network) throws InterruptedException {
    List<Key> keys = new ArrayList<>();
    for (int i = 0; i < operations; i++) {
      Dht dht = network.dht(i * 7 % nodes);
      keys.add(dht.set("item " + i, "value").item().key());
      hops.add(dht.lookup(Key.of("place " + i)).hops());
    }
    for (SimNode node : network.nodes()) {
      node.dht().flush(TIMEOUT);
    }
    return keys;
  }

  /** Has every so many-th node collude; who did before does so still. */
  private void corrupt(SimNetwork network, double share) {
    int liars = (int) Math.round(share * nodes);
    for (int i = 0; i < liars; i++) {
      network.nodes().get(i * 617 % nodes).lie(Lie.COLLUSION);
    }
  }

  private Row row(SimNetwork network, double share, int count, List<Key> stored)
      throws InterruptedException {
    paths.set(count);
    List<SimNode> clients = new ArrayList<>();
    for (int i = 0; i < Math.min(MOST_CLIENTS, operations); i++) {
      clients.add(network.client());
    }
    paths.set(1);
    List<SimNode> honest = network.nodes().stream().filter(node -> !node.isLiar()).toList();
    AtomicInteger got = new AtomicInteger();
    AtomicInteger kept = new AtomicInteger();
    AtomicInteger closest = new AtomicInteger();
    AtomicInteger asked = new AtomicInteger();
    FanOut.map(
        network.environment().threads("study"),
        IntStream.range(0, clients.size()).boxed().toList(),
        number -> {
          Dht dht = clients.get(number).dht();
          for (int i = number; i < operations; i += clients.size()) {
            Dht other = honest.get((i * 31 + 7) % honest.size()).dht();
            got.addAndGet(found(dht, stored.get(i)));
            kept.addAndGet(setAndFound(dht, "of " + share + " " + count + " " + i, other));
            Key place = Key.of("by " + share + " " + count + " " + i);
            LookupResult result = dht.lookup(place);
            closest.addAndGet(result.closest().contains(closest(honest, place)) ? 1 : 0);
            asked.addAndGet(result.trace().size());
          }
          return number;
        });
    clients.forEach(SimNode::leave);
    double all = operations;
    return new Row(
        share, count, got.get() / all, kept.get() / all, closest.get() / all, asked.get() / all);
  }

  private static int found(Dht dht, Key key) throws InterruptedException {
    try {
      return dht.find(key, Freshness.FIRST, TIMEOUT).isPresent() ? 1 : 0;
    } catch (DhtException e) {
      return 0;
    }
  }

  private static int setAndFound(Dht dht, String name, Dht reader) throws InterruptedException {
    try {
      Item item = dht.set(name, "value").item();
      dht.flush(TIMEOUT);
      return found(reader, item.key());
    } catch (DhtException e) {
      return 0;
    }
  }

  private static Contact closest(List<SimNode> honest, Key place) {
    return honest.stream()
        .map(SimNode::contact)
        .min(Comparator.comparing(Contact::key, place.byDistance()))
        .orElseThrow();
  }

  /**
   * How likely it is that one of d paths has no liar on it, as S/Kademlia has it (§3.2), where
   * paths are as long as they were here by one path before anybody lied.
   */
  double formula(double liars, int d) {
    return hops.stream()
        .mapToDouble(length -> 1 - Math.pow(1 - Math.pow(1 - liars, length), d))
        .average()
        .orElseThrow();
  }

  /** How often a lookup by one path took so many hops, among honest nodes. */
  Map<Integer, Long> hops() {
    return hops.stream()
        .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
  }
}
