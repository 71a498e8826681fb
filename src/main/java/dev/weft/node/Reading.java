package dev.weft.node;

import dev.weft.item.Item;
import dev.weft.lookup.LookupResult;
import java.util.List;
import java.util.Optional;

/**
 * What was read from all of the k closest nodes at once. Immutable.
 *
 * @param versions what they hold, and this node: of each that holds any its version
 * @param lookup how those nodes were found
 * @param votes how many of those that have a vote said in time what they hold
 * @param voters how many have a vote: of the nodes that answered or may be there, the k closest
 */
public record Reading(List<Item> versions, LookupResult.Closest lookup, int votes, int voters) {

  public Reading {
    versions = List.copyOf(versions);
  }

  /** The newest version that any of them holds, if there is any. */
  public Optional<Item> item() {
    return versions.stream().max(Item::compareVersion);
  }

  /** Whether so many answered that what more than half of the k closest hold was found. */
  public boolean isConclusive() {
    return 2 * votes > voters;
  }
}
