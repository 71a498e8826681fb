/**
 * What a node takes on for others, and what it refuses: rates, and the count of every refusal by
 * its reason ({@link dev.weft.admission.Refusal}).
 *
 * <p><b>Threads.</b> All of it is safe for use by any number of threads. {@link
 * dev.weft.admission.TokenBucket} and {@link dev.weft.admission.Refusals} take no lock, and {@link
 * dev.weft.admission.Buckets} one, held for a look into a map. Nothing here reads a clock, but for
 * the log: whoever asks says what time it is.
 *
 * <p><b>How it works, and why.</b> A rate is kept for somebody, who is known by a key or an
 * address, and not for a connection: who comes back finds what they have left. Strangers are
 * without number, so the last ones are remembered and the others forgotten, which can only be
 * generous. The limits themselves, and what happens at each, are where they are held: {@code
 * dev.weft.tcp} has those of connections and requests, {@code dev.weft.node} those of items.
 */
@NullMarked
package dev.weft.admission;

import org.jspecify.annotations.NullMarked;
