package dev.weft.sim.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A sample answers what is usually asked. */
class SampleTest {

  @Test
  void quantilesAreNumbersOfTheSample() {
    Sample sample = Sample.of(IntStream.rangeClosed(1, 200).mapToDouble(i -> 201 - i));
    assertThat(sample.count()).isEqualTo(200);
    assertThat(sample.mean()).isEqualTo(100.5);
    assertThat(sample.min()).isEqualTo(1);
    assertThat(sample.quantile(0.5)).isEqualTo(100);
    assertThat(sample.quantile(0.99)).isEqualTo(198);
    assertThat(sample.max()).isEqualTo(200);
    assertThat(sample.values()).isSorted().hasSize(200);
  }

  @Test
  void nothingHasZeroForAnAnswer() {
    Sample nothing = Sample.of(DoubleStream.empty());
    assertThat(nothing.count()).isZero();
    assertThat(nothing.mean()).isZero();
    assertThat(nothing.min()).isZero();
    assertThat(nothing.quantile(0.5)).isZero();
  }

  @Test
  void cannotBeChanged() {
    Sample sample = Sample.of(DoubleStream.of(1, 2));
    sample.values()[0] = 7;
    assertThat(sample.min()).isEqualTo(1);
  }
}
