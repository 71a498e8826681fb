package dev.weft.report;

import java.util.List;

/** What can be drawn, and what cannot. Stateless. */
final class Checks {

  private Checks() {}

  /**
   * Checks the series of a plot that has so many points along its horizontal axis.
   *
   * @throws IllegalArgumentException if they cannot be drawn; the message says why
   */
  static void series(String title, int points, List<Series> series) {
    require(
        points <= Plot.MOST_POINTS,
        title + ": " + points + " points are too many; thin them out to " + Plot.MOST_POINTS);
    require(
        !series.isEmpty() && series.size() <= Plot.MOST_SERIES,
        title + ": " + series.size() + " series; there can be 1 to " + Plot.MOST_SERIES);
    for (Series one : series) {
      int values = one.values().size();
      require(
          values == points,
          title + ": " + one.name() + " has " + values + " values for " + points + " points");
    }
  }

  /**
   * Checks the places of points along a horizontal axis.
   *
   * @throws IllegalArgumentException if one is not finite, or less than the one before
   */
  static void ascending(String title, List<Double> places) {
    double last = -Double.MAX_VALUE;
    for (double place : places) {
      require(
          Double.isFinite(place) && place >= last,
          title + ": a point at " + place + " cannot follow one at " + last);
      last = place;
    }
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException(problem);
    }
  }
}
