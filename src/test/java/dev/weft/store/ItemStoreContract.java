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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every item store does; each implementation's test extends this. */
abstract class ItemStoreContract extends ReplicaContract {

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
  void aTombstoneReplacesWhatWasDeletedAndIsKeptAsAnyReplica() throws InterruptedException {
    keep(item(1, HOUR), tombstone(2, HOUR));
    assertHeld(tombstone(2, HOUR));
    assertThat(store.scan(null, 9)).containsExactly(tombstone(2, HOUR));
    assertThat(store.size()).isEqualTo(1);
    assertThat(store.bytes()).isEqualTo(ItemCodec.encodedLength(tombstone(2, HOUR)));
    pass(HOUR);
    assertThat(store.get(item(1, HOUR).key())).isEmpty();
    assertThat(store.expire()).isEqualTo(1);
  }

  @Test
  void whatWasDeletedIsStaleHoweverOftenItIsPutAgainAndWhatIsSetLaterIsNot()
      throws InterruptedException {
    keep(tombstone(2, HOUR));
    for (int version = 1; version <= 2; version++) {
      assertThat(store.put(item(version, HOUR.plus(HOUR))))
          .isEqualTo(new PutOutcome.Stale(tombstone(2, HOUR)));
      assertThat(store.put(item(version, HOUR), SECOND))
          .isEqualTo(new PutOutcome.Stale(tombstone(2, HOUR)));
    }
    assertHeld(tombstone(2, HOUR));
    keep(item(3, SECOND));
    assertHeld(item(3, SECOND));
  }

  @Test
  void aLaterExpiryRenews() throws InterruptedException {
    keep(item(1, SECOND));
    assertThat(store.put(item(1, HOUR))).isEqualTo(new PutOutcome.Renewed());
    pass(SECOND);
    assertHeld(item(1, HOUR));
  }

  @Test
  void theSameItemOrAnEarlierExpiryChangesNothing() throws InterruptedException {
    keep(item(1, HOUR));
    assertThat(store.put(item(1, HOUR))).isEqualTo(new PutOutcome.Unchanged());
    assertThat(store.put(item(1, SECOND))).isEqualTo(new PutOutcome.Unchanged());
    pass(SECOND);
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
    pass(SECOND.minus(MILLI));
    assertHeld(item(1, SECOND));
    assertThat(store.expire()).isZero();
    pass(MILLI);
    assertThat(store.get(item(1, SECOND).key())).isEmpty();
    assertThat(store.expire()).isEqualTo(1);
    assertThat(store.size()).isEqualTo(1);
    assertThat(store.bytes()).isEqualTo(ItemCodec.encodedLength(content(1)));
    assertThat(store.expire()).isZero();
    assertThat(store.evicted()).isZero();
  }

  @Test
  void anItemThatHasExpiredIsNotKept() throws InterruptedException {
    pass(SECOND);
    assertThat(store.put(item(1, SECOND))).isEqualTo(new PutOutcome.Expired());
    assertThat(store.size()).isZero();
  }

  @Test
  void anExpiredNewerVersionDoesNotStandInTheWayOfAnOlderOne() throws InterruptedException {
    keep(item(2, SECOND));
    pass(SECOND);
    keep(item(1, HOUR));
    assertHeld(item(1, HOUR));
  }

  @Test
  void roomForAnItemIsNotTakenFromItsOwnEarlierVersion() throws InterruptedException {
    Item small = item(1, HOUR);
    Item large = NamedItem.sign(OWNER, "name", new byte[50], 2, in(HOUR));
    Item other = content(1);
    long bytes = ItemCodec.encodedLength(large) + ItemCodec.encodedLength(other) - 1L;
    try (ItemStore tight = open(new StoreOptions(9, bytes, 9))) {
      tight.put(small, SECOND);
      tight.put(other, HOUR);
      assertThat(tight.put(large)).isEqualTo(new PutOutcome.Stored());
      assertThat(tight.get(large.key())).contains(large);
      assertThat(tight.get(other.key())).isEmpty();
      assertThat(tight.bytes()).isEqualTo(ItemCodec.encodedLength(large));
      assertThat(tight.evicted()).isOne();
    }
  }

  @Test
  void oneOwnersReplicasHaveSoManyBytesAndCachedCopiesDoNotCount() throws InterruptedException {
    Item small = item(1, HOUR);
    Item large = NamedItem.sign(OWNER, "name", new byte[50], 2, in(HOUR));
    Item other = NamedItem.sign(OWNER, "other", new byte[0], 1, in(HOUR));
    long most = ItemCodec.encodedLength(large);
    PutOutcome refused =
        new PutOutcome.Full("the store keeps at most " + most + " bytes of one owner");
    try (ItemStore tight = open(new StoreOptions(9, 9_999, 9, most))) {
      assertThat(tight.put(large)).isEqualTo(new PutOutcome.Stored());
      assertThat(tight.put(other)).isEqualTo(refused);
      assertThat(tight.put(other, HOUR)).isEqualTo(new PutOutcome.Stored());
      assertThat(tight.put(content(1))).isEqualTo(new PutOutcome.Stored());
      assertThat(tight.put(small)).isEqualTo(new PutOutcome.Stale(large));
      Item larger = NamedItem.sign(OWNER, "name", new byte[51], 3, in(HOUR));
      assertThat(tight.put(larger)).isEqualTo(refused);
      assertThat(tight.get(large.key())).contains(large);
      assertThat(tight.put(NamedItem.sign(OWNER, "name", new byte[49], 3, in(HOUR))))
          .isEqualTo(new PutOutcome.Stored());
      Item foreign = NamedItem.sign(Identity.generate(), "name", new byte[51], 1, in(HOUR));
      assertThat(tight.put(foreign)).isEqualTo(refused);
    }
  }

  @Test
  void anItemThatNeverExpiresIsKept() throws InterruptedException {
    Item item = ContentItem.of(new byte[1], Instant.ofEpochSecond(1L << 36));
    keep(item);
    assertHeld(item);
    assertThat(store.scan(null, 9)).containsExactly(item);
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
    store.replicated(item(1, HOUR));
    assertThat(store.expire()).isZero();
  }

  @Test
  void aReaderNeverMissesAnItemThatIsBeingReplaced() throws InterruptedException {
    List<NamedItem> versions =
        IntStream.range(0, 300).mapToObj(version -> item(version, HOUR)).toList();
    keep(versions.getFirst());
    Key key = versions.getFirst().key();
    FanOut.map(
        Thread.ofVirtual().factory(),
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
    FanOut.map(Thread.ofVirtual().factory(), versions, version -> store.put(version));
    assertHeld(versions.getLast());
    assertThat(store.size()).isEqualTo(1);
  }
}
