/**
 * What the network stores: items that carry their own proof, and the identities that sign them.
 *
 * <p>A {@link dev.weft.item.NamedItem} is the drogulus's item: only its owner can write it, and
 * whoever holds it can check that. A {@link dev.weft.item.ContentItem} is named by the hash of what
 * it holds, behind a domain prefix, so that no content can be made to fit the key of a named item.
 * Items are immutable, and know no clock: whoever asks whether one has expired brings the time
 * along.
 */
@NullMarked
package dev.weft.item;

import org.jspecify.annotations.NullMarked;
