/**
 * One node: the parts that the packages below provide, wired together, and the rules by which a
 * node lives in the network (the talk's "simple rules").
 *
 * <p>{@link dev.weft.node.Node} is what a node does, and starts and stops its {@code Parts}, which
 * wires them, in the one order that works. What comes in is answered by the request handler; what
 * goes out passes the observed transport, which tells the routing actor who answered and who did
 * not, so that nothing else needs to. {@link dev.weft.node.Placement} says what became of an item
 * that was to be stored.
 *
 * <p><b>Threads.</b> Operations run on the thread that calls them and on the lanes that they fork,
 * and are done when they return; but a {@code Placing} runs on a thread of its own, and goes on
 * with the last copies when whoever wanted it has enough, until the node is closed. What nobody
 * waits for (caching a value on the path of a lookup, a ping of a peer that a lookup left behind)
 * runs as an errand, and the housekeeping in loops; both are bounded in number, and end before
 * {@code close} returns. Everything here may be called by any thread.
 *
 * <p><b>Bounds.</b> Errands beyond their limit are not run: each is a help that the hourly
 * housekeeping makes up for. Newcomers that wait for their items to be handed over are queued up to
 * a limit, and beyond it left to the hourly replication. Renewal goes through its items one by one,
 * however many are due: the load on the network stays that of one lookup. Replication looks up one
 * region of the key space after the other, and sends a few items at once to the nodes there, with
 * pauses.
 *
 * <p><b>What others bring.</b> An item that is to be kept passes {@code StoreAdmission}: how fast
 * its peer stores and its owner's items come, whether a newer version is held, and last its
 * signature. Whatever is refused, here or there, is counted by its reason ({@link
 * dev.weft.admission.Refusals}), together with what the transport refuses, and {@link
 * dev.weft.node.Metering} tells, as it does of all that a node counts.
 *
 * <p><b>Topics.</b> Under a topic each owner has a record of their own, at the k closest: {@code
 * Announcer} brings it there, and again each quarter of an hour, so that nobody has to replicate
 * it; {@code TopicHandler} keeps what others bring; {@code ProviderSearch} finds, and has those who
 * want but a few come by many ways. Nodes on the way that are asked often fetch some records and
 * hand them out ({@code PopularTopics}).
 *
 * <p><b>Watches.</b> Whoever watches asks some of the k closest to answer when they have something
 * newer ({@code Watching}), and each waits with the answer on the thread that it has for it ({@code
 * Watchers}): what is pushed is the answer to a call. The design had holders send of their own
 * accord; but then a client would need a second way to be reached, a push that is lost would need
 * an answer, and the lease messages of its own. A call has all of these.
 *
 * <p><b>The beginning.</b> A node that is started again greets those it knew, {@code Joining}; goes
 * on to renew what it renewed, {@code Renewals}; and reads what it held anew before it tells it,
 * {@code Rereading}, which causes no traffic but for what is asked for.
 *
 * <p><b>Where a node is.</b> On each new connection both sides say at which address they see the
 * other. What those say whom a node has dialled, one vote for each /16 of IPv4 or /32 of IPv6, is
 * its address when at least three and more than two thirds agree, and somebody has dialled it there
 * ({@code Whereabouts}); a configured address goes before. Nothing is dialled for it: who is called
 * by a node dials it before it takes it into its table, and so tells whether others can. Until one
 * has, the node is in nobody's table, as a client is, and says so. A separate question to be
 * dialled back was left out: it would be one more way to have others dial third parties, and answer
 * no more.
 *
 * <p><b>Two families.</b> A node listens on IPv4 and IPv6, and learns its address of each, but a
 * {@link dev.weft.kademlia.Contact} has one address: that at which it was met. A second one would
 * be optional in it, and on the wire a second entry of NODES with the same key, which those who do
 * not know of it take for another claim. It is not there, as a contact's equality is what tells in
 * the table, the lookups and the transports whether a node is where it was: each of these places
 * has to say first what is equal where one address of two has changed, and each address has to be
 * proved by itself, or the second would be a way to have others dial strangers. Until then, those
 * who have one family alone do not meet those who have the other, and look-ups pass them by.
 *
 * <p><b>A change of network.</b> A node that is told of one ({@code Relocation}) gives up the
 * connections that are dead by it, and calls those it knows; they notice from where it calls
 * ({@code Movers}), do not find it where it was, and take it in anew as they do any node: when it
 * has answered at its new address.
 *
 * <p><b>The end.</b> A node that is closed gives away what would be a copy short, tells its
 * neighbours, and meanwhile answers but keeps nothing new; after three seconds at most, or when it
 * is aborted, the transport goes first, so that every call that is under way ends.
 */
@NullMarked
package dev.weft.node;

import org.jspecify.annotations.NullMarked;
