package dev.weft.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BucketsTest {

  private final Buckets<String> buckets = new Buckets<>(new Rate(1, Duration.ofSeconds(1)), 2);

  private boolean take(String who) {
    return buckets.of(who, 0).take(0);
  }

  @Test
  void everybodyHasABucketOfTheirOwnAndFindsItAgain() {
    assertThat(take("one")).isTrue();
    assertThat(take("two")).isTrue();
    assertThat(take("one")).isFalse();
    assertThat(take("two")).isFalse();
  }

  @Test
  void beyondTheLimitWhoDidNotComeForLongestIsForgottenAndHasAFullOne() {
    take("one");
    take("two");
    take("one");
    take("three");
    assertThat(take("one")).isFalse();
    assertThat(take("two")).isTrue();
  }

  @Test
  void tenThousandAreRememberedUnlessSaidOtherwise() {
    var many = new Buckets<Integer>(new Rate(1, Duration.ofSeconds(1)));
    for (int i = 0; i <= Buckets.MOST; i++) {
      many.of(i, 0).take(0);
    }
    assertThat(many.of(1, 0).take(0)).isFalse();
    assertThat(many.of(0, 0).take(0)).isTrue();
  }
}
