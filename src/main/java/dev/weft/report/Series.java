package dev.weft.report;

import java.util.Arrays;
import java.util.List;

/**
 * Numbers with a name: a line or a colour of bars in a plot, or a sample. Immutable.
 *
 * @param name as it is shown in the legend
 * @param values the numbers; one that is not finite stands for none, and leaves a gap
 */
public record Series(String name, List<Double> values) {

  /** Copies the values. */
  public Series {
    values = List.copyOf(values);
  }

  /** A series of these numbers. */
  public static Series of(String name, double... values) {
    return new Series(name, Arrays.stream(values).boxed().toList());
  }
}
