package dev.weft.sim.study;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** Numbers that were measured, and what is usually asked about them. Immutable. */
public final class Sample {

  private final double[] sorted;

  private Sample(double[] sorted) {
    this.sorted = sorted;
  }

  /** These numbers, in any order. */
  public static Sample of(DoubleStream values) {
    return new Sample(values.sorted().toArray());
  }

  /** How many there are. */
  public int count() {
    return sorted.length;
  }

  /** The mean; 0 of nothing, as all that follows. */
  public double mean() {
    return Arrays.stream(sorted).average().orElse(0);
  }

  /**
   * The smallest of the numbers that so large a part of them does not exceed.
   *
   * @param part more than 0, up to 1, which gives the greatest
   */
  public double quantile(double part) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(part * sorted.length) - 1];
  }

  /** The least. */
  public double min() {
    return sorted.length == 0 ? 0 : sorted[0];
  }

  /** The greatest. */
  public double max() {
    return quantile(1);
  }

  /** All of them, the least first. */
  public double[] values() {
    return sorted.clone();
  }
}
