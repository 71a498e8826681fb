/**
 * What every wire needs of the network: a {@link dev.weft.socket.Line} to another node, a {@link
 * dev.weft.socket.Listener} that waits for them, and an {@link dev.weft.socket.Outbox} whose frames
 * one thread writes.
 *
 * <p><b>Threads.</b> None are started here. Each line has one that reads and one that writes; both
 * are the transport's, as is the one that accepts.
 */
@NullMarked
package dev.weft.socket;

import org.jspecify.annotations.NullMarked;
