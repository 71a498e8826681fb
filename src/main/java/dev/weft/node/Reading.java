package dev.weft.node;

import dev.weft.item.Item;
import dev.weft.lookup.LookupResult;
import java.util.Optional;

/**
 * What was read from all of the k closest nodes at once. Immutable.
 *
 * @param item the newest version that any of them holds, if there is any
 * @param lookup how those nodes were found
 * @param votes how many of those that have a vote said in time what they hold
 * @param voters how many have a vote: of the nodes that answered or may be there, the k closest
 */
public record Reading(Optional<Item> item, LookupResult.Closest lookup, int votes, int voters) {

  /** Whether so many answered that what more than half of the k closest hold was found. */
  public boolean isConclusive() {
    return 2 * votes > voters;
  }
}
