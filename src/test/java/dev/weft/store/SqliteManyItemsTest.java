package dev.weft.store;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.spy;

import dev.weft.item.Item;
import dev.weft.kademlia.Key;
import dev.weft.runtime.FanOut;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done with many items in steps, and how they are told apart and kept in order. */
class SqliteManyItemsTest extends ItemStoreFixture {

  /** More than are dropped, or looked at, in one go. */
  private static final int MANY = SqliteRows.MOST_SWEPT + 100;

  private static final StoreOptions FEW = new StoreOptions(10, 1 << 20, 10);

  @TempDir private Path directory;

  @Override
  ItemStore open(StoreOptions options) {
    return SqliteItemStoreTest.open(environment, file(), SELF, options);
  }

  private Path file() {
    return directory.resolve("items");
  }

  private void reopen(StoreOptions options) {
    store.close();
    store = open(options);
  }

  private List<Item> many() {
    return IntStream.range(0, MANY).<Item>mapToObj(this::content).toList();
  }

  private void putMany(Duration cacheFor) throws InterruptedException {
    FanOut.map(Thread.ofVirtual().factory(), many(), item -> store.put(item, cacheFor));
    assertThat(store.size()).isEqualTo(MANY);
  }

  private List<Item> closest(int count) {
    return many().stream().sorted(comparing(Item::key, SELF.byDistance())).limit(count).toList();
  }

  @Test
  void howeverManyHaveExpiredAllAreDropped() throws InterruptedException {
    putMany(REPLICA);
    pass(HOUR);
    assertThat(store.expire()).isEqualTo(MANY);
    assertThat(store.size()).isZero();
    assertThat(store.bytes()).isZero();
  }

  @Test
  void howeverManyThereAreAllAreFarFromTheOtherKeyByAsMuchAsTheyAre() throws Exception {
    putMany(REPLICA);
    store.close();
    Key other = Key.of("another");
    store = SqliteItemStoreTest.open(environment, file(), other, StoreOptions.DEFAULTS);
    try (Sql sql = new SqliteFile(file()).connect(100)) {
      List<Boolean> right =
          sql.all(
              "SELECT key, distance FROM item",
              row -> row.getLong(2) == SqliteFile.distance(other, Key.fromBytes(row.getBytes(1))));
      assertThat(right).hasSize(MANY).containsOnly(true);
    }
  }

  @Test
  void whatIsBeyondLowerLimitsIsGivenUpInStepsTheFarthestFirst() throws InterruptedException {
    putMany(REPLICA);
    reopen(FEW);
    assertThat(store.size()).as("opening takes no time").isEqualTo(MANY);
    PutOutcome outcome = store.put(content(MANY));
    assertThat(outcome)
        .isInstanceOfSatisfying(
            PutOutcome.Full.class, full -> assertThat(full.reason()).contains("lower limits"));
    assertThat(store.size()).isEqualTo(MANY - SqliteRows.MOST_SWEPT);
    assertThat(store.expire()).isEqualTo(MANY - SqliteRows.MOST_SWEPT - 10);
    assertThat(store.scan(null, MANY)).containsExactlyInAnyOrderElementsOf(closest(10));
    Item nearest = closest(1).getFirst();
    assertThat(store.put(nearest)).isEqualTo(new PutOutcome.Unchanged());
  }

  @Test
  void cachedCopiesBeyondLowerLimitsGoBeforeReplicas() throws InterruptedException {
    putMany(HOUR);
    keep(item(1, HOUR));
    reopen(FEW);
    assertThat(store.expire()).isEqualTo(MANY - 9);
    assertHeld(item(1, HOUR));
  }

  @Test
  void fewerBytesThanThereAreAreALowerLimitToo() throws InterruptedException {
    putMany(REPLICA);
    long bytes = store.bytes();
    reopen(new StoreOptions(MANY, bytes / MANY * 20, 1));
    store.expire();
    assertThat(store.scan(null, MANY)).containsExactlyInAnyOrderElementsOf(closest(20));
  }

  @Test
  void pagesOfManyItemsAreAllOfThemInTheOrderOfTheirKeys() throws InterruptedException {
    putMany(REPLICA);
    List<Item> expected = many().stream().sorted(comparing(Item::key)).toList();
    List<Item> all = new ArrayList<>();
    for (List<Item> page = store.scan(null, 70); !page.isEmpty(); ) {
      all.addAll(page);
      page = store.scan(page.getLast().key(), 70);
    }
    assertThat(all).isEqualTo(expected);
    Key after = expected.get(123).key();
    Key last = expected.get(987).key();
    assertThat(store.dueForReplication(REPLICA, after, last, MANY))
        .isEqualTo(expected.subList(124, 988));
    assertThat(store.dueForReplication(REPLICA, after, last, 200))
        .isEqualTo(expected.subList(124, 324));
  }

  /** An item under a key that begins as others do, which nobody can make. */
  private Item alike(int number) {
    byte[] key = content(number).key().toBytes();
    ByteBuffer.wrap(key).putLong(0xf00d_f00d_f00d_f00dL);
    Item item = spy(content(number));
    doReturn(Key.fromBytes(key)).when(item).key();
    return item;
  }

  @Test
  void keysThatBeginAlikeAreToldApartAndKeptInOrder() throws InterruptedException {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i <= KeyOrder.FEW; i++) {
      Item item = alike(i);
      items.add(item);
      keep(item);
      assertThat(store.put(item)).isEqualTo(new PutOutcome.Unchanged());
    }
    Comparator<Item> byKey = comparing(Item::key);
    items.sort(byKey);
    for (Item item : items) {
      assertThat(store.get(item.key()).orElseThrow().expires()).isEqualTo(item.expires());
    }
    assertThat(store.get(alike(-1).key())).isEmpty();
    assertThat(keysOfContent(store.scan(null, MANY))).isEqualTo(keysOfContent(items));
    assertThat(keysOfContent(store.scan(items.get(49).key(), 20)))
        .isEqualTo(keysOfContent(items.subList(50, 70)));
  }

  /** What tells these items apart once they were read, and have their own keys again. */
  private static List<ByteBuffer> keysOfContent(List<Item> items) {
    return items.stream().map(item -> ByteBuffer.wrap(item.value())).toList();
  }
}
