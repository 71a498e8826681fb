package dev.weft.report;

/**
 * An axis of a plot. Immutable.
 *
 * @param label what it shows, with its unit unless that is percent
 * @param scale how values are placed on it
 */
public record Axis(String label, Scale scale) {

  /** How values are placed on an axis. */
  public enum Scale {
    /** By their size. The axis covers the values that there are; that of bars begins at 0. */
    LINEAR,

    /** By their logarithm. What is not above 0 has no place on it, and is left out. */
    LOG,

    /** By their size, as percent: 100 stands for all, and the axis never goes beyond it. */
    PERCENT
  }

  /** An axis on which values are placed by their size. */
  public static Axis linear(String label) {
    return new Axis(label, Scale.LINEAR);
  }

  /** An axis on which values are placed by their logarithm. */
  public static Axis log(String label) {
    return new Axis(label, Scale.LOG);
  }

  /** An axis of shares, from 0 to 100. */
  public static Axis percent(String label) {
    return new Axis(label, Scale.PERCENT);
  }
}
