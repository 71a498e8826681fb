package dev.weft.sim.study;

import static dev.weft.sim.study.Study.require;

import java.time.Duration;

/**
 * A part of the nodes that is cut off from all others for some time. Immutable.
 *
 * @param share which part of the nodes that are up then, drawn at random; more than 0, less than 1
 * @param begin when, since the faults began
 * @param length for how long; more than nothing
 */
public record Partition(double share, Duration begin, Duration length) {

  /**
   * @throws IllegalArgumentException which says what is wrong
   */
  public Partition {
    require(share > 0 && share < 1, "a partition's share of the nodes is between 0 and 1");
    require(!begin.isNegative() && length.isPositive(), "a partition has a length");
  }

  /** When it is over, since the faults began. */
  public Duration end() {
    return begin.plus(length);
  }
}
