package dev.weft.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class PlotTest {

  private static String svg(double throughput, double cpu, double p99) {
    return Plot.svg(Samples.results(Samples.headline(Headline.CALL_64, throughput, cpu, p99)));
  }

  private static List<Element> elements(String svg, String name) throws Exception {
    Document document =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    var nodes = document.getElementsByTagName(name);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  /** The dots of the three columns, of an image with one row; those of the legend follow. */
  private static List<Element> dots(String svg) throws Exception {
    return elements(svg, "circle").subList(0, 3);
  }

  private static double x(Element dot) {
    return Double.parseDouble(dot.getAttribute("cx"));
  }

  /** Where 1 is, in each column. */
  private static double one(int column) throws Exception {
    return x(dots(svg(1, 1, 1)).get(column));
  }

  @Test
  void twiceIsAsFarFromOneAsHalf() throws Exception {
    List<Element> twice = dots(svg(2, 2, 2));
    List<Element> half = dots(svg(0.5, 0.5, 0.5));
    for (int column = 0; column < 3; column++) {
      double one = one(column);
      assertThat(x(twice.get(column)) - one).isPositive();
      assertThat(one - x(half.get(column))).isCloseTo(x(twice.get(column)) - one, within(0.2));
    }
  }

  @Test
  void theAxisReachesAsFarAsTheFarthestButNotForEver() throws Exception {
    assertThat(svg(1.9, 1, 1)).contains(">1/2<", ">2<").doesNotContain(">4<");
    assertThat(svg(1, 3, 1)).contains(">1/4<", ">4<").doesNotContain(">8<");
    double end = x(dots(svg(8, 1, 1)).getFirst());
    assertThat(x(dots(svg(1_000, 1, 1)).getFirst())).isEqualTo(end);
  }

  @Test
  void moreThroughputIsBetterAndMoreOfAllElseIsWorse() throws Exception {
    assertThat(dots(svg(1.5, 1.5, 1.5)))
        .extracting(dot -> dot.getAttribute("class"))
        .containsExactly("ahead", "behind", "behind");
    assertThat(dots(svg(0.5, 0.5, 0.5)))
        .extracting(dot -> dot.getAttribute("class"))
        .containsExactly("behind", "ahead", "ahead");
  }

  @Test
  void anErrorIsDrawnWhereItIsKnown() throws Exception {
    assertThat(elements(svg(1.5, 1, 1), "path"))
        .filteredOn(line -> line.getAttribute("class").startsWith("error"))
        .hasSize(1); // that of the throughput
  }

  @Test
  void theImageNeedsNothingAndIsSmallAndSaysInWordsWhatItShows() throws Exception {
    Stream<Line> all =
        Stream.of(Headline.values()).flatMap(line -> Samples.headline(line, 0.93, 1.08, 1.21));
    String svg = Plot.svg(Samples.results(all));
    assertThat(svg.length()).isLessThan(20_000);
    assertThat(svg).doesNotContain("<script", "href", "url(", "@import");
    assertThat(elements(svg, "circle")).hasSize(3 * Headline.values().length + 2);
    assertThat(elements(svg, "desc").getFirst().getTextContent())
        .contains(
            "call, 64 in flight: throughput 0.93 ×, processor time 1.08 ×, p99 latency 1.21 ×");
  }

  @Test
  void whatWasNotMeasuredHasNoRow() throws Exception {
    assertThat(elements(Plot.svg(Samples.results(List.of())), "circle")).hasSize(2); // the legend
  }
}
