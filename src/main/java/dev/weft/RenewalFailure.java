package dev.weft;

import dev.weft.item.Item;

/**
 * An item of ours that could not be renewed: too few nodes keep it for longer than before. It is
 * tried again, at intervals that grow up to a sixteenth of its time to live; so this is told ten
 * times at least before the item is lost. Immutable.
 *
 * @param item as it was set, or renewed last; it tells when its copies expire
 * @param attempts how many have failed in a row, this one among them
 * @param why in a sentence
 */
public record RenewalFailure(Item item, int attempts, String why) {}
