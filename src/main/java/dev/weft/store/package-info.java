/**
 * What a node keeps for the network: {@link dev.weft.store.ItemStore}, and two implementations of
 * it, one that lives in memory and one in a file.
 *
 * <p><b>Threads.</b> A store may be used by any number of threads. {@link
 * dev.weft.store.MemoryItemStore} guards its indices with one lock, held for a few steps down a
 * tree and never while anything waits; {@code get}, by far the most frequent call, takes no lock.
 * The time is read while the lock is held, so whatever is changed later is later. In {@link
 * dev.weft.store.SqliteItemStore} one thread of the platform makes all changes, those that came
 * together in one transaction ({@code GroupCommit}); whoever reads does so on its own thread, over
 * one of a few connections ({@code Readers}).
 *
 * <p><b>How it works, and why.</b> What is held is immutable ({@code Holding}); a change takes one
 * out of all indices and puts another in ({@code Shelf}), so no index can disagree with the rest.
 * One order says what goes first when there is no room, and the newcomer takes its place in it like
 * all the others: a store that is full never gives up something worth more than what it gets. What
 * comes of a put is a closed family of outcomes ({@link dev.weft.store.PutOutcome}), not an
 * exception: to hold a newer version is no error, and the caller wants it.
 *
 * <p>What was there when a store was opened is old until it is heard of again ({@code isOld}),
 * which the time of the last replication tells for free. Beside its items a store has the list of
 * those that its node renews ({@link dev.weft.store.RenewalBook}), in the same file and on the disk
 * by the same transactions.
 *
 * <p>The file keeps the same rules ({@code SqliteRows}), with one index of distances and three of
 * times, in which new items stand last ({@code SqliteFile} says why), and knows no more of an item
 * than its bytes ({@link dev.weft.store.ItemFormat}) and what it is looked for by. What must leave
 * is found by {@code Room}, and the order of keys by {@code KeyOrder}, both by that one index. One
 * test of random steps holds both stores against the plain rules.
 *
 * <p>Who is found under topics is kept beside the items, and in memory ({@link
 * dev.weft.store.ProviderStore}), as its owners bring it again every quarter of an hour.
 *
 * <p>The file does not shrink: SQLite gives the room of what has gone to what comes, so that a file
 * is never longer than what was held at once needs. SQLite could cut it ({@code auto_vacuum}), but
 * then it writes down where each page belongs, and moves pages from the end to the gaps only for
 * others to be appended again, as a node goes on taking items.
 */
@NullMarked
package dev.weft.store;

import org.jspecify.annotations.NullMarked;
