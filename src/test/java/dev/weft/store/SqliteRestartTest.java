package dev.weft.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.kademlia.Key;
import dev.weft.runtime.Environment;
import dev.weft.store.RenewalBook.Entry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;

class SqliteRestartTest extends RestartContract {

  @TempDir private Path directory;

  @Override
  ItemStore open(StoreOptions options) {
    return open(environment, options);
  }

  private ItemStore open(Environment world, StoreOptions options) {
    return SqliteItemStoreTest.open(world, file(), SELF, options);
  }

  private Path file() {
    return directory.resolve("items");
  }

  @Override
  void restart() throws InterruptedException {
    store.close();
    pass(MILLI);
    store = open(StoreOptions.DEFAULTS);
  }

  private void run(String statement) throws Exception {
    try (Sql sql = new SqliteFile(file()).connect(100)) {
      sql.run(statement);
    }
  }

  @Test
  void whatIsHeldIsOldEvenWhereTheClockWasSetBackAndCurrentOnceItIsPut() throws Exception {
    keep(content(1));
    store.close();
    Environment late = Mockito.mock();
    Instant before = environment.now().minus(Duration.ofMinutes(10));
    Mockito.when(late.now()).thenReturn(before);
    Mockito.when(late.nanoTime()).thenReturn(5L);
    store = open(late, StoreOptions.DEFAULTS);
    assertThat(store.isOld(content(1).key())).isTrue();
    store.replicated(content(1));
    assertThat(store.isOld(content(1).key())).isFalse();
  }

  @Test
  void aTransactionThatFailsMakesNothingCurrent() throws Exception {
    keep(content(1), content(2));
    restart();
    run("CREATE TRIGGER no BEFORE UPDATE ON item BEGIN SELECT raise(ABORT, 'no'); END");
    store.replicated(content(1));
    assertThat(store.isOld(content(1).key())).isTrue();
    assertThat(store.isWritable()).isFalse();
    run("DROP TRIGGER no");
    store.replicated(content(1));
    assertThat(store.isWritable()).isTrue();
    assertThat(store.isOld(content(1).key())).isFalse();
    assertThat(store.isOld(content(2).key())).isTrue();
  }

  @Test
  void aRenewalThatCannotBeWrittenIsToldAndOneThatCannotBeReadIsLeftOut() throws Exception {
    Entry entry = new Entry(content(1), HOUR);
    store.renewals().put(entry);
    run("CREATE TRIGGER no BEFORE INSERT ON renewal BEGIN SELECT raise(ABORT, 'no'); END");
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.renewals().put(new Entry(content(2), HOUR)))
        .withMessageContaining("the disk of this node does not take it");
    run("DROP TRIGGER no");
    store.renewals().put(new Entry(content(3), HOUR));
    run("UPDATE renewal SET bytes = x'00' WHERE key <> x'" + content(1).key() + "'");
    assertThat(store.renewals().all()).containsExactly(entry);
    Entry again = new Entry(content(3), HOUR);
    store.renewals().put(again);
    assertThat(store.renewals().all()).containsExactlyInAnyOrder(entry, again);
  }

  @Test
  void renewalsOfAFileThatLacksThemCannotBeReadAndThoseOfAClosedOneNotBeWritten() throws Exception {
    run("DROP TABLE renewal");
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.renewals().all())
        .withMessageContaining("renewals cannot be read");
    store.close();
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.renewals().remove(Key.of("any")));
  }

  @Test
  void aFileOfTheFirstFormIsBroughtToTheNewestWithWhatItHolds() throws Exception {
    keep(content(1));
    store.close();
    run("DROP TABLE renewal");
    run("ALTER TABLE owner DROP COLUMN bytes");
    run("PRAGMA user_version = 1");
    store = open(StoreOptions.DEFAULTS);
    assertHeld(content(1));
    assertThat(store.renewals().all()).isEmpty();
  }
}
