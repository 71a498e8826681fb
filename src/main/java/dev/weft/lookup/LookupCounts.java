package dev.weft.lookup;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many lookups a node has made, its own and those that somebody wanted. Immutable.
 *
 * @param ended how many, by outcome; what has not come up is there, with 0
 * @param hops over how many hops their results were reached, together
 * @param messages how many nodes they asked, together
 */
public record LookupCounts(Map<LookupOutcome, Long> ended, long hops, long messages) {

  /** Copies the map. */
  public LookupCounts {
    ended = Collections.unmodifiableMap(new EnumMap<>(ended));
  }

  /**
   * {@return how many have ended so}
   *
   * @param outcome in which way
   */
  public long ended(LookupOutcome outcome) {
    return ended.getOrDefault(outcome, 0L);
  }
}
