package dev.weft;

import dev.weft.node.Counts;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a node has counted since it was opened, as {@link Dht#statistics} tells. Immutable.
 *
 * @param renewing how many items of its owner it is renewing now
 * @param renewed how often it has renewed one
 * @param renewalsFailed how often it has tried to in vain; each is tried again
 * @param crowds how often a lookup has found nodes that are too close to a key to be true, as
 *     {@link dev.weft.lookup.LookupResult.Crowd} says
 * @param refused how often it has refused something, held somebody up or cut them off, by reason,
 *     in the order of the alphabet: such as {@code peer-rate}, {@code forged}, {@code
 *     handshake-time}. Reasons that did not come up are left out; later versions may have others
 */
public record Statistics(
    int renewing, long renewed, long renewalsFailed, long crowds, Map<String, Long> refused) {

  public Statistics {
    refused = Collections.unmodifiableMap(new TreeMap<>(refused));
  }

  static Statistics of(Counts counts) {
    return new Statistics(
        counts.renewing(),
        counts.renewed(),
        counts.renewalsFailed(),
        counts.crowds(),
        counts.refused());
  }
}
