package dev.weft.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others do to the file while a store has it open. */
class FailingFileIT extends ItemStoreFixture {

  @TempDir private Path directory;

  @Override
  ItemStore open(StoreOptions options) {
    return SqliteItemStoreTest.open(environment, file(), SELF, options);
  }

  private Path file() {
    return directory.resolve("items");
  }

  private void reopen() {
    store.close();
    store = open(StoreOptions.DEFAULTS);
  }

  @Test
  void whileAnotherProcessLocksTheFileItemsAreRefusedAndFoundAndThenTakenAgain() throws Exception {
    keep(content(1));
    try (Sql other = new SqliteFile(file()).connect(100)) {
      other.run("BEGIN IMMEDIATE");
      assertThat(store.put(content(2)))
          .isInstanceOfSatisfying(
              PutOutcome.Full.class, full -> assertThat(full.reason()).contains("locked"));
      assertHeld(content(1));
      other.run("ROLLBACK");
    }
    keep(content(2));
    reopen();
    assertHeld(content(1));
    assertHeld(content(2));
  }

  @Test
  void aFileThatIsCutIsNoticedAndSetAsideTheNextTime() throws Exception {
    for (int i = 0; i < 400; i++) {
      keep(content(i));
    }
    reopen();
    try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() / 2);
    }
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(
            () -> {
              for (int i = 0; i < 400; i++) {
                store.get(content(i).key());
              }
            });
    assertThat(store.put(content(400))).as("or the reason why it is not").isNotNull();
    reopen();
    assertThat(store.size()).isZero();
    keep(content(1));
  }
}
