package dev.weft.report;

import java.util.List;

/** The HTML of a report. All text of the report is escaped. Stateless. */
final class Page {

  /** A longer value gets more room. */
  private static final int SHORT_VALUE = 18;

  private Page() {}

  static String of(Report report) {
    StringBuilder html = new StringBuilder(1 << 18);
    head(html, escaped(report.title()));
    facts(html, report.facts());
    html.append("<div class=\"plots\">\n");
    for (int i = 0; i < report.plots().size(); i++) {
      plot(html, i, report.plots().get(i));
    }
    html.append("</div>\n</main>\n");
    if (!report.plots().isEmpty()) {
      scripts(html, report.plots());
    }
    return html.append("</body>\n</html>\n").toString();
  }

  private static void head(StringBuilder html, String title) {
    // The policy keeps the page from loading anything, whatever it says further down.
    html.append(
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
        style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%1$s</title>
        <style>
        %2$s</style>
        </head>
        <body>
        <main>
        <h1>%1$s</h1>
        """
            .formatted(title, Parts.style()));
  }

  private static void facts(StringBuilder html, List<Fact> facts) {
    if (!facts.isEmpty()) {
      html.append("<dl>\n");
      for (Fact fact : facts) {
        html.append(
            "<div%s><dt>%s</dt><dd>%s</dd></div>\n"
                .formatted(
                    fact.value().length() > SHORT_VALUE ? " class=\"long\"" : "",
                    escaped(fact.label()),
                    escaped(fact.value())));
      }
      html.append("</dl>\n");
    }
  }

  private static void plot(StringBuilder html, int index, Plot plot) {
    html.append(
        """
        <section aria-labelledby="plot-%1$s">
        <h2 id="plot-%1$s">%2$s</h2>
        <p>%3$s</p>
        """
            .formatted(index, escaped(plot.title()), escaped(plot.explanation())));
    if (plot.series().stream().flatMap(one -> one.values().stream()).anyMatch(Double::isFinite)) {
      html.append("<div class=\"chart\" data-plot=\"%s\"></div>\n".formatted(index));
      Table.append(html, plot);
    } else {
      html.append("<p class=\"none\">Nothing was measured.</p>\n");
    }
    html.append("</section>\n");
  }

  private static void scripts(StringBuilder html, List<Plot> plots) {
    html.append("<noscript><p>The plots need JavaScript. The tables do not.</p></noscript>\n");
    html.append("<script type=\"application/json\" id=\"plot-data\">");
    html.append(PlotData.json(plots)).append("</script>\n");
    html.append("<!--\n").append(Parts.chartJsLicence()).append("-->\n");
    html.append("<script>\n").append(Parts.chartJs()).append("</script>\n");
    html.append("<script>\n").append(Parts.script()).append("</script>\n");
  }

  /** Text as it may stand in an element or in an attribute. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
