package dev.weft.cli;

import dev.weft.DhtConfig;
import dev.weft.Wire;
import dev.weft.item.Item;
import java.util.List;
import java.util.Locale;

/**
 * What a benchmark does. Immutable.
 *
 * @param nodes how many nodes there are, 2 to 2,000
 * @param items how many items each round stores and reads, 1 to 100,000
 * @param inFlight how many operations are in flight at once, a round for each; 1 to 10,000
 * @param valueBytes how long each value is, 8 bytes to 64 KiB
 * @param k on how many nodes an item is kept, 1 to 200
 * @param kill how many percent of the nodes are stopped, so many that at least two go on; 0 for
 *     none
 * @param warmUp how many items are stored and read before anything is measured, so that the JVM has
 *     compiled what it runs; 0 to 100,000
 * @param connections how many connections each node may have
 * @param wire what the nodes speak
 * @param secure whether by TLS, where the wire has it
 */
record Workload(
    int nodes,
    int items,
    List<Integer> inFlight,
    int valueBytes,
    int k,
    int kill,
    int warmUp,
    int connections,
    Wire wire,
    boolean secure) {

  /** Kademlia's, §2.3. */
  private static final int ALPHA = 3;

  private static final int PERCENT = 100;
  private static final int MOST_ITEMS = 100_000;
  private static final int MOST_PARALLEL = 10_000;

  /**
   * @throws IllegalArgumentException which names the option that is out of range
   */
  Workload {
    inFlight = List.copyOf(inFlight);
    requireRange("--nodes", nodes, 2, 2_000);
    requireRange("--items", items, 1, MOST_ITEMS);
    inFlight.forEach(lanes -> requireRange("--parallel", lanes, 1, MOST_PARALLEL));
    requireRange("--value-bytes", valueBytes, Long.BYTES, Item.MAX_VALUE_BYTES);
    requireRange("--k", k, 1, 200);
    requireRange("--kill", kill, 0, PERCENT * (nodes - 2) / nodes);
    requireRange("--warm-up", warmUp, 0, MOST_ITEMS);
  }

  private static void requireRange(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(option + " is from " + least + " to " + most);
    }
  }

  /** What is stored: on the drogulus's wire everything has an owner. */
  List<ItemKind> kinds() {
    return wire == Wire.DROGULUS ? List.of(ItemKind.NAMED) : List.of(ItemKind.values());
  }

  /** What the nodes speak, as the option has it. */
  String wireName() {
    return wire.name().toLowerCase(Locale.ROOT);
  }

  /** Whether the nodes speak TLS. */
  boolean tls() {
    return secure && wire == Wire.WEFT;
  }

  /** How many nodes are stopped. */
  int killed() {
    return nodes * kill / PERCENT;
  }

  /** The same with another number of items. */
  Workload withItems(int count) {
    return new Workload(
        nodes, count, inFlight, valueBytes, k, kill, warmUp, connections, wire, secure);
  }

  /** How each node is set up. */
  DhtConfig.Builder config() {
    return DhtConfig.builder()
        .wire(wire)
        .secure(secure)
        .k(k)
        .alpha(Math.min(k, ALPHA))
        .maxConnections(connections);
  }
}
