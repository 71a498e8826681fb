package dev.weft.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.Item;
import dev.weft.kademlia.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every item store does about replicas and cached copies; part of {@link ItemStoreContract}.
 */
abstract class ReplicaContract extends ItemStoreFixture {

  @Test
  void aCachedCopyLapsesAfterItsTime() throws InterruptedException {
    store.put(item(1, HOUR), SECOND);
    pass(SECOND.minus(MILLI));
    assertHeld(item(1, HOUR));
    pass(MILLI);
    assertThat(store.get(item(1, HOUR).key())).isEmpty();
    assertThat(store.expire()).isEqualTo(1);
  }

  @Test
  void aCachedCopyIsGoneAtItsExpiryHoweverLongItWasToBeCached() throws InterruptedException {
    store.put(item(1, SECOND), Duration.ofSeconds(Long.MAX_VALUE));
    pass(SECOND.minus(MILLI));
    assertHeld(item(1, SECOND));
    pass(MILLI);
    assertThat(store.get(item(1, SECOND).key())).isEmpty();
  }

  @Test
  void aCachedCopyPutAgainLapsesAtTheLaterTime() throws InterruptedException {
    store.put(item(1, HOUR), SECOND);
    assertThat(store.put(item(1, HOUR), SECOND.multipliedBy(2)))
        .isEqualTo(new PutOutcome.Unchanged());
    store.put(item(1, HOUR), SECOND);
    pass(SECOND);
    assertHeld(item(1, HOUR));
    pass(SECOND);
    assertThat(store.get(item(1, HOUR).key())).isEmpty();
  }

  @Test
  void aNewerCachedCopyIsGoneAtItsOwnExpiryHoweverLongTheOlderOneHad() throws InterruptedException {
    store.put(item(1, HOUR), HOUR);
    store.put(item(2, SECOND), SECOND);
    pass(SECOND);
    assertThat(store.get(item(1, HOUR).key())).isEmpty();
  }

  @Test
  void aReplicaPutOverACachedCopyMakesItAReplica() throws InterruptedException {
    store.put(item(1, HOUR), SECOND);
    assertThat(store.put(item(1, HOUR))).isEqualTo(new PutOutcome.Unchanged());
    pass(SECOND);
    assertThat(store.scan(null, 9)).containsExactly(item(1, HOUR));
  }

  @Test
  void aReplicaWithAnEarlierExpiryMakesTheCachedCopyAReplicaToo() throws InterruptedException {
    store.put(item(1, HOUR), SECOND);
    assertThat(store.put(item(1, SECOND))).isEqualTo(new PutOutcome.Unchanged());
    pass(SECOND);
    assertThat(store.scan(null, 9)).containsExactly(item(1, HOUR));
  }

  @Test
  void aReplicaIsNotDemotedByACachedCopy() throws InterruptedException {
    keep(item(1, HOUR));
    assertThat(store.put(item(1, HOUR), SECOND)).isEqualTo(new PutOutcome.Unchanged());
    pass(SECOND);
    assertThat(store.scan(null, 9)).containsExactly(item(1, HOUR));
  }

  @Test
  void aNewerCachedCopyReplacesAReplicaAndIsOneFromThenOn() throws InterruptedException {
    keep(item(1, HOUR));
    assertThat(store.put(item(2, HOUR), SECOND)).isEqualTo(new PutOutcome.Stored());
    pass(SECOND);
    assertThat(store.scan(null, 9)).containsExactly(item(2, HOUR));
  }

  @Test
  void aScanPagesThroughAllReplicasInTheOrderOfTheirKeys() throws InterruptedException {
    List<Item> expected = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      keep(content(i));
      expected.add(content(i));
      store.put(content(100 + i), HOUR);
    }
    keep(item(1, SECOND));
    pass(SECOND);
    expected.sort((a, b) -> a.key().compareTo(b.key()));

    List<Item> first = store.scan(null, 4);
    List<Item> second = store.scan(first.getLast().key(), 4);
    List<Item> third = store.scan(second.getLast().key(), 4);
    assertThat(first).hasSize(4);
    assertThat(second).hasSize(4);
    assertThat(third).hasSize(2);
    assertThat(store.scan(third.getLast().key(), 4)).isEmpty();
    assertThat(store.scan(null, 0)).isEmpty();
    List<Item> all = new ArrayList<>(first);
    all.addAll(second);
    all.addAll(third);
    assertThat(all).isEqualTo(expected);
  }

  @Test
  void aReplicaIsDueAtItsAgeLongestAgoFirst() throws InterruptedException {
    keep(content(1));
    pass(SECOND);
    keep(content(2));
    store.put(content(3), HOUR);
    assertThat(store.dueForReplication(SECOND, 9)).containsExactly(content(1));
    assertThat(store.dueForReplication(SECOND.plus(MILLI), 9)).isEmpty();
    pass(SECOND);
    assertThat(store.dueForReplication(SECOND, 9)).containsExactly(content(1), content(2));
    assertThat(store.dueForReplication(SECOND, 1)).containsExactly(content(1));
    assertThat(store.dueForReplication(Duration.ofSeconds(Long.MAX_VALUE), 9)).isEmpty();
  }

  @Test
  void whatIsDueInARangeComesInTheOrderOfTheKeysFromAfterTheFirstToTheLast()
      throws InterruptedException {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      items.add(content(i));
    }
    items.sort((a, b) -> b.key().compareTo(a.key()));
    for (Item item : items) { // so that the last in order is the one that waits longest
      keep(item);
      pass(MILLI);
    }
    List<Item> sorted = items.reversed();
    pass(SECOND);
    store.put(content(10), HOUR);
    store.replicated(sorted.get(4));
    keep(content(11));
    Key first = sorted.get(1).key();
    Key last = sorted.get(7).key();
    assertThat(store.dueForReplication(SECOND, first, last, 9))
        .containsExactly(sorted.get(2), sorted.get(3), sorted.get(5), sorted.get(6), sorted.get(7));
    assertThat(store.dueForReplication(SECOND, first, last, 2))
        .containsExactly(sorted.get(2), sorted.get(3));
    assertThat(store.dueForReplication(SECOND, first, last, 0)).isEmpty();
    assertThat(store.dueForReplication(SECOND, last, first, 9)).isEmpty();
    assertThat(store.dueForReplication(HOUR, SELF.least(0), SELF.greatest(0), 9)).isEmpty();
  }

  @Test
  void whenADayIsSetOnTheWallClockNothingIsDueSooner() throws InterruptedException {
    keep(content(1));
    environment.skew(Duration.ofDays(-1));
    pass(SECOND);
    assertThat(store.dueForReplication(SECOND, 9)).containsExactly(content(1));
    assertThat(store.dueForReplication(SECOND.plus(MILLI), 9)).isEmpty();
  }

  @Test
  void whatWasReplicatedByUsOrByAnotherHolderIsNotDueSoon() throws InterruptedException {
    keep(content(1), content(2), content(3), item(1, HOUR));
    pass(SECOND);
    store.replicated(content(1));
    store.put(content(2));
    store.put(item(1, HOUR.plus(SECOND)));
    assertThat(store.dueForReplication(SECOND, 9)).containsExactly(content(3));
    pass(SECOND);
    assertThat(store.dueForReplication(SECOND, 9)).hasSize(4);
  }

  @Test
  void ofAReplicaItIsToldHowLongAgoItWasReplicatedAndOfNothingElse() throws InterruptedException {
    keep(content(1));
    store.put(content(2), HOUR);
    keep(item(1, SECOND));
    pass(SECOND);
    assertThat(store.sinceReplicated(content(1).key())).contains(SECOND);
    assertThat(store.sinceReplicated(content(2).key())).isEmpty();
    assertThat(store.sinceReplicated(item(1, SECOND).key())).isEmpty();
    assertThat(store.sinceReplicated(content(3).key())).isEmpty();
    store.replicated(content(1));
    assertThat(store.sinceReplicated(content(1).key())).contains(Duration.ZERO);
    assertThat(store.isWritable()).isTrue();
  }

  @Test
  void whatTellsNothingOfTheHeldReplicaLeavesItDue() throws InterruptedException {
    keep(item(2, HOUR));
    pass(SECOND);
    store.put(item(2, SECOND.multipliedBy(2)));
    store.put(item(1, HOUR));
    store.put(item(2, HOUR), HOUR);
    store.replicated(item(1, HOUR));
    store.replicated(content(1));
    assertThat(store.dueForReplication(SECOND, 9)).containsExactly(item(2, HOUR));
    store.put(item(3, HOUR), HOUR);
    assertThat(store.dueForReplication(SECOND, 9)).containsExactly(item(3, HOUR));
  }

  @Test
  void aCachedCopyThatBecomesAReplicaCountsAsReplicatedThen() throws InterruptedException {
    store.put(item(1, HOUR), HOUR);
    pass(SECOND);
    store.put(item(1, HOUR));
    assertThat(store.dueForReplication(SECOND, 9)).isEmpty();
    pass(SECOND);
    assertThat(store.dueForReplication(SECOND, 9)).containsExactly(item(1, HOUR));
  }

  @Test
  void whatHasExpiredIsNeitherScannedNorDue() throws InterruptedException {
    keep(item(1, SECOND));
    pass(SECOND);
    assertThat(store.dueForReplication(SECOND, 9)).isEmpty();
    assertThat(store.dueForReplication(SECOND, SELF.least(0), SELF.greatest(0), 9)).isEmpty();
    assertThat(store.scan(null, 9)).isEmpty();
  }
}
