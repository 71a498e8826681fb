package dev.weft.sim;

import dev.weft.item.Item;
import dev.weft.kademlia.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who kept what at one moment, up or down. Cached copies do not count: they vanish, and are not
 * replicated. Immutable once made.
 */
final class Census {

  /** What one node keeps under a key. */
  record Copy(SimNode at, Item item) {}

  private final Map<Key, List<Copy>> copies = new HashMap<>();

  Census(Collection<SimNode> nodes) {
    for (SimNode node : nodes) {
      for (Item item : node.replicas()) {
        copies.computeIfAbsent(item.key(), _ -> new ArrayList<>()).add(new Copy(node, item));
      }
    }
  }

  /** Every copy under a key. */
  List<Copy> copies(Key key) {
    return copies.getOrDefault(key, List.of());
  }

  /** The nodes that keep an item, or a newer version of it. */
  List<SimNode> holders(Item item) {
    return copies(item.key()).stream()
        .filter(copy -> isAtLeast(copy.item(), item))
        .map(Copy::at)
        .toList();
  }

  /** Whether what is held is an item, with whatever expiry, or a newer version of it. */
  static boolean isAtLeast(Item held, Item item) {
    return held.sameVersion(item) || held.compareVersion(item) > 0;
  }

  /** The k of some nodes that are closest to a key, the closest first. */
  static List<SimNode> closest(Collection<SimNode> nodes, Key key, int k) {
    return nodes.stream()
        .sorted((a, b) -> key.compareDistance(a.identity().key(), b.identity().key()))
        .limit(k)
        .toList();
  }
}
