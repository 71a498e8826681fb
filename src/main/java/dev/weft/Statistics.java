package dev.weft;

import dev.weft.node.Counts;

/**
 * What a node has counted since it was opened, as {@link Dht#statistics} tells. Immutable.
 *
 * @param renewing how many items of its owner it is renewing now
 * @param renewed how often it has renewed one
 * @param renewalsFailed how often it has tried to in vain; each is tried again
 */
public record Statistics(int renewing, long renewed, long renewalsFailed) {

  static Statistics of(Counts counts) {
    return new Statistics(counts.renewing(), counts.renewed(), counts.renewalsFailed());
  }
}
