package dev.weft.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DistributionTest {

  private static final Axis AXIS = Axis.linear("n");

  @Test
  void aHistogramHasABarForEachWholeNumberBetweenTheLeastAndTheGreatest() {
    Bars bars = histogram(Series.of("a", 5, 2, 2, 3.9), Series.of("b", 3, 3));
    assertThat(bars.categories()).containsExactly("2", "3", "4", "5");
    assertThat(bars.series())
        .containsExactly(Series.of("a", 50, 25, 0, 25), Series.of("b", 0, 100, 0, 0));
    assertThat(bars.y()).isEqualTo(Axis.percent("share"));
  }

  @Test
  void manyNumbersArePutTogetherInSpansOfEqualLength() {
    Bars bars = histogram(Series.of("a", IntStream.range(0, 150).asDoubleStream().toArray()));
    assertThat(bars.categories()).hasSize(50).startsWith("0–2", "3–5").endsWith("147–149");
    assertThat(bars.series().getFirst().values()).containsOnly(2.0);
    assertThat(histogram(Series.of("a", 0, 59)).categories()).hasSize(60).endsWith("59");
    assertThat(histogram(Series.of("a", 0, 60)).categories()).hasSize(31).endsWith("60–61");
  }

  @Test
  void veryLargeNumbersFindTheirBarsDespiteRounding() {
    for (double large = 1e15; large < 1e300; large *= 1.7e7) {
      Bars bars = histogram(Series.of("a", -large / 3, large));
      assertThat(bars.series().getFirst().values()).hasSizeLessThanOrEqualTo(61).contains(50.0);
    }
  }

  @Test
  void aSampleOfNothingGivesAPlotOfNothing() {
    Series empty = Series.of("none", Double.NaN);
    assertThat(histogram(empty).categories()).isEmpty();
    assertThat(cumulative(empty).places()).isEmpty();
    assertThat(ranked(empty).series().getFirst().values()).containsOnly(Double.NaN);
  }

  @Test
  void aSampleOfNothingBesideAnotherLeavesGaps() {
    Series empty = Series.of("none");
    Series one = Series.of("one", 7);
    assertThat(histogram(empty, one).series())
        .containsExactly(Series.of("none", Double.NaN), Series.of("one", 100));
    assertThat(cumulative(empty, one).series())
        .containsExactly(Series.of("none", Double.NaN), Series.of("one", 100));
  }

  @Test
  void aCumulativeLineRisesFromTheLeastToAllOfASample() {
    Lines lines =
        cumulative(Series.of("a", 30, 10, 20, 20, Double.NaN), Series.of("b", 15, 20, 45, 50, 60));
    assertThat(lines.places()).containsExactly(10.0, 15.0, 20.0, 30.0, 45.0, 50.0, 60.0);
    assertThat(lines.series())
        .containsExactly(
            Series.of("a", 25, 25, 75, 100, 100, 100, 100),
            Series.of("b", 0, 20, 40, 40, 60, 80, 100));
    assertThat(lines.y()).isEqualTo(Axis.percent("share"));
  }

  @Test
  void aRankedLineFallsFromTheGreatestToTheLeast() {
    Lines lines = ranked(Series.of("a", 3, 1, 2));
    List<Double> values = lines.series().getFirst().values();
    assertThat(lines.places()).hasSize(201).startsWith(0.0, 0.5).endsWith(100.0);
    assertThat(values).startsWith(3.0).endsWith(1.0);
    assertThat(values.get(100)).isEqualTo(2.0);
    assertThat(values).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(lines.x()).isEqualTo(Axis.percent("share"));
  }

  @Test
  void howLargeASampleIsDoesNotMatter() {
    Series large = Series.of("a", IntStream.range(0, 100_000).mapToDouble(i -> i).toArray());
    assertThat(histogram(large).categories()).hasSizeLessThanOrEqualTo(60);
    assertThat(cumulative(large).places()).hasSize(201);
    assertThat(ranked(large).series().getFirst().values()).startsWith(99_999.0).endsWith(0.0);
    Series[] most = IntStream.range(0, 16).mapToObj(i -> large).toArray(Series[]::new);
    assertThat(cumulative(most).series()).hasSize(16);
  }

  private static Bars histogram(Series... samples) {
    return Distribution.histogram("t", "e", AXIS, "share", List.of(samples));
  }

  private static Lines cumulative(Series... samples) {
    return Distribution.cumulative("t", "e", AXIS, "share", List.of(samples));
  }

  private static Lines ranked(Series... samples) {
    return Distribution.ranked("t", "e", "share", AXIS, List.of(samples));
  }
}
