package dev.weft;

import dev.weft.lookup.LookupCounts;
import dev.weft.node.Counts;
import dev.weft.routing.RoutingCounts;
import dev.weft.rpc.CallCounts;
import dev.weft.rpc.TransportCounts;
import dev.weft.store.StoreCounts;
import dev.weft.store.TopicCounts;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a node has counted since it was opened, as {@link Dht#statistics} tells; only the library
 * makes one, and later versions may have more. Immutable.
 *
 * @param renewing how many items of its owner it is renewing now
 * @param renewed how often it has renewed one
 * @param renewalsFailed how often it has tried to in vain; each is tried again
 * @param replicated how often it has brought an item that it keeps to the k closest nodes, as one
 *     of these
 * @param handedOver how often it has given an item to a node that was new, or was to have it when
 *     this one left
 * @param crowds how often a lookup has found nodes that are too close to a key to be true, as
 *     {@link dev.weft.lookup.LookupResult.Crowd} says
 * @param refused how often it has refused something, held somebody up or cut them off, by reason,
 *     in the order of the alphabet: such as {@code peer-rate}, {@code forged}, {@code
 *     handshake-time}. Reasons that did not come up are left out; later versions may have others
 * @param sinceContact how long ago another node was last heard of: it answered, or asked. Empty if
 *     it never was
 * @param calls the calls that it has answered and made
 * @param transport its connections, and what went over them
 * @param lookups the lookups that it has made
 * @param routing its routing table, and the actor that owns it
 * @param store what it keeps
 * @param topics what it keeps and announces under topics
 */
public record Statistics(
    int renewing,
    long renewed,
    long renewalsFailed,
    long replicated,
    long handedOver,
    long crowds,
    Map<String, Long> refused,
    Optional<Duration> sinceContact,
    CallCounts calls,
    TransportCounts transport,
    LookupCounts lookups,
    RoutingCounts routing,
    StoreCounts store,
    TopicCounts topics) {

  /** Copies the map. */
  public Statistics {
    refused = Collections.unmodifiableMap(new TreeMap<>(refused));
  }

  static Statistics of(Counts counts) {
    return new Statistics(
        counts.renewing(),
        counts.renewed(),
        counts.renewalsFailed(),
        counts.replicated(),
        counts.handedOver(),
        counts.crowds(),
        counts.refused(),
        counts.sinceContact(),
        counts.calls(),
        counts.transport(),
        counts.lookups(),
        counts.routing(),
        counts.store(),
        counts.topics());
  }
}
