package dev.weft.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MetricTest {

  @Test
  void theErrorOfARatioHasThoseOfBothNumbers() {
    Metric ratio = new Metric(200, 6).over(new Metric(100, 4));
    assertThat(ratio.score()).isEqualTo(2);
    assertThat(ratio.error()).isCloseTo(2 * 0.05, within(1e-9)); // 3 % and 4 %
    assertThat(new Metric(200, 6).over(Samples.exactly(100)).error()).isNaN();
  }

  @Test
  void numbersHaveThreeDigitsOrMoreAndErrorsAsManyDecimals() {
    assertThat(new Metric(0.9666, 0.0123)).hasToString("0.97 ± 0.01");
    assertThat(new Metric(9.996, 1)).hasToString("10.0 ± 1.0");
    assertThat(new Metric(123_456.7, 89.6)).hasToString("123,457 ± 90");
    assertThat(Samples.exactly(99.96)).hasToString("100");
    assertThat(new Metric(0, 0)).hasToString("0");
    assertThat(new Metric(-12.34, 0)).hasToString("-12.3");
  }
}
