package dev.weft.node;

import java.util.Map;

/**
 * What a node has counted since it was started. Immutable.
 *
 * @param renewing how many items are being renewed now
 * @param renewed how often one was renewed
 * @param renewalsFailed how often an attempt to has failed
 * @param crowds how often a lookup has found nodes that are too close to a key to be true
 * @param refused how often something was refused, held up or cut off, by reason; those only that
 *     were
 */
public record Counts(
    int renewing, long renewed, long renewalsFailed, long crowds, Map<String, Long> refused) {}
