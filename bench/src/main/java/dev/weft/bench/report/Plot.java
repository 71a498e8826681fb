package dev.weft.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The ratios of blocking code to callbacks as an image, which needs nothing beside itself: a column
 * for each measure, a row for each {@link Headline} that was measured, on a logarithmic axis with 1
 * in the middle. Colours follow the reader's choice, light or dark. Immutable.
 */
final class Plot {

  /** What is plotted, from left to right. */
  private enum Column {
    THROUGHPUT(Measure.SCORE, "throughput", true),
    CPU(Measure.CPU, "processor time", false),
    P99(Measure.P99, "p99 latency", false);

    private final Measure measure;
    private final String title;
    private final boolean moreIsBetter;

    Column(Measure measure, String title, boolean moreIsBetter) {
      this.measure = measure;
      this.title = title;
      this.moreIsBetter = moreIsBetter;
    }

    /** Where its axis begins. */
    int left() {
      return LABELS + ordinal() * (AXIS + NUMBER);
    }

    int middle() {
      return left() + AXIS / 2;
    }
  }

  private static final int LABELS = 260;
  private static final int AXIS = 140;
  private static final int NUMBER = 64;
  private static final int HEAD = 72;
  private static final int ROW = 26;
  private static final int FOOT = 58;
  private static final int WIDTH = LABELS + Column.values().length * (AXIS + NUMBER);
  private static final int MOST_DOUBLINGS = 3;

  private static final String STYLE =
      """
      <style>
      text { font: 13px system-ui, sans-serif; fill: #1f2328 }
      .head { font-weight: 600 }
      .soft { font-size: 11px; fill: #59636e }
      .end { text-anchor: end }
      .mid { text-anchor: middle }
      .ground { fill: #fff }
      .grid { stroke: #d1d9e0 }
      .one { stroke: #59636e; stroke-width: 1.5 }
      circle, .error { stroke-width: 2 }
      .ahead { stroke: #0969da; fill: #0969da }
      .behind { stroke: #bc4c00; fill: #fff }
      @media (prefers-color-scheme: dark) {
      text { fill: #f0f6fc }
      .soft { fill: #9198a1 }
      .ground { fill: #0d1117 }
      .grid { stroke: #3d444d }
      .one { stroke: #9198a1 }
      .ahead { stroke: #4493f8; fill: #4493f8 }
      .behind { stroke: #f0883e; fill: #0d1117 }
      }
      </style>
      """;

  private final Results results;
  private final List<Headline> rows;

  /** How often the axis doubles to the right of 1, and halves to the left. */
  private final int doublings;

  private Plot(Results results) {
    this.results = results;
    this.rows =
        Stream.of(Headline.values())
            .filter(row -> results.ratio(row.subject(), Measure.SCORE).isPresent())
            .toList();
    double farthest =
        rows.stream()
            .flatMap(row -> Stream.of(Column.values()).flatMap(column -> ratio(row, column)))
            .mapToDouble(ratio -> Math.abs(doublings(ratio.score())))
            .max()
            .orElse(0);
    this.doublings = (int) Math.clamp(Math.ceil(farthest), 1, MOST_DOUBLINGS);
  }

  /** The image, as SVG. */
  static String svg(Results results) {
    return new Plot(results).draw();
  }

  private String draw() {
    int bottom = HEAD + rows.size() * ROW;
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img">
    <title>Blocking code beside callbacks</title>
    <desc>%s</desc>
    """
            .formatted(WIDTH, bottom + FOOT, description())
        + STYLE
        + "<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n"
        + Stream.of(Column.values())
            .map(column -> frame(column, bottom))
            .collect(Collectors.joining())
        + IntStream.range(0, rows.size())
            .mapToObj(row -> row(rows.get(row), HEAD + row * ROW + ROW / 2))
            .collect(Collectors.joining())
        + legend(bottom + FOOT - 16)
        + "</svg>\n";
  }

  /** The same for those who do not see it. */
  private String description() {
    return rows.stream()
        .map(
            row ->
                row.title()
                    + ": "
                    + Stream.of(Column.values())
                        .flatMap(
                            column ->
                                ratio(row, column).map(ratio -> column.title + " " + times(ratio)))
                        .collect(Collectors.joining(", ")))
        .collect(Collectors.joining("; "));
  }

  private String frame(Column column, int bottom) {
    String better = column.moreIsBetter ? "more is better →" : "← less is better";
    return text("head mid", column.middle(), 24, column.title)
        + text("soft mid", column.middle(), 42, better)
        + IntStream.rangeClosed(-doublings, doublings)
            .mapToObj(
                power -> {
                  double x = x(column, Math.pow(2, power));
                  return line(power == 0 ? "one" : "grid", x, HEAD - 8, x, bottom)
                      + text(
                          "soft mid",
                          x,
                          bottom + 16,
                          power < 0 ? "1/" + (1 << -power) : "" + (1 << power));
                })
            .collect(Collectors.joining());
  }

  private String row(Headline row, int y) {
    return text("end", LABELS - 20, y + 4, row.title())
        + Stream.of(Column.values())
            .flatMap(column -> ratio(row, column).map(ratio -> mark(column, ratio, y)))
            .collect(Collectors.joining());
  }

  private String mark(Column column, Metric ratio, int y) {
    boolean ahead = column.moreIsBetter ? ratio.score() >= 1 : ratio.score() <= 1;
    String who = ahead ? "ahead" : "behind";
    String error =
        Double.isNaN(ratio.error())
            ? ""
            : line(
                "error " + who,
                x(column, ratio.score() - ratio.error()),
                y,
                x(column, ratio.score() + ratio.error()),
                y);
    return error
        + circle(who, x(column, ratio.score()), y)
        + text("soft", column.left() + AXIS + 10, y + 4, times(ratio));
  }

  private static String legend(int y) {
    return circle("ahead", LABELS, y - 4)
        + text("soft", LABELS + 12, y, "blocking code is better")
        + circle("behind", LABELS + 172, y - 4)
        + text("soft", LABELS + 184, y, "callbacks are better")
        + text("soft end", WIDTH - 10, y, "blocking ÷ callbacks, with its 99.9 % interval");
  }

  private Stream<Metric> ratio(Headline row, Column column) {
    return results.ratio(row.subject(), column.measure).stream();
  }

  private static String times(Metric ratio) {
    return Metric.text(ratio.score()) + " ×";
  }

  private static double doublings(double ratio) {
    return Math.log(ratio) / Math.log(2);
  }

  /** Where a ratio is; at the end of the axis where that does not reach so far. */
  private double x(Column column, double ratio) {
    double share = Math.clamp(doublings(Math.max(ratio, 1e-9)) / doublings, -1, 1);
    return column.middle() + share * AXIS / 2;
  }

  private static String text(String style, double x, int y, String text) {
    return svg("<text class=\"%s\" x=\"%.0f\" y=\"%d\">%s</text>\n", style, x, y, text);
  }

  private static String line(String style, double x1, int y1, double x2, int y2) {
    return svg("<path class=\"%s\" d=\"M%.1f %dL%.1f %d\"/>\n", style, x1, y1, x2, y2);
  }

  private static String circle(String style, double x, int y) {
    return svg("<circle class=\"%s\" cx=\"%.1f\" cy=\"%d\" r=\"4\"/>\n", style, x, y);
  }

  private static String svg(String element, Object... values) {
    return String.format(Locale.ROOT, element, values);
  }
}
