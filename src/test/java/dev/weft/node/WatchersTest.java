package dev.weft.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Key;
import dev.weft.node.Watchers.Outcome;
import dev.weft.sim.Simulated;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchersTest extends Simulated {

  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Key SELF = Key.of("self");
  private static final Key PEER = Key.of("peer");
  private static final Key OTHER = Key.of("other");
  private static final Key KEY = Key.of("watched");
  private static final Key ELSE = Key.of("watched, too");

  private final Watchers watchers = new Watchers(environment, SELF);
  private final List<Outcome> outcomes = new ArrayList<>();

  @AfterEach
  void nobodyIsLeft() throws InterruptedException {
    environment.sleep(LEASE);
    assertThat(watchers.size()).isZero();
  }

  private Thread wait(Key peer, Key key) {
    return start(() -> outcomes.add(watchers.await(peer, key, LEASE, () -> false)));
  }

  private void wait(int count, Key peer, Key key) {
    for (int i = 0; i < count; i++) {
      wait(peer, key);
    }
  }

  /** Whether one more may wait; if so, it does not. */
  private boolean isFull(Key peer, Key key) throws InterruptedException {
    return watchers.await(peer, key, Duration.ZERO, () -> false) == Outcome.FULL;
  }

  @Test
  void allWhoWaitForAKeyAreWokenByWhatIsNewUnderItAndNobodyElse() throws InterruptedException {
    wait(PEER, KEY);
    wait(OTHER, KEY);
    wait(OTHER, ELSE);
    settle();
    assertThat(watchers.size()).isEqualTo(3);
    watchers.changed(KEY);
    settle();
    assertThat(outcomes).containsExactly(Outcome.WOKEN, Outcome.WOKEN);
    assertThat(watchers.size()).isOne();
    watchers.changed(Key.of("not watched"));
    environment.sleep(LEASE);
    assertThat(outcomes).containsExactly(Outcome.WOKEN, Outcome.WOKEN, Outcome.OVER);
    assertThat(watchers.size()).isZero();
  }

  @Test
  void whoWaitsStillIsWokenThoughAnotherHasGone() throws InterruptedException {
    start(() -> watchers.await(PEER, KEY, Duration.ofSeconds(1), () -> false));
    wait(PEER, KEY);
    environment.sleep(Duration.ofSeconds(2));
    watchers.changed(KEY);
    settle();
    assertThat(outcomes).containsExactly(Outcome.WOKEN);
  }

  @Test
  void whatIsThereAlreadyIsNotWaitedFor() throws InterruptedException {
    assertThat(watchers.await(PEER, KEY, LEASE, () -> true)).isEqualTo(Outcome.WOKEN);
    assertThat(environment.elapsed()).isZero();
    assertThat(watchers.size()).isZero();
  }

  @Test
  void whatComesBetweenTheLookAndTheWaitIsNotMissed() throws InterruptedException {
    Outcome outcome =
        watchers.await(
            PEER,
            KEY,
            LEASE,
            () -> {
              watchers.changed(KEY);
              return false;
            });
    assertThat(outcome).isEqualTo(Outcome.WOKEN);
    assertThat(environment.elapsed()).isZero();
  }

  @Test
  void onePeerWaitsAHundredTimesAndLeavesRoomForOthers() throws InterruptedException {
    for (int i = 0; i < Watchers.MOST_OF_PEER; i++) {
      wait(PEER, Key.of("key " + i));
    }
    settle();
    assertThat(isFull(PEER, KEY)).isTrue();
    assertThat(isFull(OTHER, KEY)).isFalse();
    watchers.changed(Key.of("key 7"));
    settle();
    assertThat(isFull(PEER, KEY)).as("when one has ended").isFalse();
  }

  @Test
  void thisNodeIsNotLimitedAsAPeerIsButOneKeyIs() throws InterruptedException {
    wait(Watchers.MOST_OF_KEY, SELF, KEY);
    settle();
    assertThat(watchers.size()).isEqualTo(Watchers.MOST_OF_KEY);
    assertThat(isFull(PEER, KEY)).isTrue();
    assertThat(isFull(SELF, KEY)).isTrue();
    assertThat(isFull(PEER, ELSE)).isFalse();
    assertThat(isFull(SELF, ELSE)).isFalse();
    environment.sleep(LEASE);
    assertThat(isFull(PEER, KEY)).isFalse();
  }

  @Test
  void soManyWaitInAllAndNoMore() throws InterruptedException {
    wait(Watchers.MOST_OF_KEY, SELF, KEY);
    wait(Watchers.MOST - Watchers.MOST_OF_KEY, SELF, ELSE);
    settle();
    assertThat(isFull(PEER, Key.of("a third"))).isTrue();
    assertThat(isFull(SELF, Key.of("a third"))).isTrue();
    watchers.changed(ELSE);
    settle();
    assertThat(isFull(PEER, Key.of("a third"))).isFalse();
  }

  @Test
  void soManyPeersWaitAndNoMoreButThoseMayWaitForMore() throws InterruptedException {
    for (int i = 0; i < Watchers.MOST_PEERS; i++) {
      wait(Key.of("peer " + i), KEY);
    }
    settle();
    assertThat(isFull(PEER, ELSE)).isTrue();
    assertThat(isFull(Key.of("peer 3"), ELSE)).isFalse();
    assertThat(isFull(SELF, ELSE)).isFalse();
  }

  @Test
  void anInterruptLeavesNobodyWaiting() throws InterruptedException {
    List<InterruptedException> interrupts = new ArrayList<>();
    Thread thread =
        start(
            () -> {
              try {
                watchers.await(PEER, KEY, LEASE, () -> false);
              } catch (InterruptedException e) {
                interrupts.add(e);
              }
            });
    settle();
    thread.interrupt();
    settle();
    assertThat(interrupts).hasSize(1);
    assertThat(watchers.size()).isZero();
  }
}
