package dev.weft.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatenciesTest {

  @Test
  void aBucketHoldsItsFloorAndIsNoWiderThanA32ndOfIt() {
    for (long nanos = 0; nanos < 1L << 40; nanos = nanos * 5 / 4 + 1) {
      int bucket = Latencies.bucket(nanos);
      long floor = Latencies.floor(bucket);
      assertThat(floor).isLessThanOrEqualTo(nanos);
      assertThat(Latencies.bucket(floor)).isEqualTo(bucket);
      assertThat(Latencies.floor(bucket + 1)).isGreaterThan(nanos);
      assertThat(nanos - floor).isLessThanOrEqualTo(nanos / 32);
    }
    assertThat(Latencies.bucket(Long.MAX_VALUE)).isPositive();
  }

  @Test
  void quantilesAreThoseOfWhatWasNoted() {
    var latencies = new Latencies();
    assertThat(latencies.quantile(0.5)).isZero();
    for (int i = 1; i <= 1000; i++) {
      latencies.add(1000L * i);
    }
    assertThat(latencies.count()).isEqualTo(1000);
    assertThat(latencies.quantile(0.5)).isCloseTo(500_000, within(16_000L));
    assertThat(latencies.quantile(0.99)).isCloseTo(990_000, within(32_000L));
    latencies.clear();
    assertThat(latencies.count()).isZero();
  }
}
