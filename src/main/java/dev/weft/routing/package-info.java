/**
 * Whom a node knows: the routing table (Kademlia, §2.2 to §2.4) and the actor that owns it.
 *
 * <p><b>Threads.</b> {@link dev.weft.routing.RoutingActor} is one virtual thread with one bounded
 * mailbox, and the only one that ever touches {@code RoutingTable}, {@code Bucket} and what they
 * are made of; none of these has a lock. Everybody else tells it what happened and goes on, or
 * reads the last {@link dev.weft.routing.RoutingSnapshot}, which is immutable and costs no wait.
 * The actor never does I/O and waits for nothing but its mailbox: a contact is pinged on a thread
 * of its own, and the answer comes back as a command.
 *
 * <p><b>Why.</b> Every message that a node receives changes the table, and every request that it
 * answers reads it. With one writer there is no order of locks to get wrong, and readers never meet
 * it. Publishing is cheap since snapshots share all buckets that did not change, and since the
 * order of recency, which changes all the time, is no part of them.
 *
 * <p><b>Strangers.</b> Only nodes that listen belong here; contacts of clients never reach this
 * package. A node gets a place when it has answered at its address. One that has called, or that
 * says it is elsewhere now, waits until it is pinged there, a few at a time, and no address more
 * than once a minute in vain. Whoever is known stays, at the address where it answers, as long as
 * it does; what others say of it, and failures elsewhere, cost it nothing. Of one network ({@link
 * dev.weft.kademlia.PrefixLimits}) few get a place. A liar is ignored for an hour, and longer each
 * time; that is forgiven by the day.
 */
@NullMarked
package dev.weft.routing;

import org.jspecify.annotations.NullMarked;
