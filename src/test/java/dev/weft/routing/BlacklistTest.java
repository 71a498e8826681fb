package dev.weft.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.weft.kademlia.Key;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BlacklistTest {
  private static final Key A = Key.of("a");
  private static final Key B = Key.of("b");
  private static final Key C = Key.of("c");

  private static final long HOUR = Duration.ofHours(1).toNanos();

  private final Blacklist blacklist = new Blacklist(Duration.ofNanos(100), 2);

  @Test
  void nodeIsListedForTheGivenTimeOnly() {
    blacklist.add(A, 0);
    assertThat(blacklist.contains(A, 99)).isTrue();
    assertThat(blacklist.contains(B, 99)).isFalse();
    assertThat(blacklist.contains(A, 100)).isFalse();
  }

  @Test
  void anotherLieStartsTheTimeAnew() {
    blacklist.add(A, 0);
    blacklist.add(B, 10);
    blacklist.add(A, 50);
    assertThat(blacklist.contains(B, 110)).isFalse();
    assertThat(blacklist.contains(A, 149)).isTrue();
    assertThat(blacklist.contains(A, 150)).isFalse();
  }

  @Test
  void whoLiesAgainWhenItsTimeIsOverIsListedForTwiceAsLongUpToADay() {
    Blacklist hours = new Blacklist(Duration.ofHours(1), 2);
    long now = 0;
    for (int expected : new int[] {1, 2, 4, 8, 16, 24, 24}) {
      long time = hours.add(A, now);
      assertThat(time).isEqualTo(HOUR * expected);
      assertThat(hours.add(A, now + 1)).as("meanwhile its time begins anew").isEqualTo(time);
      now += 1 + time;
      assertThat(hours.contains(A, now - 1)).isTrue();
      assertThat(hours.contains(A, now)).isFalse();
    }
    assertThat(hours.add(A, now + 4 * 24 * HOUR)).as("all but one forgiven").isEqualTo(2 * HOUR);
    assertThat(hours.add(A, now + 60 * 24 * HOUR)).as("all forgiven").isEqualTo(HOUR);
  }

  @Test
  void firstTimeMayBeLongerThanADay() {
    Blacklist days = new Blacklist(Duration.ofDays(3), 2);
    assertThat(days.add(A, 0)).isEqualTo(72 * HOUR);
    assertThat(days.add(A, 71 * HOUR)).isEqualTo(72 * HOUR);
    assertThat(days.add(A, 144 * HOUR)).isEqualTo(72 * HOUR);
  }

  @Test
  void whatIsLeftOfAnEarlierTimeIsNoLongerThanADay() {
    blacklist.addAgain(B, 25 * HOUR, 1_000);
    blacklist.addAgain(A, 30, 1_000);
    assertThat(blacklist.left(1_000)).containsExactly(entry(A, 30L), entry(B, 24 * HOUR));
    assertThat(blacklist.contains(A, 1_029)).isTrue();
    assertThat(blacklist.contains(A, 1_030)).isFalse();
    assertThat(blacklist.left(1_030)).containsExactly(entry(B, 24 * HOUR - 30));
    assertThat(blacklist.left(1_000 + 24 * HOUR)).isEmpty();
  }

  @Test
  void fullListForgetsTheOldest() {
    blacklist.add(A, 0);
    blacklist.add(B, 1);
    blacklist.add(C, 2);
    assertThat(blacklist.contains(A, 3)).isFalse();
    assertThat(blacklist.contains(B, 3)).isTrue();
    assertThat(blacklist.contains(C, 3)).isTrue();
  }

  @Test
  void clockMayPassTheLargestLong() {
    blacklist.add(A, Long.MAX_VALUE);
    assertThat(blacklist.contains(A, Long.MIN_VALUE + 98)).isTrue();
    assertThat(blacklist.contains(A, Long.MIN_VALUE + 99)).isFalse();
  }
}
