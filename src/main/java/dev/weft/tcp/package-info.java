/**
 * The transport over TCP: {@link dev.weft.tcp.TcpTransport}, and the wire "weft/1", {@link
 * dev.weft.tcp.MessageCodec} in netstrings.
 *
 * <p><b>Threads.</b> All are virtual, started through the environment, and kept by a {@link
 * dev.weft.runtime.Crew}, which ends them when the transport closes. One accepts connections, and
 * one closes those that are idle. Each connection has one that reads and one that writes, and while
 * its handshake lasts one that watches the time. Each request whose answer may wait has one that
 * runs the handler; the others are answered by the reading thread, which waits for bytes and for
 * nothing else. Those who call do no socket I/O, not even to connect: they wait on a promise, so
 * that a caller's interrupt or time-out is its own affair and never harms a connection that others
 * share.
 *
 * <p><b>Locks.</b> {@code Dials}, {@code ConnectionTable}, {@code PeerRequests} and {@code Outbox}
 * each have one, taken in this order and never held while waiting for the network. The locks of
 * {@code PendingCalls}, whose callers may hold the first two, and of {@code Crew} are held for
 * moments, and under them no other is taken.
 *
 * <p><b>How it works, and why.</b> A writing thread per connection, and not whichever caller finds
 * the connection idle, writes: a caller that is cancelled in the midst of a write would close the
 * socket, and lookups cancel callers all the time. The writer takes all frames that gathered while
 * it wrote, and when it has just been woken lets those run first who are about to leave another: so
 * under load many share a system call, which is faster, too. A peer that does not read holds up the
 * writer only: callers time out, the queue has a limit, and whoever next has something to send
 * after {@code TcpLimits.silence} cuts the connection off. A frame that cannot be read costs its
 * sender the connection, as nothing after it could be trusted to start where it seems to. Every
 * limit is in {@link dev.weft.tcp.TcpLimits}, with what happens there.
 *
 * <p>The stream is in the clear, and a peer's key is what its HELLO claims: anybody in between can
 * read and impersonate. {@code SocketLine.open} is the place for TLS.
 */
@NullMarked
package dev.weft.tcp;

import org.jspecify.annotations.NullMarked;
