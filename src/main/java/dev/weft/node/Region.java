package dev.weft.node;

import static java.util.Comparator.comparing;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * A region of the key space, all of whose nodes are known; so that the k closest to any key in it
 * can be told without a lookup. Immutable. {@link RegionSearch} finds it.
 *
 * <h2>Why the closest of the region are the closest of all</h2>
 *
 * <p>A node in the region is closer to a key in it than every node outside: the XOR of the first
 * two begins with {@code bits} zeros, that of the others does not. So where the region has k nodes
 * or is the whole key space, the k closest to each of its keys lie in it; and whoever knows all its
 * nodes has but to sort them. That holds as well when nodes are left out that have gone since, as
 * long as k are left. It does not hold for some of the nodes only, though they be the k closest to
 * one key of the region: another key may have others.
 *
 * @param place a key in the region
 * @param bits how many leading bits all of its keys share with that: 0 to 511
 * @param nodes all nodes in it but this one, in no order that means anything
 */
record Region(Key place, int bits, List<Contact> nodes) {

  Region {
    nodes = List.copyOf(nodes);
  }

  /** Below all keys in it, but for one that no hash will ever be. */
  Key before() {
    return place.least(bits);
  }

  /** The last of all keys in it. */
  Key last() {
    return place.greatest(bits);
  }

  /** Whether it has the k closest nodes to each of its keys. */
  boolean suffices(int k) {
    return nodes.size() >= k || (bits == 0 && !nodes.isEmpty());
  }

  /** The region when some have gone. */
  Region without(Collection<Contact> gone) {
    return new Region(place, bits, nodes.stream().filter(node -> !gone.contains(node)).toList());
  }

  /** The k nodes closest to a key in the region, as a lookup would have found them. */
  LookupResult.Closest near(Key key, int k) {
    List<Contact> closest =
        nodes.stream().sorted(comparing(Contact::key, key.byDistance())).limit(k).toList();
    return new LookupResult.Closest(key, closest, List.of(), true, Duration.ZERO, List.of());
  }
}
