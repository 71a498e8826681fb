package dev.weft.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.item.Item;
import dev.weft.item.ItemException;
import dev.weft.kademlia.Key;
import dev.weft.runtime.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteItemStoreTest extends ItemStoreContract {

  @TempDir private Path directory;
  private int opened;

  static SqliteItemStore open(Environment environment, Path file, Key self, StoreOptions options) {
    try {
      return SqliteItemStore.open(
          environment, Thread.ofPlatform().factory(), file, self, options, ItemFormat.WEFT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  ItemStore open(StoreOptions options) {
    return open(environment, directory.resolve("items-" + opened++), SELF, options);
  }

  private Path file() {
    return directory.resolve("items-0");
  }

  /** The store under test once more, as after a restart. */
  private void reopen() {
    reopen(SELF);
  }

  private void reopen(Key self) {
    store.close();
    store = open(environment, file(), self, StoreOptions.DEFAULTS);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  /** A connection past the store. */
  private void run(String statement) throws Exception {
    try (Sql sql = new SqliteFile(file()).connect(100)) {
      sql.run(statement);
    }
  }

  @Test
  void whatWasPutIsThereAfterARestart() throws InterruptedException {
    keep(item(1, HOUR), content(1));
    store.put(content(2), SECOND);
    long bytes = store.bytes();
    reopen();
    assertHeld(item(1, HOUR));
    assertHeld(content(2));
    assertThat(store.size()).isEqualTo(3);
    assertThat(store.bytes()).isEqualTo(bytes);
    assertThat(store.scan(null, 9)).containsExactlyInAnyOrder(item(1, HOUR), content(1));
  }

  @Test
  void whatExpiresWhileTheStoreIsClosedIsNotThereAgain() throws InterruptedException {
    keep(item(1, SECOND), content(1));
    store.close();
    pass(SECOND);
    reopen();
    assertThat(store.get(item(1, SECOND).key())).isEmpty();
    assertThat(store.scan(null, 9)).containsExactly(content(1));
    assertThat(store.expire()).isEqualTo(1);
    assertThat(store.size()).isEqualTo(1);
  }

  @Test
  void whatWasReplicatedLongAgoIsStillKnownAfterARestart() throws InterruptedException {
    keep(content(1), content(2));
    pass(SECOND);
    store.replicated(content(1));
    reopen();
    pass(SECOND);
    assertThat(store.dueForReplication(SECOND.multipliedBy(2), 9)).containsExactly(content(2));
    assertThat(store.dueForReplication(SECOND, 9)).containsExactly(content(2), content(1));
  }

  @Test
  void aNodeWithAnotherKeyGivesUpWhatIsFarFromThat() throws InterruptedException {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      items.add(content(i));
      store.put(content(i));
    }
    Key other = Key.of("another");
    store.close();
    store = open(environment, file(), other, new StoreOptions(20, 1 << 20, 20));
    items.sort((a, b) -> other.compareDistance(b.key(), a.key()));
    for (int i = 20; store.size() == 20 && store.get(items.getFirst().key()).isPresent(); i++) {
      store.put(content(i));
    }
    assertThat(items.stream().filter(item -> store.get(item.key()).isEmpty()))
        .containsExactly(items.getFirst());
  }

  @Test
  void aFileThatIsNoDatabaseIsSetAside() throws Exception {
    store.close();
    byte[] garbage =
        "this is no database, and never was one; it is a text".repeat(99).getBytes(US_ASCII);
    Files.write(file(), garbage);
    reopen();
    assertThat(store.size()).isZero();
    keep(content(1));
    assertThat(files()).anyMatch(name -> name.matches("items-0-set-aside-\\d{8}T\\d{6}Z"));
  }

  @Test
  void damageThatIsMetLaterHasTheFileSetAsideTheNextTime() throws Exception {
    for (int i = 0; i < 400; i++) {
      keep(content(i));
    }
    store.close();
    byte[] bytes = Files.readAllBytes(file());
    Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 7);
    Files.write(file(), bytes);
    reopen();
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> IntStream.range(0, 400).forEach(i -> store.get(content(i).key())))
        .withMessageContaining("malformed");
    reopen();
    assertThat(store.size()).isZero();
    keep(content(1));
    assertThat(files()).anyMatch(name -> name.startsWith("items-0-set-aside-"));
  }

  @Test
  void aDiskThatIsFullTakesNothingMoreAndLosesNothingAndIsUsedAgainWhenItHasRoom()
      throws Exception {
    store.close();
    SqliteFile file = new SqliteFile(file());
    SqliteClock clock = SqliteClock.of(environment);
    Sql sql = file.open(SELF, clock.now());
    store =
        SqliteItemStore.over(
            file,
            sql,
            clock,
            Thread.ofPlatform().factory(),
            SELF,
            StoreOptions.DEFAULTS,
            ItemFormat.WEFT);
    sql.all("PRAGMA max_page_count = 60", row -> row.getLong(1));
    int kept = 0;
    PutOutcome outcome = store.put(content(kept));
    while (outcome instanceof PutOutcome.Stored) {
      outcome = store.put(content(++kept));
    }
    assertThat(kept).isPositive();
    assertThat(outcome)
        .isInstanceOfSatisfying(
            PutOutcome.Full.class, full -> assertThat(full.reason()).contains("disk"));
    assertThat(store.put(content(kept))).isEqualTo(outcome);
    assertThat(store.size()).isEqualTo(kept);
    for (int i = 0; i < kept; i++) {
      assertHeld(content(i));
    }
    sql.all("PRAGMA max_page_count = 100000", row -> row.getLong(1));
    keep(content(kept));
    assertThat(store.size()).isEqualTo(kept + 1);
    sql.close();
    pass(HOUR);
    assertThat(store.expire()).as("as nothing can be written").isZero();
  }

  @Test
  void aFileOfALaterVersionIsLeftAlone() throws Exception {
    keep(content(1));
    store.close();
    long form;
    try (Sql sql = new SqliteFile(file()).connect(0)) {
      form = sql.all("PRAGMA user_version", row -> row.getLong(1)).getFirst();
    }
    run("PRAGMA user_version = 99");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(this::reopen)
        .withMessageContaining("later version of Weft");
    run("PRAGMA user_version = " + form);
    reopen();
    assertHeld(content(1));
  }

  @Test
  void aFileThatCannotBeOpenedIsNamedWithARemedy() throws IOException {
    Path missing = directory.resolve("missing").resolve("items");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> open(environment, missing, SELF, StoreOptions.DEFAULTS))
        .withMessageContaining(missing.toString())
        .withMessageContaining("can write to");
  }

  @Test
  void anItemThatCannotBeReadIsLeftOutAndReplaced() throws Exception {
    keep(content(1), content(2));
    run("UPDATE item SET bytes = x'00'");
    assertThat(store.get(content(1).key())).isEmpty();
    assertThat(store.scan(null, 9)).isEmpty();
    keep(content(1));
    assertHeld(content(1));
    assertThat(store.size()).isEqualTo(2);
  }

  @Test
  void whatCannotBeWrittenIsRefusedAndSpoilsNothing() throws Exception {
    store.close();
    ItemFormat reluctant =
        new ItemFormat() {
          @Override
          public byte[] write(Item item) {
            if (item.equals(content(2))) {
              throw new IllegalStateException("not this one");
            }
            if (item.equals(content(4))) {
              throw new StackOverflowError();
            }
            return ItemFormat.WEFT.write(item);
          }

          @Override
          public Item read(byte[] bytes) throws ItemException {
            return ItemFormat.WEFT.read(bytes);
          }
        };
    store =
        SqliteItemStore.open(
            environment,
            Thread.ofPlatform().factory(),
            file(),
            SELF,
            StoreOptions.DEFAULTS,
            reluctant);
    keep(content(1));
    assertThat(store.put(content(2))).isInstanceOf(PutOutcome.Full.class);
    assertThat(store.put(content(4))).isInstanceOf(PutOutcome.Full.class);
    keep(content(3));
    assertThat(store.size()).isEqualTo(2);
    assertHeld(content(1));
  }

  @Test
  void aFileThatLacksWhatItShouldHaveIsNamed() throws Exception {
    store.close();
    run("DROP TABLE total");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(this::reopen)
        .withMessageContaining(file().toString());
  }

  @Test
  void requestsToItMayWait() {
    assertThat(store.mayWait()).isTrue();
  }

  @Test
  void closingLeavesNeitherAThreadNorAnOpenFile() throws Exception {
    store.close();
    List<Thread> threads = new ArrayList<>();
    store =
        SqliteItemStore.open(
            environment,
            task -> {
              threads.add(Thread.ofPlatform().unstarted(task));
              return threads.getLast();
            },
            file(),
            SELF,
            StoreOptions.DEFAULTS,
            ItemFormat.WEFT);
    keep(content(1));
    assertHeld(content(1));
    assertThat(files()).as("the log of changes, which goes with the last connection").hasSize(3);
    store.close();
    threads.getFirst().join();
    assertThat(files()).containsExactly("items-0");
  }
}
