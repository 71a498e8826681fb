package dev.weft.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.item.ContentItem;
import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.ItemCodec;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Key;
import dev.weft.runtime.FanOut;
import dev.weft.runtime.ManualEnvironment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every item store does; each implementation's test extends this. */
abstract class ItemStoreContract {

  static final Identity OWNER = Identity.fromSecret(new byte[32]);
  static final Key SELF = Key.of("self");
  static final Duration REPLICA = Duration.ZERO;
  static final Duration SECOND = Duration.ofSeconds(1);
  static final Duration HOUR = Duration.ofHours(1);
  static final Duration MILLI = Duration.ofMillis(1);

  final ManualEnvironment environment = new ManualEnvironment();

  /** The store under test, with the default limits; closed after each test. */
  ItemStore store;

  abstract ItemStore open(StoreOptions options);

  @BeforeEach
  void openStore() {
    store = open(StoreOptions.DEFAULTS);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  /** A version of the one named item that most of these tests are about. */
  NamedItem item(long version, Duration timeToLive) {
    return NamedItem.sign(OWNER, "name", new byte[] {(byte) version}, version, in(timeToLive));
  }

  ContentItem content(int number) {
    return ContentItem.of(ByteBuffer.allocate(4).putInt(number).array(), in(HOUR));
  }

  Instant in(Duration duration) {
    return ManualEnvironment.START.plus(duration);
  }

  void assertHeld(Item item) {
    assertThat(store.get(item.key())).contains(item);
  }

  /** Puts an item as a replica with the default limits, which it cannot break. */
  void keep(Item... items) throws InterruptedException {
    for (Item item : items) {
      assertThat(store.put(item)).isEqualTo(new PutOutcome.Stored());
    }
  }

  @Test
  void whatWasPutIsFoundUnderItsKeyAndNothingElse() throws InterruptedException {
    keep(item(1, HOUR));
    assertHeld(item(1, HOUR));
    assertThat(store.get(Key.of("other"))).isEmpty();
    assertThat(store.size()).isEqualTo(1);
    assertThat(store.bytes()).isEqualTo(ItemCodec.encodedLength(item(1, HOUR)));
  }

  @Test
  void aNewerVersionReplacesAnOlderOne() throws InterruptedException {
    keep(item(1, HOUR), item(2, SECOND));
    assertHeld(item(2, SECOND));
    assertThat(store.size()).isEqualTo(1);
  }

  @Test
  void anOlderVersionIsStaleAndTheHeldOneIsHandedBack() throws InterruptedException {
    keep(item(2, SECOND));
    assertThat(store.put(item(1, HOUR))).isEqualTo(new PutOutcome.Stale(item(2, SECOND)));
    assertHeld(item(2, SECOND));
  }

  @Test
  void aLaterExpiryRenews() throws InterruptedException {
    keep(item(1, SECOND));
    assertThat(store.put(item(1, HOUR))).isEqualTo(new PutOutcome.Renewed());
    environment.advance(SECOND);
    assertHeld(item(1, HOUR));
  }

  @Test
  void theSameItemOrAnEarlierExpiryChangesNothing() throws InterruptedException {
    keep(item(1, HOUR));
    assertThat(store.put(item(1, HOUR))).isEqualTo(new PutOutcome.Unchanged());
    assertThat(store.put(item(1, SECOND))).isEqualTo(new PutOutcome.Unchanged());
    environment.advance(SECOND);
    assertHeld(item(1, HOUR));
  }

  @Test
  void inWhateverOrderTwoStoresHearOfVersionsTheyHoldTheSame() throws InterruptedException {
    List<Item> versions = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      byte[] value = {(byte) (i % 2)};
      versions.add(NamedItem.sign(OWNER, "name", value, i % 3, in(HOUR.plusSeconds(i % 4))));
    }
    try (ItemStore other = open(StoreOptions.DEFAULTS)) {
      for (int i = 0; i < versions.size(); i++) {
        store.put(versions.get(i));
        other.put(versions.get(versions.size() - 1 - i));
      }
      Key key = versions.getFirst().key();
      assertThat(other.get(key)).isPresent().isEqualTo(store.get(key));
    }
  }

  @Test
  void anItemIsGoneWhenItExpiresAndItsRoomWhenThatIsAskedFor() throws InterruptedException {
    keep(item(1, SECOND), content(1));
    environment.advance(SECOND.minus(MILLI));
    assertHeld(item(1, SECOND));
    assertThat(store.expire()).isZero();
    environment.advance(MILLI);
    assertThat(store.get(item(1, SECOND).key())).isEmpty();
    assertThat(store.expire()).isEqualTo(1);
    assertThat(store.size()).isEqualTo(1);
    assertThat(store.bytes()).isEqualTo(ItemCodec.encodedLength(content(1)));
    assertThat(store.expire()).isZero();
  }

  @Test
  void anItemThatHasExpiredIsNotKept() throws InterruptedException {
    environment.advance(SECOND);
    assertThat(store.put(item(1, SECOND))).isEqualTo(new PutOutcome.Expired());
    assertThat(store.size()).isZero();
  }

  @Test
  void anExpiredNewerVersionDoesNotStandInTheWayOfAnOlderOne() throws InterruptedException {
    keep(item(2, SECOND));
    environment.advance(SECOND);
    keep(item(1, HOUR));
    assertHeld(item(1, HOUR));
  }

  @Test
  void aCachedCopyLapsesAfterItsTime() throws InterruptedException {
    store.put(item(1, HOUR), SECOND);
    environment.advance(SECOND.minus(MILLI));
    assertHeld(item(1, HOUR));
    environment.advance(MILLI);
    assertThat(store.get(item(1, HOUR).key())).isEmpty();
    assertThat(store.expire()).isEqualTo(1);
  }

  @Test
  void aCachedCopyIsGoneAtItsExpiryHoweverLongItWasToBeCached() throws InterruptedException {
    store.put(item(1, SECOND), Duration.ofSeconds(Long.MAX_VALUE));
    environment.advance(SECOND.minus(MILLI));
    assertHeld(item(1, SECOND));
    environment.advance(MILLI);
    assertThat(store.get(item(1, SECOND).key())).isEmpty();
  }

  @Test
  void aCachedCopyPutAgainLapsesAtTheLaterTime() throws InterruptedException {
    store.put(item(1, HOUR), SECOND);
    assertThat(store.put(item(1, HOUR), SECOND.multipliedBy(2)))
        .isEqualTo(new PutOutcome.Unchanged());
    store.put(item(1, HOUR), SECOND);
    environment.advance(SECOND);
    assertHeld(item(1, HOUR));
    environment.advance(SECOND);
    assertThat(store.get(item(1, HOUR).key())).isEmpty();
  }

  @Test
  void aNewerCachedCopyIsGoneAtItsOwnExpiryHoweverLongTheOlderOneHad() throws InterruptedException {
    store.put(item(1, HOUR), HOUR);
    store.put(item(2, SECOND), SECOND);
    environment.advance(SECOND);
    assertThat(store.get(item(1, HOUR).key())).isEmpty();
  }

  @Test
  void aReplicaPutOverACachedCopyMakesItAReplica() throws InterruptedException {
    store.put(item(1, HOUR), SECOND);
    assertThat(store.put(item(1, HOUR))).isEqualTo(new PutOutcome.Unchanged());
    environment.advance(SECOND);
    assertThat(store.scan(null, 9)).containsExactly(item(1, HOUR));
  }

  @Test
  void aReplicaWithAnEarlierExpiryMakesTheCachedCopyAReplicaToo() throws InterruptedException {
    store.put(item(1, HOUR), SECOND);
    assertThat(store.put(item(1, SECOND))).isEqualTo(new PutOutcome.Unchanged());
    environment.advance(SECOND);
    assertThat(store.scan(null, 9)).containsExactly(item(1, HOUR));
  }

  @Test
  void aReplicaIsNotDemotedByACachedCopy() throws InterruptedException {
    keep(item(1, HOUR));
    assertThat(store.put(item(1, HOUR), SECOND)).isEqualTo(new PutOutcome.Unchanged());
    environment.advance(SECOND);
    assertThat(store.scan(null, 9)).containsExactly(item(1, HOUR));
  }

  @Test
  void aNewerCachedCopyReplacesAReplicaAndIsOneFromThenOn() throws InterruptedException {
    keep(item(1, HOUR));
    assertThat(store.put(item(2, HOUR), SECOND)).isEqualTo(new PutOutcome.Stored());
    environment.advance(SECOND);
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
    environment.advance(SECOND);
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
    environment.advance(SECOND);
    keep(content(2));
    store.put(content(3), HOUR);
    assertThat(store.dueForReplication(SECOND, 9)).containsExactly(content(1));
    assertThat(store.dueForReplication(SECOND.plus(MILLI), 9)).isEmpty();
    environment.advance(SECOND);
    assertThat(store.dueForReplication(SECOND, 9)).containsExactly(content(1), content(2));
    assertThat(store.dueForReplication(SECOND, 1)).containsExactly(content(1));
    assertThat(store.dueForReplication(Duration.ofSeconds(Long.MAX_VALUE), 9)).isEmpty();
  }

  @Test
  void whenADayIsSetOnTheWallClockNothingIsDueSooner() throws InterruptedException {
    keep(content(1));
    environment.set(in(Duration.ofDays(-1)));
    environment.advance(SECOND);
    assertThat(store.dueForReplication(SECOND, 9)).containsExactly(content(1));
    assertThat(store.dueForReplication(SECOND.plus(MILLI), 9)).isEmpty();
  }

  @Test
  void whatWasReplicatedByUsOrByAnotherHolderIsNotDueSoon() throws InterruptedException {
    keep(content(1), content(2), content(3), item(1, HOUR));
    environment.advance(SECOND);
    store.replicated(content(1));
    store.put(content(2));
    store.put(item(1, HOUR.plus(SECOND)));
    assertThat(store.dueForReplication(SECOND, 9)).containsExactly(content(3));
    environment.advance(SECOND);
    assertThat(store.dueForReplication(SECOND, 9)).hasSize(4);
  }

  @Test
  void whatTellsNothingOfTheHeldReplicaLeavesItDue() throws InterruptedException {
    keep(item(2, HOUR));
    environment.advance(SECOND);
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
    environment.advance(SECOND);
    store.put(item(1, HOUR));
    assertThat(store.dueForReplication(SECOND, 9)).isEmpty();
    environment.advance(SECOND);
    assertThat(store.dueForReplication(SECOND, 9)).containsExactly(item(1, HOUR));
  }

  @Test
  void whatHasExpiredIsNeitherScannedNorDue() throws InterruptedException {
    keep(item(1, SECOND));
    environment.advance(SECOND);
    assertThat(store.dueForReplication(SECOND, 9)).isEmpty();
    assertThat(store.scan(null, 9)).isEmpty();
  }

  @Test
  void anInterruptedThreadPutsNothing() {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> store.put(item(1, HOUR)));
    assertThat(Thread.interrupted()).isFalse();
    assertThat(store.size()).isZero();
  }

  @Test
  void aClosedStoreTakesAndHasNothing() throws InterruptedException {
    keep(item(1, HOUR));
    store.close();
    store.close();
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> store.put(item(2, HOUR)));
    assertThat(store.get(item(1, HOUR).key())).isEmpty();
    assertThat(store.scan(null, 9)).isEmpty();
  }

  @Test
  void aReaderNeverMissesAnItemThatIsBeingReplaced() throws InterruptedException {
    List<NamedItem> versions =
        IntStream.range(0, 300).mapToObj(version -> item(version, HOUR)).toList();
    keep(versions.getFirst());
    Key key = versions.getFirst().key();
    FanOut.map(
        environment.threads("store user"),
        List.of(true, false),
        writes -> {
          for (NamedItem version : versions) {
            if (writes) {
              store.put(version);
            }
            assertThat(store.get(key)).isPresent();
          }
          return null;
        });
    assertHeld(versions.getLast());
  }

  @Test
  void ofManyThreadsThatPutVersionsTheHighestIsLeft() throws InterruptedException {
    List<NamedItem> versions =
        IntStream.range(0, 64).mapToObj(version -> item(version, HOUR)).toList();
    FanOut.map(environment.threads("store user"), versions, version -> store.put(version));
    assertHeld(versions.getLast());
    assertThat(store.size()).isEqualTo(1);
  }
}
