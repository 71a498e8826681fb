package dev.weft.node;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Lookups;
import dev.weft.routing.RoutingActor;
import dev.weft.runtime.Environment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the smallest region around a key that has k nodes, and all nodes in it, by a few lookups
 * one after the other. Stateless beside its parts.
 *
 * <h2>How it works, and why</h2>
 *
 * <p>A lookup knows the k closest live nodes to its target T. Let the farthest of them share c bits
 * with T. Who shares more than c is closer to T than that one, and so among the k: all nodes that
 * share c + 1 bits or more are known. (Where fewer than k nodes answered, there are no others.)
 *
 * <p>The region wanted are the keys that share c bits with T: the k closest do, and c + 1 bits are
 * shared by fewer. What is not known of it yet is its other half, whose keys differ from T in the
 * bit after the first c. A lookup of any of these, T', makes known all that share c' + 1 bits with
 * it. Mostly c' is no more than c, so that this is the whole half, and two lookups have been
 * enough. Otherwise the half has k nodes and more, and what remains of it are the keys that share
 * exactly j bits with T', for j from c + 1 to c': each such part is looked into likewise.
 */
final class RegionSearch {

  /**
   * Beside the first. One or two are needed mostly; many, where somebody has crowded nodes into one
   * place.
   */
  private static final int MOST_LOOKUPS = 8;

  /** The keys that share so many leading bits with one of them, to be looked up. */
  private record Part(Key target, int bits) {}

  private final int k;
  private final Duration timeout;
  private final Environment environment;
  private final RoutingActor routing;
  private final Lookups lookups;

  /**
   * @param timeout the longest that each lookup may take
   */
  RegionSearch(
      int k, Duration timeout, Environment environment, RoutingActor routing, Lookups lookups) {
    this.k = k;
    this.timeout = timeout;
    this.environment = environment;
    this.routing = routing;
    this.lookups = lookups;
  }

  /** The k closest to a key, those that are slow among them. */
  LookupResult.Closest near(Key target) throws InterruptedException {
    return lookups.findNodesPatiently(target, routing.startOf(target), timeout);
  }

  /**
   * How many bits the region around a key shares.
   *
   * @param closest the k closest to the key, or all that there are
   */
  int bits(Key key, List<Contact> closest) {
    return closest.size() < k ? 0 : key.commonPrefix(closest.getLast().key());
  }

  /**
   * The region around a key.
   *
   * @param near what a lookup of the key has found, at least one node
   * @return nothing if a lookup did not end in time, or too many would be needed
   */
  Optional<Region> around(LookupResult.Closest near) throws InterruptedException {
    int bits = bits(near.target(), near.closest());
    Set<Contact> nodes = new LinkedHashSet<>(near.closest());
    Deque<Part> parts = new ArrayDeque<>(rest(new Part(near.target(), bits), near));
    boolean complete = near.complete();
    for (int left = MOST_LOOKUPS; complete && !parts.isEmpty(); left--) {
      Part part = parts.remove();
      LookupResult.Closest found = near(part.target);
      nodes.addAll(found.closest());
      parts.addAll(rest(part, found));
      complete = found.complete() && left > 0;
    }
    nodes.removeIf(node -> node.key().commonPrefix(near.target()) < bits);
    return complete
        ? Optional.of(new Region(near.target(), bits, List.copyOf(nodes)))
        : Optional.empty();
  }

  /** What is not known of a part after the lookup of its target, as the class says. */
  private Collection<Part> rest(Part part, LookupResult.Closest near) {
    Deque<Part> rest = new ArrayDeque<>();
    if (near.closest().size() == k) {
      int shared = bits(part.target, near.closest());
      for (int j = part.bits; j <= shared; j++) {
        rest.add(new Part(part.target.randomAt(j, environment.random()), j + 1));
      }
    }
    return rest;
  }
}
