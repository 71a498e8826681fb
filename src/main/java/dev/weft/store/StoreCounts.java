package dev.weft.store;

/**
 * How much a store holds. Immutable.
 *
 * @param items how many items, replicas and cached copies
 * @param bytes how many bytes their encodings have
 * @param evicted how many had to go so far to make room for others
 */
public record StoreCounts(int items, long bytes, long evicted) {}
