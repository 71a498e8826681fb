package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Latencies are drawn as the models say, and models are read as they print themselves. */
class LatencyTest {

  private static final long MILLI = 1_000_000;

  private final RandomGenerator random = new SplittableRandom(1);

  private LongStream drawn(String model, int from, int to) {
    Latency latency = Latency.parse(model);
    return LongStream.range(0, 1_000).map(i -> latency.nanos(random, from, to));
  }

  @Test
  void constantIsTheSameForEveryMessage() {
    assertThat(drawn("constant:50ms", 1, 2)).containsOnly(50 * MILLI);
  }

  @Test
  void uniformIsBetweenItsEnds() {
    assertThat(drawn("uniform:10ms,12ms", 1, 2))
        .allMatch(time -> time >= 10 * MILLI && time <= 12 * MILLI)
        .anyMatch(time -> time < 11 * MILLI)
        .anyMatch(time -> time > 11 * MILLI);
    assertThat(drawn("uniform:10ms,10ms", 1, 2)).containsOnly(10 * MILLI);
  }

  @Test
  void logNormalHasItsMedianAndAnEnd() {
    assertThat(drawn("lognormal:40ms,0.4", 1, 2).filter(time -> time < 40 * MILLI).count())
        .isBetween(400L, 600L);
    assertThat(drawn("lognormal:1ms,3", 1, 2)).allMatch(time -> time <= 100 * MILLI);
    assertThat(drawn("lognormal:40ms,0", 1, 2)).containsOnly(40 * MILLI);
  }

  @Test
  void regionsAreFartherApartAroundTheRing() {
    assertThat(drawn("regions:4,4ms,40ms", 0, 4))
        .allMatch(time -> time >= 4 * MILLI && time <= 5 * MILLI);
    assertThat(drawn("regions:4,4ms,40ms", 0, 3))
        .allMatch(time -> time >= 44 * MILLI && time <= 55 * MILLI);
    assertThat(drawn("regions:4,4ms,40ms", 2, 0))
        .allMatch(time -> time >= 84 * MILLI && time <= 105 * MILLI);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "constant:50ms",
        "constant:500us",
        "uniform:10ms,90ms",
        "lognormal:40ms,0.4",
        "regions:4,5ms,40ms"
      })
  void modelsAreReadAsTheyPrintThemselves(String text) {
    assertThat(Latency.parse(text)).hasToString(text);
  }

  @Test
  void modelsAreReadWithSpacesAndSeconds() {
    assertThat(Latency.parse(" uniform:0ms, 2s "))
        .isEqualTo(Latency.uniform(Duration.ZERO, Duration.ofSeconds(2)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "slow              | no such latency",
        "constant          | no such latency",
        "constant:50       | a time is written like 50ms, and not '50'",
        "uniform:1ms       | no such latency",
        "uniform:2ms,1ms   | the greatest latency is less than the least",
        "lognormal:1ms,x   | x",
        "lognormal:1ms,4   | sigma must be from 0 to 3",
        "regions:x,1ms,1ms | x",
        "regions:0,1ms,1ms | there must be at least one region",
      })
  void whatIsWrongIsSaid(String text, String why) {
    assertThatThrownBy(() -> Latency.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a latency is written like constant:50ms, uniform:10ms,90ms,")
        .hasMessageContaining("and not like '" + text + "'")
        .hasMessageContaining(why);
  }

  @Test
  void noLatencyIsNegative() {
    assertThatThrownBy(() -> Latency.constant(Duration.ofMillis(-1)))
        .hasMessage("a latency cannot be negative");
    assertThatThrownBy(() -> Latency.logNormal(Duration.ZERO, -1))
        .hasMessage("sigma must be from 0 to 3");
  }
}
