package dev.weft.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.weft.item.Item;
import dev.weft.item.ItemCodec;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Key;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that earlier versions of Weft have written. */
class SqliteFormsTest extends ItemStoreFixture {

  private static final String COLUMNS =
      "id, key, distance, owner, cached, expires, lapses, stored, replicated, size, bytes";

  @TempDir private Path directory;

  @Override
  ItemStore open(StoreOptions options) {
    return SqliteItemStoreTest.open(environment, directory.resolve("items"), SELF, options);
  }

  /** What is in the store, as the first version with a durable store would have written it. */
  private Path firstForm() throws Exception {
    store.close();
    Path old = directory.resolve("old");
    try (Sql sql = new SqliteFile(old).connect(100)) {
      for (String statement : SqliteFile.FORMS.getFirst()) {
        sql.run(statement);
      }
      sql.run("PRAGMA user_version = 1");
      sql.run("ATTACH ? AS latest", directory.resolve("items").toString());
      sql.run("INSERT INTO node SELECT key FROM latest.node");
      sql.run("INSERT INTO owner SELECT id, key, items FROM latest.owner");
      sql.run("DELETE FROM total");
      sql.run("INSERT INTO total SELECT items, bytes FROM latest.total");
      sql.run(
          "INSERT INTO item (" + COLUMNS + ") SELECT " + COLUMNS + " FROM latest.item ORDER BY id");
    }
    return old;
  }

  private List<Item> fill() throws InterruptedException {
    List<Item> replicas = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      replicas.add(content(i));
    }
    replicas.add(item(1, HOUR));
    keep(replicas.toArray(Item[]::new));
    store.put(content(-1), SECOND);
    return replicas;
  }

  @Test
  void aFileOfTheFirstFormHasAllItsItemsStill() throws Exception {
    List<Item> replicas = fill();
    long bytes = store.bytes();
    store = SqliteItemStoreTest.open(environment, firstForm(), SELF, StoreOptions.DEFAULTS);
    assertThat(store.size()).isEqualTo(302);
    assertThat(store.bytes()).isEqualTo(bytes);
    assertHeld(content(-1));
    replicas.forEach(this::assertHeld);
    assertThat(store.scan(null, 999)).containsExactlyInAnyOrderElementsOf(replicas);
    assertThat(store.dueForReplication(REPLICA, 999)).hasSameElementsAs(replicas);
    assertThat(store.put(item(2, HOUR))).isEqualTo(new PutOutcome.Stored());
    pass(SECOND);
    assertThat(store.expire()).isEqualTo(1);
  }

  @Test
  void aFileOfTheFirstFormKnowsHowManyBytesAnOwnerHas() throws Exception {
    keep(item(1, HOUR));
    long most = ItemCodec.encodedLength(item(1, HOUR)) + 1;
    store =
        SqliteItemStoreTest.open(
            environment, firstForm(), SELF, new StoreOptions(9, 9_999, 9, most));
    Item other = NamedItem.sign(OWNER, "another", new byte[0], 1, in(HOUR));
    assertThat(store.put(other))
        .isEqualTo(new PutOutcome.Full("the store keeps at most " + most + " bytes of one owner"));
  }

  @Test
  void aFileOfTheFirstFormMayBeOpenedByANodeWithAnotherKey() throws Exception {
    List<Item> replicas = fill();
    Key other = Key.of("another");
    store = SqliteItemStoreTest.open(environment, firstForm(), other, StoreOptions.DEFAULTS);
    replicas.forEach(this::assertHeld);
    assertThat(store.scan(null, 999)).containsExactlyInAnyOrderElementsOf(replicas);
  }

  @Test
  void whereTheNewFormCannotBeMadeTheFileStaysAsItWas() throws Exception {
    List<Item> replicas = fill();
    Path old = firstForm();
    try (Sql sql = new SqliteFile(old).connect(100)) {
      sql.run("CREATE TABLE leaner (something)");
    }
    assertThat(
            catchThrowable(
                () -> SqliteItemStoreTest.open(environment, old, SELF, StoreOptions.DEFAULTS)))
        .hasMessageContaining("cannot be opened");
    try (Sql sql = new SqliteFile(old).connect(100)) {
      assertThat(sql.all("SELECT count(*) FROM item", row -> row.getInt(1))).containsExactly(302);
      sql.run("DROP TABLE leaner");
    }
    store = SqliteItemStoreTest.open(environment, old, SELF, StoreOptions.DEFAULTS);
    replicas.forEach(this::assertHeld);
  }
}
