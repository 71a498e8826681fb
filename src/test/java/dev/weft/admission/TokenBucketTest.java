package dev.weft.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.runtime.FanOut;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private static int taken(TokenBucket bucket, long now) {
    int count = 0;
    while (bucket.hasToken(now) && bucket.take(now)) {
      count++;
    }
    return count;
  }

  /** Monotonic clocks begin anywhere, and wrap around. */
  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MAX_VALUE - 10, Long.MIN_VALUE})
  void aBurstMayComeAtOnceAndThenSoManyInEachSecond(long start) {
    var bucket = new TokenBucket(Rate.perSecond(100, 7), start);
    assertThat(taken(bucket, start)).isEqualTo(7);
    assertThat(bucket.take(start)).isFalse();
    int taken = 0;
    for (long now = start + SECOND / 100; now - start <= 10 * SECOND; now += SECOND / 1_000) {
      taken += taken(bucket, now);
    }
    assertThat(taken).isEqualTo(1_000);
  }

  @Test
  void afterALongRestThereIsNoMoreThanABurst() {
    var bucket = new TokenBucket(Rate.perSecond(100, 7), 0);
    taken(bucket, 0);
    assertThat(taken(bucket, Duration.ofDays(1_000).toNanos())).isEqualTo(7);
  }

  @Test
  void whoIsPatientGetsATokenOfLaterAndNobodyElseDoes() {
    var bucket = new TokenBucket(Rate.perSecond(10, 1), 0);
    assertThat(bucket.reserve(0, SECOND)).isZero();
    for (int i = 1; i <= 10; i++) {
      assertThat(bucket.reserve(0, SECOND)).isEqualTo(i * SECOND / 10);
    }
    assertThat(bucket.reserve(0, SECOND)).isNegative();
    assertThat(bucket.reserve(SECOND / 10, SECOND)).isEqualTo(SECOND);
    assertThat(bucket.hasToken(SECOND + SECOND / 10)).isFalse();
    assertThat(bucket.hasToken(SECOND + SECOND / 5)).isTrue();
  }

  @Test
  void withoutALimitThereIsAlwaysAToken() {
    var bucket = new TokenBucket(Rate.UNLIMITED, 0);
    for (int i = 0; i < 10_000; i++) {
      assertThat(bucket.hasToken(-i)).isTrue();
      assertThat(bucket.take(-i)).isTrue();
    }
    assertThat(bucket.rate()).isEqualTo(Rate.UNLIMITED);
  }

  @Test
  void threadsShareWhatThereIs() throws InterruptedException {
    var bucket = new TokenBucket(new Rate(10_000, Duration.ofHours(1)), 0);
    List<Integer> each =
        FanOut.map(
            Thread.ofVirtual().factory(),
            Collections.nCopies(8, 0L),
            now -> {
              int taken = 0;
              for (int i = 0; i < 2_000; i++) {
                taken += bucket.take(now) ? 1 : 0;
              }
              return taken;
            });
    assertThat(each.stream().mapToInt(taken -> taken).sum()).isEqualTo(10_000);
  }
}
