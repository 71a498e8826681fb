package dev.weft.sim;

import dev.weft.DhtException;
import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.Step;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Whether a network without faults has come to rest: every item at its k closest nodes in its
 * newest version, every node knowing its closest neighbour, and every node able to find the k
 * closest nodes to any key. Confined to the scheduler's thread.
 */
final class Convergence {

  private final SimNetwork network;
  private final int k;
  private final RandomGenerator random;

  Convergence(SimNetwork network) {
    this.network = network;
    this.k = network.settings().k();
    this.random = network.environment().split();
  }

  /**
   * What is wrong with the state of the nodes that are up, as far as one can see it without asking
   * them; empty if nothing is.
   */
  Optional<String> gap(Collection<Item> live) {
    List<SimNode> up = network.up();
    Census census = new Census(up);
    return live.stream()
        .flatMap(item -> gap(item, up, census).stream())
        .findFirst()
        .or(() -> up.stream().flatMap(node -> stranger(node, up).stream()).findFirst());
  }

  private Optional<String> gap(Item item, List<SimNode> up, Census census) {
    Optional<Item> newest =
        census.copies(item.key()).stream().map(Census.Copy::item).max(Item::compareVersion);
    if (newest.isEmpty()) {
      return Optional.of("no node that is up keeps " + item);
    }
    List<SimNode> holders = census.holders(newest.get());
    List<SimNode> lacking =
        Census.closest(up, item.key(), k).stream().filter(n -> !holders.contains(n)).toList();
    return lacking.isEmpty()
        ? Optional.empty()
        : Optional.of(
            lacking + " of the closest do not keep " + newest.get() + ", which " + holders + " do");
  }

  private static Optional<String> stranger(SimNode node, List<SimNode> up) {
    return up.stream()
        .filter(other -> other != node)
        .min(
            (a, b) -> node.identity().key().compareDistance(a.identity().key(), b.identity().key()))
        .filter(closest -> !node.dht().routing().contacts().contains(closest.contact()))
        .map(closest -> node + " does not know its closest neighbour, " + closest);
  }

  /**
   * What a lookup of a random key by each node gets wrong; empty if nothing. It must find each of
   * the k closest, or at least have asked it: a lookup does not wait for a node that is slower than
   * nine of ten.
   */
  Optional<String> detour() throws InterruptedException {
    for (SimNode node : network.up()) {
      Key target = Key.random(random);
      List<SimNode> others = network.up().stream().filter(other -> other != node).toList();
      List<Contact> asked = asked(node, target);
      List<SimNode> missed =
          Census.closest(others, target, k).stream()
              .filter(closest -> !asked.contains(closest.contact()))
              .toList();
      if (!missed.isEmpty()) {
        return Optional.of(node + " does not find " + missed + ", which are closest to " + target);
      }
    }
    return Optional.empty();
  }

  private static List<Contact> asked(SimNode node, Key target) throws InterruptedException {
    try {
      return node.dht().lookup(target).trace().stream().map(Step::peer).toList();
    } catch (DhtException e) {
      return List.of();
    }
  }
}
