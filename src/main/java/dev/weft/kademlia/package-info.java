/**
 * The vocabulary of Kademlia: keys, the distance between them, and contacts. It knows no clock and
 * no network, and depends on nothing else in Weft.
 *
 * <p><b>Threads.</b> Everything here is immutable: keys and contacts pass from any thread to any
 * other, in messages, snapshots and maps, and nobody has to ask whose they are.
 *
 * @see <a href="https://pdos.csail.mit.edu/~petar/papers/maymounkov-kademlia-lncs.pdf">Maymounkov
 *     and Mazières, Kademlia: A Peer-to-peer Information System Based on the XOR Metric, 2002</a>
 */
@NullMarked
package dev.weft.kademlia;

import org.jspecify.annotations.NullMarked;
