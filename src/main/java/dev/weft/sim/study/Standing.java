package dev.weft.sim.study;

import java.time.Duration;

/**
 * How far a study has come. Immutable.
 *
 * @param stage what goes on
 * @param done how much of the stage is done: nodes, items, gets and lookups, or seconds
 * @param total how much there is to do in it, more than nothing
 * @param simulated how much simulated time has passed
 * @param steps how many steps of threads were run
 */
public record Standing(Stage stage, long done, long total, Duration simulated, long steps) {

  /** The parts of a study. */
  public enum Stage {
    JOIN,
    STORE,
    MEASURE
  }
}
