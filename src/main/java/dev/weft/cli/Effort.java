package dev.weft.cli;

import java.time.Duration;

/**
 * What a simulation took in the real world. Immutable.
 *
 * @param took how long
 * @param heapBytes the most memory that the heap had
 */
record Effort(Duration took, long heapBytes) {}
