package dev.weft.node;

import dev.weft.item.Item;
import java.time.Instant;

/**
 * An item that was renewed, and is no longer. Immutable.
 *
 * @param item as it was renewed last, or stored
 * @param expires when it has expired everywhere, though a renewal may be under way just now
 */
public record Forgotten(Item item, Instant expires) {}
