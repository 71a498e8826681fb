/**
 * The transport over TCP: {@link dev.weft.tcp.TcpTransport}, and the wire "weft/1", {@link
 * dev.weft.tcp.MessageCodec} in netstrings. What goes over the wire, to the byte, for those who
 * write a node or a client in another language, is told by {@code .github/WIRE.md}.
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
 * sender the connection, as nothing after it could be trusted to start where it seems to.
 *
 * <p><b>Limits.</b> {@link dev.weft.tcp.TcpLimits} has those of the whole, and {@link
 * dev.weft.tcp.Shares} those of one peer, address or network, each with its default. What happens
 * at each, and how it is counted ({@link dev.weft.admission.Refusal}; the log has each reason at
 * most once a minute):
 *
 * <ul>
 *   <li>A connection too many, in all, of an address, of a network, too fast, or while others have
 *       yet to say HELLO: REFUSED in the clear, code BUSY, with the reason, and the end. It is
 *       answered by the accepting thread, before anything is read and any key computed with. Where
 *       only all connections are in use, which takes a HELLO to find out, the refusal comes inside.
 *   <li>Requests too fast, of a peer or an address: the connection is not read from for a tenth of
 *       a second, again and again. Nothing is lost, nothing is stored here, and what a flooder
 *       sends beyond its rate costs it its own time only; answers to this node wait behind its
 *       requests, which are its own, too. After a minute of that: REFUSED, code BUSY, and the end.
 *   <li>Requests in flight, of a peer or in all, and bytes of requests and answers in all: REFUSED,
 *       code BUSY, for each request; the connection stays.
 *   <li>Answers, or calls, that a peer does not read: the end, when they do not fit the queue, or
 *       somebody has more to send after {@code TcpLimits.silence}.
 *   <li>A frame that cannot be read: the end. A HELLO that does not come in time: the end.
 *   <li>A forged item: REFUSED, code FORGED, and the end, as no honest node has one.
 * </ul>
 *
 * <p>Before the end, what is queued is written, so that the refusal arrives if the peer reads it.
 * The memory that strangers can take is bounded by all that: 640 connections and handshakes with
 * half a KiB to 128 KiB of a frame that is on its way, each, and {@code TcpLimits.bytes}.
 *
 * <p><b>Who is there.</b> By default the stream is inside TLS 1.3 ({@link dev.weft.tls}), from the
 * first byte on; whoever dials is the client. Both sides show one X.509 certificate, of an Ed25519
 * key and signed by it, and prove that they have the key: the group is x25519, the cipher suite
 * TLS_AES_128_GCM_SHA256, the signature ed25519; there is no server name, no ALPN and no
 * resumption. Nothing else in a certificate counts. A peer's key is the hash of the public key that
 * it has proved; where that is not the one that was dialled, nothing more is said; and HELLO, which
 * comes inside as it does in the clear, must have the same public key. The end of the TCP
 * connection is the end, with close_notify or without.
 *
 * <p>In the clear ({@code TcpOptions.secure}), a peer's key is what its HELLO claims: anybody in
 * between can read and impersonate. The two kinds are told apart by the first byte: a handshake of
 * TLS starts with 22, and a netstring with a digit. A node that is dialled in the other way than it
 * speaks answers with REFUSED in the clear, code {@link dev.weft.rpc.RefusalCode#INSECURE}, and
 * closes; one that has dialled by TLS takes a digit for that answer.
 */
@NullMarked
package dev.weft.tcp;

import org.jspecify.annotations.NullMarked;
