package dev.weft.report;

import java.util.List;

/** A picture of one or more series of numbers. Immutable. */
public sealed interface Plot permits Bars, Lines {

  /** The most points that a plot has along its horizontal axis: 10,000. */
  int MOST_POINTS = 10_000;

  /** The most series that a plot has: 16. */
  int MOST_SERIES = 16;

  /** The heading. */
  String title();

  /** What one sees, in one sentence. */
  String explanation();

  /** The horizontal axis. */
  Axis x();

  /** The vertical axis. */
  Axis y();

  /** What is drawn, all of the same length. */
  List<Series> series();
}
