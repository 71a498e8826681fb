package dev.weft.node;

import dev.weft.item.Item;
import dev.weft.lookup.LookupResult;
import java.util.Optional;

/**
 * What was read from all of the k closest nodes at once. Immutable.
 *
 * @param item the newest version that any of them holds, if there is any
 * @param lookup how those nodes were found
 * @param answered how many of them said in time what they hold
 */
public record Reading(Optional<Item> item, LookupResult.Closest lookup, int answered) {

  /** Whether so many answered that what more than half of the nodes hold was found. */
  public boolean isConclusive() {
    return 2 * answered >= lookup.closest().size();
  }
}
