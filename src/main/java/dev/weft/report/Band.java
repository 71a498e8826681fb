package dev.weft.report;

/**
 * A span of a horizontal axis that is shaded and labelled, such as the hours of a partition.
 * Immutable.
 *
 * @param from where it begins, in the unit of the axis
 * @param to where it ends, not before it begins
 * @param label what happened then
 */
public record Band(double from, double to, String label) {

  /**
   * Checks the ends.
   *
   * @throws IllegalArgumentException if it ends before it begins, or an end is not finite
   */
  public Band {
    if (!Double.isFinite(from) || !Double.isFinite(to) || from > to) {
      throw new IllegalArgumentException(
          "\"" + label + "\" cannot be shaded from " + from + " to " + to);
    }
  }
}
