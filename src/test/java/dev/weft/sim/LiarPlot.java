package dev.weft.sim;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Draws what came of a study of liars, as SVG. Stateless. */
final class LiarPlot {

  /** How likely a lookup succeeds, according to somebody else. */
  @FunctionalInterface
  interface Formula {
    double of(double liars, int paths);
  }

  private static final List<Integer> PATHS = List.of(1, 4, 8);
  private static final List<String> COLOURS = List.of("#c93c37", "#8250df", "#0969da");
  private static final int LEFT = 56;
  private static final int TOP = 44;
  private static final int WIDTH = 300;
  private static final int HEIGHT = 260;
  private static final int GAP = 48;
  private static final double MOST_LIARS = 0.3;
  private static final double LEAST_SUCCESS = 0.4;

  private LiarPlot() {}

  static String of(List<LiarStudy.Row> rows, Formula formula) {
    StringBuilder svg = new StringBuilder();
    int width = LEFT + 2 * WIDTH + GAP + 24;
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img">
        <title>Gets and sets among colluding liars, by one, four and eight paths</title>
        <style>
        text { font: 13px system-ui, sans-serif; fill: #1f2328 }
        .head { font-weight: 600 }
        .soft { font-size: 11px; fill: #59636e }
        .end { text-anchor: end }
        .mid { text-anchor: middle }
        .grid { stroke: #d1d9e0 }
        polyline { fill: none; stroke-width: 2 }
        .theirs { stroke-dasharray: 5 4; stroke-width: 1.5 }
        </style>
        <rect width="%d" height="%d" fill="#fff"/>
        """
            .formatted(width, TOP + HEIGHT + 96, width, TOP + HEIGHT + 96));
    panel(svg, 0, "get", rows, formula, LiarStudy.Row::gets);
    panel(svg, 1, "set, then read by an honest node", rows, formula, LiarStudy.Row::sets);
    legend(svg);
    return svg.append("</svg>\n").toString();
  }

  private static void panel(
      StringBuilder svg,
      int number,
      String title,
      List<LiarStudy.Row> rows,
      Formula formula,
      ToDoubleFunction<LiarStudy.Row> success) {
    int left = LEFT + number * (WIDTH + GAP);
    text(svg, left, TOP - 16, "head", title);
    for (int percent = 40; percent <= 100; percent += 10) {
      double y = y(percent / 100.0);
      svg.append(
          String.format(
              Locale.ROOT,
              "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>%n",
              left,
              left + WIDTH,
              y,
              y));
      text(svg, left - 6, y + 4, "soft end", percent + " %");
    }
    for (int percent = 0; percent <= 30; percent += 10) {
      text(svg, x(left, percent / 100.0), TOP + HEIGHT + 18, "soft mid", percent + " %");
    }
    for (int i = 0; i < PATHS.size(); i++) {
      int paths = PATHS.get(i);
      StringBuilder theirs = new StringBuilder();
      for (int percent = 0; percent <= 30; percent++) {
        point(theirs, left, percent / 100.0, formula.of(percent / 100.0, paths));
      }
      polyline(svg, "theirs", COLOURS.get(i), theirs);
      StringBuilder ours = new StringBuilder();
      for (LiarStudy.Row row : rows) {
        if (row.paths() == paths) {
          point(ours, left, row.liars(), success.applyAsDouble(row));
          svg.append(
              String.format(
                  Locale.ROOT,
                  "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>%n",
                  x(left, row.liars()),
                  y(success.applyAsDouble(row)),
                  COLOURS.get(i)));
        }
      }
      polyline(svg, "ours", COLOURS.get(i), ours);
    }
    svg.append(
        String.format(
            Locale.ROOT,
            "<path d=\"M%.1f %.1fl6 6m0 -6l-6 6\" stroke=\"#1f2328\" stroke-width=\"2\"/>%n",
            x(left, 0.2) - 3,
            y(0.99) - 3));
  }

  private static void legend(StringBuilder svg) {
    int y = TOP + HEIGHT + 44;
    text(svg, LEFT, y, "soft", "which part of the nodes colludes");
    for (int i = 0; i < PATHS.size(); i++) {
      int x = LEFT + 200 + i * 90;
      svg.append(
          String.format(
              Locale.ROOT,
              "<circle cx=\"%d\" cy=\"%d\" r=\"4\" fill=\"%s\"/>%n",
              x,
              y - 4,
              COLOURS.get(i)));
      text(svg, x + 8, y, "soft", PATHS.get(i) + (i == 0 ? " path" : " paths"));
    }
    text(
        svg,
        LEFT,
        y + 20,
        "soft",
        "Dashed: S/Kademlia's formula, one of d paths has no liar on it, for the path lengths here;"
            + " cross: its simulation,");
    text(svg, LEFT, y + 36, "soft", "99 % at 20 % with disjoint paths (10,000 nodes, k = 16).");
  }

  private static void polyline(StringBuilder svg, String kind, String colour, CharSequence points) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<polyline class=\"%s\" stroke=\"%s\" points=\"%s\"/>%n",
            kind,
            colour,
            points.toString().strip()));
  }

  private static void point(StringBuilder points, int left, double liars, double success) {
    points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(left, liars), y(success)));
  }

  private static double x(int left, double liars) {
    return left + WIDTH * liars / MOST_LIARS;
  }

  private static double y(double success) {
    return TOP + HEIGHT * (1 - success) / (1 - LEAST_SUCCESS);
  }

  private static void text(StringBuilder svg, double x, double y, String kind, String text) {
    svg.append(
        String.format(
            Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">%s</text>%n", x, y, kind, text));
  }
}
