package dev.weft.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundTest {

  @Test
  void aVerdictSaysByHowMuch() {
    Bound fast = Bound.atLeast(0.8, "×");
    assertThat(fast).hasToString("≥ 0.80 ×");
    assertThat(fast.verdict(1)).isEqualTo("yes, by 25.0 %");
    assertThat(fast.verdict(0.8)).isEqualTo("yes");
    assertThat(fast.verdict(0.6)).isEqualTo("**no**, by 25.0 %");
    Bound small = Bound.atMost(3_000, "B");
    assertThat(small).hasToString("≤ 3,000 B");
    assertThat(small.verdict(1_500)).isEqualTo("yes, by 50.0 %");
    assertThat(small.verdict(9_000)).isEqualTo("**no**, by 200 %");
  }
}
