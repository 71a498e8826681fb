package dev.weft.node;

import dev.weft.kademlia.PrefixLimits;
import dev.weft.lookup.LookupOptions;
import java.time.Duration;

/**
 * How a node behaves. Immutable.
 *
 * @param lookup the numbers of a lookup; its k is the node's
 * @param maintenanceInterval how often buckets are refreshed and items replicated. Default 1 h
 *     (Kademlia, §2.3 and §2.5)
 * @param timeToLive how long the items of this node's owner live, usually. Whether one is due for
 *     renewal is looked at sixteen times in that time, and every 15 s at least: so a time to live
 *     of a minute is long enough to be kept up. Default 24 h (Kademlia, §2.5)
 * @param prefixes how many of the nodes that this one knows may lie in one part of the internet
 */
public record NodeOptions(
    LookupOptions lookup,
    Duration maintenanceInterval,
    Duration timeToLive,
    PrefixLimits prefixes) {

  /** All the defaults. */
  public static final NodeOptions DEFAULT =
      new NodeOptions(LookupOptions.DEFAULT, Duration.ofHours(1), Duration.ofHours(24));

  /**
   * @throws IllegalArgumentException if a time is not positive
   */
  public NodeOptions {
    if (!maintenanceInterval.isPositive() || !timeToLive.isPositive()) {
      throw new IllegalArgumentException("the times of a node's options are positive");
    }
  }

  /** With the usual limits for each part of the internet. */
  public NodeOptions(LookupOptions lookup, Duration maintenanceInterval, Duration timeToLive) {
    this(lookup, maintenanceInterval, timeToLive, PrefixLimits.DEFAULT);
  }

  /** The size of a bucket, and on how many nodes an item is kept. */
  public int k() {
    return lookup.k();
  }
}
