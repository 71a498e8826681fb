/**
 * The vocabulary of Kademlia: keys, the distance between them, and contacts. Everything here is
 * immutable, knows no clock, no thread and no network, and depends on nothing else in Weft.
 *
 * @see <a href="https://pdos.csail.mit.edu/~petar/papers/maymounkov-kademlia-lncs.pdf">Maymounkov
 *     and Mazières, Kademlia: A Peer-to-peer Information System Based on the XOR Metric, 2002</a>
 */
@NullMarked
package dev.weft.kademlia;

import org.jspecify.annotations.NullMarked;
