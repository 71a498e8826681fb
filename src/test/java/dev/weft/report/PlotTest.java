package dev.weft.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlotTest {

  private static final Axis X = Axis.linear("x");
  private static final Axis Y = Axis.linear("y");

  @Test
  void whatIsGivenIsCopied() {
    List<Double> values = new ArrayList<>(List.of(1.0));
    List<Series> series = new ArrayList<>(List.of(new Series("s", values)));
    List<Double> places = new ArrayList<>(List.of(0.0));
    List<Band> bands = new ArrayList<>();
    Lines lines = new Lines("t", "e", X, Y, places, series).withBands(bands);
    List<Plot> plots = new ArrayList<>(List.of(lines));
    List<Fact> facts = new ArrayList<>();
    Report report = new Report("t", facts, plots);
    String html = report.html();
    values.add(2.0);
    places.add(1.0);
    series.clear();
    bands.add(new Band(0, 1, "b"));
    plots.clear();
    facts.add(new Fact("f", "v"));
    assertThat(report.html()).isEqualTo(html);
  }

  @Test
  void linesAreNeitherShadedNorStackedUnlessAskedFor() {
    Lines lines = new Lines("t", "e", X, Y, List.of(1.0), List.of(Series.of("s", 1)));
    assertThat(lines.bands()).isEmpty();
    assertThat(lines.stacked()).isFalse();
    Band band = new Band(2, 2, "crash");
    Lines more = lines.asAreas().withBands(List.of(band));
    assertThat(more.bands()).containsExactly(band);
    assertThat(more.stacked()).isTrue();
    assertThat(lines.withBands(List.of(band)).asAreas()).isEqualTo(more);
  }

  @Test
  void aSeriesHasAValueForEachPoint() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bars(List.of("a", "b"), List.of(Series.of("s", 1))))
        .withMessage("t: s has 1 values for 2 points");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> lines(List.of(0.0), List.of(Series.of("s", 1, 2))))
        .withMessage("t: s has 2 values for 1 points");
  }

  @Test
  void aPlotHasOneTo16Series() {
    Series one = Series.of("s", 1);
    assertThat(bars(List.of("a"), Collections.nCopies(16, one)).series()).hasSize(16);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bars(List.of("a"), Collections.nCopies(17, one)))
        .withMessage("t: 17 series; there can be 1 to 16");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> lines(List.of(1.0), List.of()))
        .withMessage("t: 0 series; there can be 1 to 16");
  }

  @Test
  void aPlotHasUpTo10000Points() {
    List<Double> most = Collections.nCopies(10_000, 1.0);
    assertThat(lines(most, List.of(new Series("s", most))).places()).hasSize(10_000);
    List<Double> more = Collections.nCopies(10_001, 1.0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> lines(more, List.of(new Series("s", more))))
        .withMessage("t: 10001 points are too many; thin them out to 10000");
  }

  @Test
  void linesGoFromLeftToRight() {
    Series three = Series.of("s", 1, 2, 3);
    assertThat(lines(List.of(-1.0, 0.0, 0.0), List.of(three)).series()).containsExactly(three);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> lines(List.of(0.0, 2.0, 1.5), List.of(three)))
        .withMessage("t: a point at 1.5 cannot follow one at 2.0");
    for (double nowhere : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> lines(List.of(0.0, 1.0, nowhere), List.of(three)))
          .withMessageContaining(nowhere + " cannot follow");
    }
  }

  @Test
  void aSpanEndsWhereItBeginsOrLater() {
    assertThat(new Band(1, 1, "crash").to()).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Band(2, 1, "crash"))
        .withMessage("\"crash\" cannot be shaded from 2.0 to 1.0");
    assertThatIllegalArgumentException().isThrownBy(() -> new Band(Double.NaN, 1, "crash"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Band(1, Double.POSITIVE_INFINITY, "crash"));
  }

  private static Bars bars(List<String> categories, List<Series> series) {
    return new Bars("t", "e", X, Y, categories, series);
  }

  private static Lines lines(List<Double> places, List<Series> series) {
    return new Lines("t", "e", X, Y, places, series);
  }
}
