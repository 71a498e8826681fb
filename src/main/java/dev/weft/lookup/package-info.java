/**
 * The iterative lookup (Kademlia, §2.3), as blocking code: α lanes walk one shortlist.
 *
 * <p><b>How it works, and why.</b> A lane is a coroutine: it takes the closest peer that nobody has
 * asked, asks it, tells the shortlist what came back, and begins anew. There are no rounds, so a
 * slow peer holds up one lane and never the lookup. {@link dev.weft.lookup.Shortlist} is pure state
 * with the paper's names; {@link dev.weft.lookup.Lookup} adds threads and time to it.
 *
 * <p><b>Threads.</b> Each lookup is run by the thread that wants its result, the owner. The owner
 * forks the lanes into a {@link dev.weft.runtime.FanOut}, and paces them: it sleeps until the
 * lookup is over or a question has been unanswered for too long, and then forks one more lane, a
 * hedge, while the question itself stays open. (Lanes may be forked by the owner alone, and before
 * it joins; that the owner waits as the pacemaker, and not in {@code join}, saves spare lanes that
 * would wait for a hedge that nearly never comes.) Owner and lanes share the lookup's state under
 * one lock, which nobody holds while a question is under way or a watcher or listener is told. When
 * the owner is interrupted the whole tree ends.
 *
 * <p><b>Slow is not dead.</b> A peer that has not answered within the soft deadline is "removed
 * from consideration until and unless it does respond", as the paper has it: the lookup may be
 * complete without it. Whoever runs lookups is told of such peers, and should ping them at leisure,
 * for a lookup does not wait to see whether they are dead. Where fewer than k others answer, a slow
 * peer is waited for all the same: by a lookup of nodes for a quarter of the call's timeout, or
 * longer where answers take long, and by a lookup of a value, which may be nowhere else, for all of
 * it. Where k others have answered that they do not hold a value, a slow one is waited for by a
 * lookup of that value for the same quarter. With no answer at all every peer is waited for.
 *
 * <p><b>Before the end.</b> Whoever wants to begin before the k closest are known is told with each
 * step who they are so far ({@link dev.weft.lookup.Frontier}), and who of these is one of them
 * almost certainly, as follows from how dense the network is ({@code Density}).
 *
 * <p><b>Several paths.</b> Where many lie, a lookup may go by several paths at once that share no
 * peer ({@code Paths}; Baumgart and Mies, S/Kademlia: A Practicable Approach Towards Secure
 * Key-Based Routing, 2007, §4.4), so that what one honest path finds is found. Each path is a whole
 * lookup; there the paper's ends at the first node that knows those wanted. So it takes as many
 * times the messages, and about the same time. What the paths had heard of is compared in the
 * result.
 *
 * <p><b>Too close to be true.</b> Keys are hashes, so how many nodes are within some distance of a
 * key follows a Poisson distribution, whose mean follows from earlier lookups. Where the closest
 * nodes found are so close that one lookup in a million would find such, somebody has tried keys
 * until they were, to have what is stored there for itself. The result then has those beyond as
 * well ({@link dev.weft.lookup.LookupResult.Crowd}, {@code Crowds}); items are kept by these, too,
 * and asked of them. Nothing is noticed by who has made less than five lookups, nor where the crowd
 * is no denser than by chance, as it may be where few honest nodes are by chance.
 *
 * <p><b>Limits.</b> At most α prompt peers are asked at once, and α and maxHedges in all, on each
 * path; where that many are silent, the lookup waits. At most 50 k peers are remembered by each
 * path, and at most six lookups look for those beyond a crowd.
 */
@NullMarked
package dev.weft.lookup;

import org.jspecify.annotations.NullMarked;
