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
 * <p><b>Limits.</b> At most α prompt peers are asked at once, and α and maxHedges in all; where
 * that many are silent, the lookup waits. At most 50 k peers are remembered.
 */
@NullMarked
package dev.weft.lookup;

import org.jspecify.annotations.NullMarked;
