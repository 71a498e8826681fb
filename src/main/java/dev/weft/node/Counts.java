package dev.weft.node;

import dev.weft.lookup.LookupCounts;
import dev.weft.routing.RoutingCounts;
import dev.weft.rpc.CallCounts;
import dev.weft.rpc.TransportCounts;
import dev.weft.store.StoreCounts;
import dev.weft.store.TopicCounts;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a node has counted since it was started. Immutable.
 *
 * @param renewing how many items are being renewed now
 * @param renewed how often one was renewed
 * @param renewalsFailed how often an attempt to has failed
 * @param replicated how often an item that is held was brought to the k closest nodes
 * @param handedOver how often one was given to a newcomer, or on leaving to whoever was to have it
 * @param crowds how often a lookup has found nodes that are too close to a key to be true
 * @param refused how often something was refused, held up or cut off, by reason; those only that
 *     were
 * @param sinceContact how long ago another node was last heard of; empty if it never was
 */
public record Counts(
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
    TopicCounts topics) {}
