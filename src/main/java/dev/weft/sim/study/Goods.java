package dev.weft.sim.study;

import dev.weft.Dht;
import dev.weft.DhtException;
import dev.weft.SetReport;
import dev.weft.item.Item;
import dev.weft.kademlia.Key;
import dev.weft.sim.SimNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The items that were stored, and what became of them. Confined to the scheduler's thread. */
final class Goods {

  private static final int VALUE_BYTES = 100;

  private final Population population;
  private final Remarks remarks;
  private final RandomGenerator random;
  private final List<Item> stored = new ArrayList<>();
  private int tried;

  Goods(Population population, Remarks remarks, RandomGenerator random) {
    this.population = population;
    this.remarks = remarks;
    this.random = random;
  }

  /** Has a random node store an item; every second one has a name. */
  void store(int number) throws InterruptedException {
    SimNode node = population.anyHonest(random).orElseThrow();
    Dht dht = node.dht();
    byte[] value = new byte[VALUE_BYTES];
    random.nextBytes(value);
    try {
      SetReport report =
          number % 2 == 0
              ? dht.set("item-" + number, value, Study.TIME_TO_LIVE, Measuring.TIMEOUT)
              : dht.put(value, Study.TIME_TO_LIVE, Measuring.TIMEOUT);
      stored.add(report.item());
    } catch (DhtException e) {
      remarks.add(node + " could not store item " + number + ": " + e.getMessage());
    } finally {
      tried++;
    }
  }

  /** How many were to be stored, and were or were not. */
  int tried() {
    return tried;
  }

  /** How many were stored. */
  int size() {
    return stored.size();
  }

  /** Any one, unless there is none. */
  Optional<Item> any(RandomGenerator random) {
    return stored.isEmpty()
        ? Optional.empty()
        : Optional.of(stored.get(random.nextInt(stored.size())));
  }

  /** How many nodes that are up keep an item, or have it cached. */
  long holders(Item item) {
    return population.all().filter(node -> node.holds(item)).count();
  }

  /** On how many nodes that are up there is a replica of each. */
  Sample replicas() {
    Map<Key, Integer> replicas = new HashMap<>();
    population
        .all()
        .flatMap(node -> node.replicas().stream())
        .forEach(item -> replicas.merge(item.key(), 1, Integer::sum));
    return Sample.of(stored.stream().mapToDouble(item -> replicas.getOrDefault(item.key(), 0)));
  }
}
