/**
 * The public face of Weft: {@link dev.weft.Dht}, how it is set up, and what it tells.
 *
 * <p>A {@code get} flows from here down: {@code Dht} → {@link dev.weft.node.Node} → {@link
 * dev.weft.lookup.Lookups} → {@link dev.weft.rpc.Transport} → the wire. Nothing points back up.
 *
 * <p>What a node stands on, the network, the store, time and threads, comes from its {@link
 * dev.weft.Habitat}. The real world is one, with two {@linkplain dev.weft.Wire wires}; a simulator
 * brings its own, and the node is the same.
 *
 * <p><b>Threads.</b> A {@code Dht} may be used by any number of threads. An operation is done by
 * the thread that calls it, which blocks, and by lanes that end before it returns; but the copies
 * that a set need not wait for go on until they are there, or the node is closed. A {@link
 * dev.weft.Subscription} has a thread of its own, which ends with it. There are no callbacks, but
 * for the watcher of a lookup and whoever listens to calls, lookups and renewals, and no futures.
 * At the gate, operations beyond 128 wait for their turn, and whoever closes the node waits until
 * all are out.
 *
 * <h2>What is promised, and what is not</h2>
 *
 * <p>A set that returns is kept by more than half of the k nodes closest to its key, or of those
 * that there are, each of which has it on disk where it has a data directory. From then on:
 *
 * <table>
 * <caption>What becomes of a value that was set, as it meets failures</caption>
 * <tr><th>what happens</th><th>{@link dev.weft.Freshness#FIRST}</th>
 *     <th>{@link dev.weft.Freshness#NEWEST}</th></tr>
 * <tr><td>nothing</td><td>finds it, or a version that was set before and is still held somewhere
 *     near</td><td>finds it</td></tr>
 * <tr><td>fewer than half of its k nodes end, or cannot be reached</td><td>as above</td>
 *     <td>finds it; within an hour there are k copies again</td></tr>
 * <tr><td>more of them end within that hour</td><td>finds it while one copy is left</td>
 *     <td>finds it, or fails, as fewer than half of those that it asks answer</td></tr>
 * <tr><td>all of them end, and none comes back with its data directory</td><td>it is lost, until
 *     its owner, if that still runs, renews it</td><td>as beside</td></tr>
 * <tr><td>a node comes back with what it held</td><td>as if that node had not ended: it reads anew
 *     what it held before it tells it; unless fewer than half of those that it then asks
 *     answer</td><td>finds the newest, and tells that node</td></tr>
 * <tr><td>the network is cut in two</td><td>each side finds what it holds, and what is set
 *     there</td><td>as beside, where more than half answer; once it is whole again the higher
 *     version replaces the other, whose writer does not hear of it</td></tr>
 * <tr><td>it is deleted</td><td>finds nothing, or a value that was set before at a node that does
 *     not know of that yet, or at this one</td><td>finds nothing, and tells those that do not know;
 *     once the {@linkplain dev.weft.Dht#delete(String, java.time.Duration) tombstone} has expired,
 *     so has what it replaced</td></tr>
 * <tr><td>its owner ends</td><td>finds it until it expires, {@link dev.weft.DhtConfig#timeToLive}
 *     after it was last renewed; and for good, where the owner comes back with its data
 *     directory</td><td>as beside</td></tr>
 * <tr><td>nodes lie</td><td>finds nothing forged, and nothing that has expired by the clock of
 *     the node that reads; but a liar may give an old version</td><td>finds the newest that the
 *     honest among the k hold</td></tr>
 * </table>
 *
 * <p>A set that fails may have left copies, which others then find; {@link
 * dev.weft.DhtException.NotStored} tells where. Two that set one name at the same time may both
 * succeed: then the higher version is the one that stays ({@link dev.weft.Expected} says more). A
 * value that is forgotten is no longer renewed, and is found until it expires. One that is deleted
 * is replaced by a newer version that says so, which whoever comes back with the value has to take;
 * where another program of the same identity renews it, that ends the renewal. What is set later is
 * newer again; only where the tombstone came from a program whose clock runs ahead does a plain set
 * fail, as with any newer version, until the clock here has caught up.
 *
 * <p>A version that is to live shorter than the one that it replaces expires sooner: then the older
 * one is found again at a node that the newer has never reached, because it was away for as long.
 * Who wants to replace a value for some time, and nothing after it, deletes it then.
 *
 * <h2>What a node still knows when it is started again</h2>
 *
 * <p>With a data directory: who it is, what it holds and how far its hourly replication had come,
 * whom it knew, who had lied to it and until when it ignores them, and what it renews. So it needs
 * no seed: in a simulated network of two hundred a node that was away for a minute has nine tenths
 * of its table back within two seconds ({@code mvn test -Dtest=RestartTest}). What it renews is on
 * the disk before {@code set} returns; whom it knows is written every ten minutes, who lied as soon
 * as it does, once a minute at most.
 *
 * <p><b>Errors.</b> Outcomes of the network are sealed types below this package, and become the
 * exceptions of {@link dev.weft.DhtException} here. Arguments beyond a limit are an {@code
 * IllegalArgumentException}, before anything is sent.
 */
@NullMarked
package dev.weft;

import org.jspecify.annotations.NullMarked;
