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
  void whatIsLeftOfAnEarlierTimeIsNoLongerThanTheWhole() {
    blacklist.addAgain(A, 30, 1_000);
    blacklist.addAgain(B, 101, 1_000);
    assertThat(blacklist.left(1_000)).containsExactly(entry(A, 30L), entry(B, 100L));
    assertThat(blacklist.contains(A, 1_029)).isTrue();
    assertThat(blacklist.contains(A, 1_030)).isFalse();
    assertThat(blacklist.left(1_030)).containsExactly(entry(B, 70L));
    assertThat(blacklist.left(1_100)).isEmpty();
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
