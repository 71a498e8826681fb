package dev.weft.report;

import static dev.weft.report.Page.escaped;

import java.util.List;

/**
 * The numbers of a plot as an HTML table, for those who cannot see the plot and those who want them
 * exactly. It unfolds when asked to. Stateless.
 */
final class Table {

  private static final int MOST_ROWS = 200;

  private Table() {}

  static void append(StringBuilder html, Plot plot) {
    List<String> heads =
        switch (plot) {
          case Bars bars -> bars.categories();
          case Lines lines -> lines.places().stream().map(Numbers::text).toList();
        };
    int step = Math.ceilDiv(heads.size(), MOST_ROWS);
    html.append("<details>\n<summary>Numbers</summary>\n");
    if (plot instanceof Lines lines) {
      bands(html, lines);
    }
    html.append("<div class=\"table\" tabindex=\"0\">\n<table>\n<caption>");
    html.append(label(plot.y()));
    html.append(step > 1 ? ": every %sth of %s points".formatted(step, heads.size()) : "");
    html.append("</caption>\n<thead><tr><th scope=\"col\">")
        .append(label(plot.x()))
        .append("</th>");
    for (Series series : plot.series()) {
      html.append("<th scope=\"col\">").append(escaped(series.name())).append("</th>");
    }
    html.append("</tr></thead>\n<tbody>\n");
    for (int row = 0; row < heads.size(); row += step) {
      html.append("<tr><th scope=\"row\">").append(escaped(heads.get(row))).append("</th>");
      for (Series series : plot.series()) {
        html.append("<td>").append(Numbers.text(series.values().get(row))).append("</td>");
      }
      html.append("</tr>\n");
    }
    html.append("</tbody>\n</table>\n</div>\n</details>\n");
  }

  private static void bands(StringBuilder html, Lines lines) {
    if (!lines.bands().isEmpty()) {
      html.append("<ul>\n");
      for (Band band : lines.bands()) {
        html.append(
            "<li>%s: %s to %s</li>\n"
                .formatted(
                    escaped(band.label()), Numbers.text(band.from()), Numbers.text(band.to())));
      }
      html.append("</ul>\n");
    }
  }

  private static String label(Axis axis) {
    return escaped(axis.label()) + (axis.scale() == Axis.Scale.PERCENT ? " (%)" : "");
  }
}
