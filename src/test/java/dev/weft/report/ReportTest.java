package dev.weft.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportTest {

  private static final String NASTY = "</script><img src=x onerror=\"f('&amp;')\"><!--";
  private static final Pattern SCRIPT = Pattern.compile("(?s)<script[^>]*>.*?</script>");
  private static final Pattern COMMENT = Pattern.compile("(?s)<!--.*?-->");

  @Test
  void theSameReportGivesTheSameBytes() {
    assertThat(SampleReport.day().html()).isEqualTo(SampleReport.day().html());
  }

  @Test
  void factsStandInOrderAndLongOnesGetMoreRoom() {
    String html =
        report(List.of(new Fact("nodes", "1,000"), new Fact("trace", "a".repeat(19)))).html();
    assertThat(html)
        .contains(
            "<div><dt>nodes</dt><dd>1,000</dd></div>\n<div class=\"long\"><dt>trace</dt><dd>aaa");
  }

  @Test
  void whatIsNotThereLeavesNoTrace() {
    assertThat(report(List.of()).html()).doesNotContain("<dl>", "<section", "<script", "<noscript");
  }

  @Test
  void aPlotHasAHeadingAnExplanationAPlaceToBeDrawnAndItsNumbers() {
    String html =
        report(
                List.of(),
                new Bars(
                    "Messages",
                    "What was sent.",
                    Axis.linear("kind"),
                    Axis.linear("messages per hour"),
                    List.of("PING", "STORE"),
                    List.of(Series.of("requests", 1, 0.25), Series.of("replies", Double.NaN, 3))))
            .html();
    assertThat(html)
        .contains(
            """
            <section aria-labelledby="plot-0">
            <h2 id="plot-0">Messages</h2>
            <p>What was sent.</p>
            <div class="chart" data-plot="0"></div>
            <details>
            <summary>Numbers</summary>
            <div class="table" tabindex="0">
            <table>
            <caption>messages per hour</caption>
            <thead><tr><th scope="col">kind</th><th scope="col">requests</th>\
            <th scope="col">replies</th></tr></thead>
            <tbody>
            <tr><th scope="row">PING</th><td>1</td><td>–</td></tr>
            <tr><th scope="row">STORE</th><td>0.25</td><td>3</td></tr>
            </tbody>
            </table>
            </div>
            </details>
            </section>
            """);
  }

  @Test
  void shadedSpansAreToldWithTheNumbers() {
    assertThat(report(List.of(), SampleReport.success()).html())
        .contains(
            """
            <summary>Numbers</summary>
            <ul>
            <li>partition in two halves: 6 to 8</li>
            <li>10 % of nodes crash: 8.4 to 8.5</li>
            """,
            "<caption>share of gets (%)</caption>");
    assertThat(report(List.of(), SampleReport.load()).html()).doesNotContain("<ul>\n");
  }

  @Test
  void aTableShowsEachPointUpTo200AndThenFewer() {
    assertThat(rows(200)).isEqualTo(200);
    assertThat(rows(201)).isEqualTo(101);
    assertThat(rows(Plot.MOST_POINTS)).isEqualTo(200);
    assertThat(report(List.of(), line(1000)).html())
        .contains("<caption>y: every 5th of 1000 points</caption>");
  }

  private static long rows(int points) {
    String html = report(List.of(), line(points)).html();
    return html.split("<th scope=\"row\">", -1).length - 1;
  }

  private static Lines line(int points) {
    List<Double> places = IntStream.range(0, points).mapToObj(i -> (double) i).toList();
    return new Lines(
        "t", "e", Axis.linear("x"), Axis.linear("y"), places, List.of(new Series("s", places)));
  }

  @Test
  void aPlotOfNothingSaysSo() {
    assertThat(
            report(
                    List.of(),
                    new Lines(
                        "t",
                        "e",
                        Axis.linear("x"),
                        Axis.linear("y"),
                        List.of(1.0),
                        List.of(Series.of("s", Double.NaN))))
                .html())
        .contains("<p class=\"none\">Nothing was measured.</p>\n</section>")
        .doesNotContain("data-plot=", "<table>");
  }

  @Test
  void factsAndNumbersNeedNoScript() {
    String rest = SCRIPT.matcher(SampleReport.day().html()).replaceAll("");
    assertThat(rest)
        .contains(
            "<dd>99.94 %</dd>",
            "Hops per lookup</h2>", "<noscript>", "<th scope=\"row\">STORE</th>");
    assertThat(rest.split("<table>", -1)).hasSize(1 + SampleReport.day().plots().size());
  }

  @Test
  void nothingIsLoadedFromAnywhere() {
    String html = SampleReport.day().html();
    assertThat(html)
        .contains("content=\"default-src 'none'; style-src 'unsafe-inline';")
        .doesNotContain("sourceMappingURL");
    // Chart.js names its home page in a comment, and is the only one to name any.
    String ours = COMMENT.matcher(html.replace(Parts.chartJs(), "")).replaceAll("");
    assertThat(ours)
        .hasSizeLessThan(html.length() - 200_000)
        .doesNotContain("://")
        .doesNotContainPattern("(?i)\\b(src|href|action)\\s*=|@import|url\\(|import\\b|fetch\\(")
        .doesNotContainPattern("(?i)<(link|img|iframe|object|embed|base|a)\\b");
    assertThat(Parts.chartJs())
        .doesNotContainPattern(
            "\\b(fetch|import|require|importScripts)\\(|XMLHttpRequest|\\.src\\b");
  }

  @Test
  void chartJsComesWithItsLicence() {
    assertThat(SampleReport.day().html())
        .contains("Chart.js v4", "The MIT License (MIT)", "Chart.js Contributors");
  }

  @Test
  void noPartOfTheProgramEndsItsElement() {
    assertThat(Parts.chartJs() + Parts.script()).doesNotContainIgnoringCase("</script", "<!--");
    assertThat(Parts.style()).doesNotContainIgnoringCase("</style");
    assertThat(Parts.chartJsLicence()).doesNotContain("--");
  }

  @Test
  void noTextBecomesMarkup() {
    Series series = Series.of(NASTY, 1);
    String html =
        new Report(
                NASTY,
                List.of(new Fact(NASTY, NASTY)),
                List.of(
                    new Bars(
                        NASTY,
                        NASTY,
                        Axis.linear(NASTY),
                        Axis.log(NASTY),
                        List.of(NASTY),
                        List.of(series)),
                    new Lines(
                            NASTY,
                            NASTY,
                            Axis.linear(NASTY),
                            Axis.linear(NASTY),
                            List.of(1.0),
                            List.of(series))
                        .withBands(List.of(new Band(0, 1, NASTY)))))
            .html();
    assertThat(html).doesNotContain("<img").containsOnlyOnce("<!--");
    assertThat(html.split("</script", -1)).hasSize(1 + 3);
    assertThat(html)
        .contains(
            "<h1>&lt;/script&gt;&lt;img src=x"
                + " onerror=&quot;f(&#39;&amp;amp;&#39;)&quot;&gt;&lt;!--</h1>");
  }

  private static Report report(List<Fact> facts, Plot... plots) {
    return new Report("title", facts, List.of(plots));
  }
}
