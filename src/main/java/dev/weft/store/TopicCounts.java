package dev.weft.store;

/**
 * What a node has to do with topics. Immutable.
 *
 * @param kept how many records of owners it keeps under topics, its own owner's among them
 * @param announced under how many topics it announces its owner
 */
public record TopicCounts(int kept, int announced) {}
