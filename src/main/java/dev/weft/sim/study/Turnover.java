package dev.weft.sim.study;

/**
 * How many nodes ended and came. Immutable.
 *
 * @param killed how many ended as processes that were killed
 * @param gone how many ended as machines that went
 * @param left how many left in good order
 * @param renewed how many new nodes joined in their places
 * @param restarted how many came back
 * @param failures how often one of these could not join, and had to try again
 */
public record Turnover(int killed, int gone, int left, int renewed, int restarted, int failures) {

  /** How many ended. */
  public int ended() {
    return killed + gone + left;
  }
}
