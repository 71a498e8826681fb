package dev.weft.report;

import java.util.List;

/**
 * Bars, one for each category and series: counts, or a histogram. Immutable.
 *
 * @param title the heading
 * @param explanation what one sees, in one sentence
 * @param x what the categories are
 * @param y what the bars' heights are
 * @param categories from left to right
 * @param series the heights, one for each category
 */
public record Bars(
    String title, String explanation, Axis x, Axis y, List<String> categories, List<Series> series)
    implements Plot {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if the series do not fit the categories or are too many
   */
  public Bars {
    categories = List.copyOf(categories);
    series = List.copyOf(series);
    Checks.series(title, categories.size(), series);
  }
}
