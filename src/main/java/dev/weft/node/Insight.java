package dev.weft.node;

import dev.weft.store.ItemStore;

/**
 * What is inside a node, for those who look into it and change nothing. Immutable; its parts may be
 * used by any thread.
 *
 * @param store what it keeps
 * @param times how long others took to answer it
 */
public record Insight(ItemStore store, AnswerTimes times) {}
