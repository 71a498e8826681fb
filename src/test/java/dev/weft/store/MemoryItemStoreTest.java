package dev.weft.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weft.item.ContentItem;
import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.ItemCodec;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Key;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryItemStoreTest extends ItemStoreContract {

  private static final int CONTENT_BYTES = 1 + 8 + 4;

  @Override
  ItemStore open(StoreOptions options) {
    return new MemoryItemStore(environment, SELF, options);
  }

  private ItemStore withItems(int items) {
    return open(new StoreOptions(items, Long.MAX_VALUE, Integer.MAX_VALUE));
  }

  private ItemStore withBytes(long bytes) {
    return open(new StoreOptions(Integer.MAX_VALUE, bytes, Integer.MAX_VALUE));
  }

  /** Items of the same length, closest to the store's own key first. */
  private List<ContentItem> closestFirst(int count) {
    return IntStream.range(0, count)
        .mapToObj(this::content)
        .sorted(Comparator.comparing(Item::key, SELF.byDistance()))
        .toList();
  }

  private static boolean has(ItemStore store, Item item) {
    return store.get(item.key()).isPresent();
  }

  private static void assertFull(PutOutcome outcome) {
    assertThat(outcome)
        .isEqualTo(
            new PutOutcome.Full("the store is full, and all that it holds is worth more to it"));
  }

  @Test
  void theFarthestReplicaMakesRoom() throws InterruptedException {
    store = withItems(2);
    List<ContentItem> items = closestFirst(4);
    keep(items.get(3), items.get(1), items.get(2));
    assertThat(has(store, items.get(3))).isFalse();
    keep(items.get(0));
    assertThat(has(store, items.get(2))).isFalse();
    assertThat(store.size()).isEqualTo(2);
    assertThat(store.bytes()).isEqualTo(2 * CONTENT_BYTES);
  }

  @Test
  void aReplicaFartherThanAllIsRefused() throws InterruptedException {
    store = withItems(2);
    List<ContentItem> items = closestFirst(3);
    keep(items.get(0), items.get(1));
    assertFull(store.put(items.get(2)));
    assertThat(has(store, items.get(0))).isTrue();
    assertThat(has(store, items.get(1))).isTrue();
  }

  @Test
  void whatHasExpiredMakesRoomFirst() throws InterruptedException {
    store = withItems(3);
    List<ContentItem> items = closestFirst(3);
    keep(items.get(2), item(1, SECOND));
    store.put(items.get(1), HOUR);
    pass(SECOND);
    keep(items.get(0));
    assertThat(items).allMatch(item -> has(store, item));
  }

  @Test
  void cachedCopiesMakeRoomBeforeReplicasAndTheSoonestToLapseFirst() throws InterruptedException {
    store = withItems(3);
    List<ContentItem> items = closestFirst(5);
    store.put(items.get(0), HOUR.dividedBy(2));
    store.put(items.get(1), HOUR.dividedBy(3));
    keep(items.get(2), items.get(3));
    assertThat(has(store, items.get(1))).isFalse();
    keep(items.get(4));
    assertThat(has(store, items.get(0))).isFalse();
    assertThat(items.subList(2, 5)).allMatch(item -> has(store, item));
  }

  @Test
  void aCachedCopyTakesNoReplicasPlace() throws InterruptedException {
    store = withItems(1);
    List<ContentItem> items = closestFirst(2);
    keep(items.get(1));
    assertFull(store.put(items.get(0), HOUR));
    assertThat(has(store, items.get(1))).isTrue();
  }

  @Test
  void aCachedCopyTakesThePlaceOfOneThatLapsesSooner() throws InterruptedException {
    store = withItems(1);
    store.put(content(1), SECOND.multipliedBy(2));
    assertFull(store.put(content(2), SECOND));
    assertThat(store.put(content(3), SECOND.multipliedBy(3))).isEqualTo(new PutOutcome.Stored());
    assertThat(has(store, content(1))).isFalse();
  }

  @Test
  void asManyGoAsTheBytesNeedAndNoMore() throws InterruptedException {
    List<ContentItem> items = closestFirst(4);
    store = withBytes(4 * CONTENT_BYTES);
    keep(items.get(3), items.get(2), items.get(1), items.get(0));
    Item large = closerThan(items.get(2), 2 * CONTENT_BYTES);
    keep(large);
    assertThat(items).map(item -> has(store, item)).containsExactly(true, true, false, false);
    assertThat(store.bytes()).isEqualTo(4 * CONTENT_BYTES);
  }

  @Test
  void nothingGoesForAnItemThatIsRefused() throws InterruptedException {
    List<ContentItem> items = closestFirst(4);
    store = withBytes(4 * CONTENT_BYTES);
    keep(items.get(3), items.get(2), items.get(1), items.get(0));
    Item tooLarge = closerThan(items.get(3), 5 * CONTENT_BYTES);
    assertFull(store.put(tooLarge));
    assertThat(items).allMatch(item -> has(store, item));
  }

  /** A content item with an encoding of that length which is closer to the store than another. */
  private Item closerThan(Item other, int bytes) {
    return IntStream.range(0, 10_000)
        .mapToObj(
            i -> {
              byte[] value = new byte[bytes - 1 - 8];
              value[0] = (byte) i;
              value[1] = (byte) (i >> 8);
              return ContentItem.of(value, in(HOUR));
            })
        .filter(item -> SELF.compareDistance(item.key(), other.key()) < 0)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aNewVersionThatFindsNoRoomLeavesTheOldOneInPlace() throws InterruptedException {
    Item old = item(1, HOUR);
    store = withBytes(ItemCodec.encodedLength(old));
    keep(old);
    assertFull(store.put(NamedItem.sign(OWNER, "name", new byte[2], 2, in(HOUR))));
    assertHeld(old);
    assertThat(store.scan(null, 9)).containsExactly(old);
    assertThat(store.bytes()).isEqualTo(ItemCodec.encodedLength(old));
    keep(item(2, HOUR));
    assertThat(store.expire()).isZero();
  }

  @Test
  void anUpdateNeedsNoPlaceOfItsOwn() throws InterruptedException {
    store = open(new StoreOptions(1, Long.MAX_VALUE, 1));
    keep(item(1, HOUR), item(2, HOUR));
    assertHeld(item(2, HOUR));
  }

  private NamedItem named(int number, Duration timeToLive) {
    return NamedItem.sign(OWNER, "name " + number, new byte[0], 1, in(timeToLive));
  }

  @Test
  void oneOwnerHasSoManyReplicasAndCachedCopiesDoNotCount() throws InterruptedException {
    store = open(new StoreOptions(Integer.MAX_VALUE, Long.MAX_VALUE, 2));
    PutOutcome refused = new PutOutcome.Full("the store keeps at most 2 items of one owner");
    assertThat(store.put(named(0, HOUR), HOUR)).isEqualTo(new PutOutcome.Stored());
    keep(named(1, SECOND), named(2, HOUR));
    assertThat(store.put(named(3, HOUR))).isEqualTo(refused);
    assertThat(store.put(named(3, HOUR), HOUR)).isEqualTo(new PutOutcome.Stored());
    assertThat(store.put(named(0, HOUR))).isEqualTo(refused);
    assertThat(has(store, named(0, HOUR))).isTrue();
    keep(content(1), NamedItem.sign(Identity.generate(), "name", new byte[0], 1, in(HOUR)));

    pass(SECOND);
    keep(named(4, HOUR));
    pass(HOUR);
    store.expire();
    keep(named(5, HOUR.multipliedBy(3)), named(6, HOUR.multipliedBy(3)));
  }

  @Test
  void closingFreesEverything() throws InterruptedException {
    keep(content(1), item(1, HOUR));
    store.put(content(2), HOUR);
    store.close();
    assertThat(store.size()).isZero();
    assertThat(store.bytes()).isZero();
    assertThat(store.dueForReplication(REPLICA, 9)).isEmpty();
  }

  @Test
  void theDefaultsAreThoseThatAreDocumented() {
    assertThat(StoreOptions.DEFAULTS)
        .isEqualTo(new StoreOptions(100_000, 256 << 20, 50_000, 128 << 20));
  }

  @Test
  void limitsAreAtLeast1() {
    for (int[] bad : new int[][] {{0, 1, 1, 1}, {1, 0, 1, 1}, {1, 1, 0, 1}, {1, 1, 1, 0}}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new StoreOptions(bad[0], bad[1], bad[2], bad[3]))
          .withMessage("a store's limits are at least 1");
    }
  }

  @Test
  void aStoreExceptionTellsItsCause() {
    Exception cause = new IllegalStateException();
    assertThat(new StoreException("m", cause)).hasMessage("m").hasCause(cause);
  }

  @Test
  void aThousandMoreItemsThanItHoldsLeaveThoseThatAreClosest() throws InterruptedException {
    store = withItems(1000);
    for (int i = 0; i < 2000; i++) {
      store.put(content(i));
    }
    List<Key> closest = closestFirst(2000).subList(0, 1000).stream().map(Item::key).toList();
    assertThat(store.scan(null, 2000)).map(Item::key).containsExactlyInAnyOrderElementsOf(closest);
  }
}
