package dev.weft.routing;

/**
 * How a routing table and the actor that owns it are doing. Immutable.
 *
 * @param contacts how many contacts are in the table now
 * @param buckets how many buckets it has now
 * @param added how many contacts have come in so far
 * @param removed how many have gone: they did not answer, lied, or said good-bye
 * @param mailbox how many commands wait for the actor now
 * @param shed how many hints were shed, because the actor had too much to do
 */
public record RoutingCounts(
    int contacts, int buckets, long added, long removed, int mailbox, long shed) {}
