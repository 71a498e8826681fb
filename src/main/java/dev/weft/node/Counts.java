package dev.weft.node;

/**
 * What a node has counted since it was started. Immutable.
 *
 * @param renewing how many items are being renewed now
 * @param renewed how often one was renewed
 * @param renewalsFailed how often an attempt to has failed
 */
public record Counts(int renewing, long renewed, long renewalsFailed) {}
