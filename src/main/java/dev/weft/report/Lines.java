package dev.weft.report;

import java.util.List;

/**
 * Lines over a common horizontal axis, such as hours; or areas, one on top of the other. Spans of
 * the axis can be shaded. Immutable.
 *
 * @param title the heading
 * @param explanation what one sees, in one sentence
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param places where along the horizontal axis the points are, in ascending order
 * @param series the lines: each has a value for each place
 * @param bands the spans to shade; none by default
 * @param stacked whether to draw areas, one on top of the other, which shows the sum, too; by
 *     default they are lines
 */
public record Lines(
    String title,
    String explanation,
    Axis x,
    Axis y,
    List<Double> places,
    List<Series> series,
    List<Band> bands,
    boolean stacked)
    implements Plot {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if places are not in order, or the series do not fit them or
   *     are too many
   */
  public Lines {
    places = List.copyOf(places);
    series = List.copyOf(series);
    bands = List.copyOf(bands);
    Checks.series(title, places.size(), series);
    Checks.ascending(title, places);
  }

  /** Lines with nothing shaded. */
  public Lines(
      String title, String explanation, Axis x, Axis y, List<Double> places, List<Series> series) {
    this(title, explanation, x, y, places, series, List.of(), false);
  }

  /** The same lines, with these spans shaded in place of any others. */
  public Lines withBands(List<Band> shaded) {
    return new Lines(title, explanation, x, y, places, series, shaded, stacked);
  }

  /** The same as areas, one on top of the other. */
  public Lines asAreas() {
    return new Lines(title, explanation, x, y, places, series, bands, true);
  }
}
