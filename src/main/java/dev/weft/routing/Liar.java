package dev.weft.routing;

import dev.weft.kademlia.Key;
import java.time.Instant;

/**
 * A node that lied, and is ignored for a while. Immutable.
 *
 * @param key of the node
 * @param until when it is welcome again, by the time of day, which goes on while this node is down
 */
public record Liar(Key key, Instant until) {}
