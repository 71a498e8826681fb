package dev.weft.bench.report;

import java.util.Locale;

/**
 * A number that was measured. Immutable.
 *
 * @param score the mean
 * @param error half of its confidence interval of 99.9 %; not a number where too few were measured
 */
record Metric(double score, double error) {

  /** How many times another this is; the errors of both add up as those of independent numbers. */
  Metric over(Metric other) {
    double ratio = score / other.score;
    return new Metric(ratio, ratio * Math.hypot(error / score, other.error / other.score));
  }

  /** For people: the score with three digits or more, and the error with as many decimals. */
  @Override
  public String toString() {
    int decimals = decimals(score);
    String text = format(score, decimals);
    return Double.isNaN(error) || error == 0 ? text : text + " ± " + format(error, decimals);
  }

  /** For people: a number with three digits or more. */
  static String text(double number) {
    return format(number, decimals(number));
  }

  private static int decimals(double number) {
    double size = Math.abs(number);
    return size >= 99.95 || size == 0 ? 0 : size >= 9.995 ? 1 : 2;
  }

  private static String format(double number, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", number);
  }
}
