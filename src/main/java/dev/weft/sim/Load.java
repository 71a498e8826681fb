package dev.weft.sim;

/**
 * How much one node has to do and to hold, at one moment.
 *
 * @param calls how many calls of it wait for their answers
 * @param requests how many requests it is answering
 * @param threads how many of its threads have been started, and not ended
 * @param items how many items it keeps
 * @param bytes how many bytes these have
 */
record Load(int calls, int requests, int threads, int items, long bytes) {}
