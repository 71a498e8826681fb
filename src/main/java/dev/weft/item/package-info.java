/**
 * What the network stores: items that carry their own proof, and the identities that sign them.
 *
 * <p>An {@link dev.weft.item.OwnedItem} is the drogulus's item: only its owner can write it, and
 * whoever holds it can check that. Each wire has a kind of its own, and Weft's is {@link
 * dev.weft.item.NamedItem}; all else knows the interface. Its owner deletes it by a version without
 * a value, a {@linkplain dev.weft.item.Item#isTombstone tombstone}, which is kept, spread and
 * replaced as any other. A {@link dev.weft.item.ContentItem} is named by the hash of what it holds,
 * behind a domain prefix, so that no content can be made to fit the key of an owned item. Items are
 * immutable, and know no clock: whoever asks whether one has expired brings the time along.
 *
 * <p>An {@link dev.weft.item.Announcement} is no item: any number of owners have one under the same
 * key, a topic, by which they are found ({@link dev.weft.item.Provider}).
 *
 * <p><b>Threads.</b> Items, records and identities are immutable, for any thread, so that stores,
 * lookups and messages share one instance. What a signature was found to be is remembered by {@link
 * dev.weft.item.Proofs}, under a lock that is not held while one is checked.
 */
@NullMarked
package dev.weft.item;

import org.jspecify.annotations.NullMarked;
