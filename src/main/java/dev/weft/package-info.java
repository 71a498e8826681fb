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
 * the thread that calls it, which blocks, and by lanes that end before it returns; there are no
 * callbacks, but for the watcher of a lookup, and no futures. At the gate, operations beyond 128
 * wait for their turn, and whoever closes the node waits until all are out.
 *
 * <p><b>Errors.</b> Outcomes of the network are sealed types below this package, and become the
 * exceptions of {@link dev.weft.DhtException} here. Arguments beyond a limit are an {@code
 * IllegalArgumentException}, before anything is sent.
 */
@NullMarked
package dev.weft;

import org.jspecify.annotations.NullMarked;
