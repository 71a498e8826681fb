package dev.weft.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clocks start anywhere, and may wrap around at any time. */
class SilenceTest {

  private static final Duration LIMIT = Duration.ofNanos(100);

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 1, Long.MAX_VALUE - 50, Long.MAX_VALUE - 150})
  void silenceIsCountedFromTheFirstCallThatTimedOutInIt(long start) {
    var silence = new Silence(LIMIT, start);
    silence.timedOut(start + 10);
    silence.timedOut(start + 20);
    assertThat(silence.isTooLong(start + 110)).isFalse();
    assertThat(silence.isTooLong(start + 111)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 1, Long.MAX_VALUE - 500})
  void aPeerThatNobodyAsksMayBeSilentForEver(long start) {
    var silence = new Silence(LIMIT, start);
    assertThat(silence.isTooLong(start + 1_000)).isFalse();
    silence.heard(start + 1_000);
    assertThat(silence.isTooLong(start + 2_000)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 1, Long.MAX_VALUE - 25})
  void aWordEndsTheSilence(long start) {
    var silence = new Silence(LIMIT, start);
    silence.timedOut(start + 10);
    silence.heard(start + 30);
    assertThat(silence.isTooLong(start + 1_000)).isFalse();
    silence.timedOut(start + 20);
    assertThat(silence.isTooLong(start + 1_000)).as("sent before the word").isFalse();
    silence.timedOut(start + 40);
    assertThat(silence.isTooLong(start + 140)).isFalse();
    assertThat(silence.isTooLong(start + 141)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 1})
  void aLimitBeyondAllNanosecondsNeverPasses(long start) {
    var silence = new Silence(Duration.ofSeconds(Long.MAX_VALUE), start);
    silence.timedOut(start + 1);
    assertThat(silence.isTooLong(start + Duration.ofDays(36_500).toNanos())).isFalse();
  }
}
