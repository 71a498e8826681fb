package dev.weft.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weft.kademlia.PrefixLimits;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutingOptionsTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void defaultsAreThoseOfThePaperAndTheDrogulus() {
    assertThat(RoutingOptions.defaults())
        .isEqualTo(
            new RoutingOptions(
                20, 20, 5, HOUR, 1_000, Duration.ofMinutes(5), 8, 1_024, PrefixLimits.DEFAULT));
  }

  @Test
  void replacementCacheGrowsWithK() {
    RoutingOptions options = RoutingOptions.defaults().withK(7);
    assertThat(options.k()).isEqualTo(7);
    assertThat(options.replacementCacheSize()).isEqualTo(7);
    assertThat(options.withK(20)).isEqualTo(RoutingOptions.defaults());
  }

  @Test
  void numbersBelowOneAreRefused() {
    for (int i = 0; i < 6; i++) {
      int[] n = {1, 1, 1, 1, 1, 1};
      new RoutingOptions(n[0], n[1], n[2], HOUR, n[3], HOUR, n[4], n[5], PrefixLimits.DEFAULT);
      n[i] = 0;
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  new RoutingOptions(
                      n[0], n[1], n[2], HOUR, n[3], HOUR, n[4], n[5], PrefixLimits.DEFAULT))
          .withMessageContaining("at least 1");
    }
  }

  @Test
  void negativeTimesAreRefused() {
    Duration past = Duration.ofNanos(-1);
    for (List<Duration> times : List.of(List.of(past, HOUR), List.of(HOUR, past))) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  new RoutingOptions(
                      1, 1, 1, times.get(0), 1, times.get(1), 1, 1, PrefixLimits.DEFAULT))
          .withMessageContaining("not negative");
    }
  }
}
