package dev.weft.node;

import dev.weft.item.Item;
import dev.weft.lookup.LookupResult;
import java.util.Optional;

/**
 * What was read from all of the k closest nodes at once. Immutable.
 *
 * @param item the newest version that any of them holds, if there is any
 * @param lookup how those nodes were found
 */
public record Reading(Optional<Item> item, LookupResult.Closest lookup) {}
