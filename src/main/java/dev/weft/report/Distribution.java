package dev.weft.report;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Plots of how samples are distributed. Each {@link Series} given is a sample, of any size and in
 * any order; what is not finite in it does not count. However large the samples are, the plots have
 * a few thousand points at most. Stateless.
 */
public final class Distribution {

  private static final int MOST_BARS = 60;

  /** Into so many parts of equal size a sample is divided for a line. */
  private static final int PARTS = 200;

  private Distribution() {}

  /**
   * Bars for whole numbers, such as hops: which percentage of each sample a number makes up. More
   * than 60 different ones are put together, in spans of equal length.
   *
   * @param x what the numbers are
   * @param share what they are percentages of, such as "share of lookups"
   */
  public static Bars histogram(
      String title, String explanation, Axis x, String share, List<Series> samples) {
    DoubleSummaryStatistics all =
        samples.stream().flatMapToDouble(Distribution::finite).map(Math::floor).summaryStatistics();
    double lowest = all.getMin();
    double numbers = Math.max(0, all.getMax() - lowest + 1);
    double width = Math.max(1, Math.ceil(numbers / MOST_BARS));
    int bars = (int) Math.ceil(numbers / width);
    List<Series> heights =
        each(
            samples,
            sample -> {
              double[] counts = new double[bars];
              for (double value : sample) {
                // Very large numbers are rounded, perhaps beyond the last bar.
                int bar = (int) ((Math.floor(value) - lowest) / width);
                counts[Math.min(bar, bars - 1)]++;
              }
              return DoubleStream.of(counts).map(n -> 100 * n / sample.length).toArray();
            });
    List<String> categories =
        IntStream.range(0, bars).mapToObj(bar -> span(lowest + bar * width, width)).toList();
    return new Bars(title, explanation, x, Axis.percent(share), categories, heights);
  }

  private static String span(double first, double width) {
    return width == 1
        ? Numbers.text(first)
        : Numbers.text(first) + "–" + Numbers.text(first + width - 1);
  }

  /**
   * A line for each sample: which percentage of it is not above a value.
   *
   * @param x what the values are
   * @param share what they are percentages of, such as "share of lookups"
   */
  public static Lines cumulative(
      String title, String explanation, Axis x, String share, List<Series> samples) {
    TreeSet<Double> places = new TreeSet<>();
    for (Series sample : samples) {
      DoubleStream.of(quantiles(sorted(sample))).forEach(places::add);
    }
    List<Series> lines =
        each(
            samples,
            sample ->
                places.stream()
                    .mapToDouble(place -> 100.0 * notAbove(sample, place) / sample.length)
                    .toArray());
    return new Lines(title, explanation, x, Axis.percent(share), List.copyOf(places), lines);
  }

  /**
   * A line for each sample: its values from the greatest to the least. Shows how evenly something,
   * such as load, is spread.
   *
   * @param share what the values belong to, such as "share of nodes"
   * @param y what the values are
   */
  public static Lines ranked(
      String title, String explanation, String share, Axis y, List<Series> samples) {
    List<Double> places = new ArrayList<>();
    for (int part = 0; part <= PARTS; part++) {
      places.add(100.0 * part / PARTS);
    }
    List<Series> lines =
        each(
            samples,
            sample -> {
              double[] rising = quantiles(sample);
              return IntStream.rangeClosed(0, PARTS)
                  .mapToDouble(part -> sample.length == 0 ? Double.NaN : rising[PARTS - part])
                  .toArray();
            });
    return new Lines(title, explanation, Axis.percent(share), y, places, lines);
  }

  private static List<Series> each(List<Series> samples, UnaryOperator<double[]> drawn) {
    return samples.stream()
        .map(sample -> Series.of(sample.name(), drawn.apply(sorted(sample))))
        .toList();
  }

  private static double[] sorted(Series sample) {
    return finite(sample).sorted().toArray();
  }

  private static DoubleStream finite(Series sample) {
    return sample.values().stream().mapToDouble(Double::doubleValue).filter(Double::isFinite);
  }

  /** The least value, those at the ends of the parts, and the greatest; none of an empty sample. */
  private static double[] quantiles(double[] sorted) {
    return sorted.length == 0
        ? sorted
        : IntStream.rangeClosed(0, PARTS)
            .mapToDouble(part -> sorted[(int) ((sorted.length - 1L) * part / PARTS)])
            .toArray();
  }

  /** How many of a sorted sample are not above a value. */
  private static int notAbove(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
