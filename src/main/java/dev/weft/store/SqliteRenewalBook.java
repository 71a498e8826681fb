package dev.weft.store;

import dev.weft.item.Item;
import dev.weft.item.ItemException;
import dev.weft.kademlia.Key;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shared by any number of threads: the renewal book in the file of a {@link SqliteItemStore}, whose
 * thread writes it, too.
 */
final class SqliteRenewalBook implements RenewalBook {

  private static final Logger LOG = LoggerFactory.getLogger(SqliteRenewalBook.class);

  private final GroupCommit commits;
  private final Readers readers;
  private final ItemFormat format;

  SqliteRenewalBook(GroupCommit commits, Readers readers, ItemFormat format) {
    this.commits = commits;
    this.readers = readers;
    this.format = format;
  }

  @Override
  public void put(Entry entry) {
    Item item = entry.item();
    byte[] key = item.key().toBytes();
    byte[] bytes = format.write(item);
    long lives = TimeUnit.NANOSECONDS.convert(entry.timeToLive());
    write(
        rows -> {
          List<Optional<Entry>> held =
              rows.sql().all("SELECT bytes, lives FROM renewal WHERE key = ?", this::read, key);
          if (held.stream()
              .flatMap(Optional::stream)
              .noneMatch(other -> other.item().compareVersion(item) > 0)) {
            rows.sql()
                .run(
                    "INSERT INTO renewal (key, lives, bytes) VALUES (?, ?, ?) ON CONFLICT (key)"
                        + " DO UPDATE SET lives = excluded.lives, bytes = excluded.bytes",
                    key,
                    lives,
                    bytes);
          }
          return "";
        });
  }

  @Override
  public void remove(Key key) {
    write(
        rows -> {
          rows.sql().run("DELETE FROM renewal WHERE key = ?", (Object) key.toBytes());
          return "";
        });
  }

  /**
   * @param task returns nothing worth telling
   */
  private void write(GroupCommit.Task<String> task) {
    String refusal = commits.submitUninterruptibly(task, reason -> reason);
    if (!refusal.isEmpty()) {
      throw new StoreException(refusal);
    }
  }

  @Override
  public List<Entry> all() {
    try {
      return readers.all("SELECT bytes, lives FROM renewal ORDER BY key", this::read).stream()
          .flatMap(Optional::stream)
          .toList();
    } catch (SQLException e) {
      throw new StoreException("the renewals cannot be read: " + e.getMessage(), e);
    }
  }

  private Optional<Entry> read(ResultSet row) throws SQLException {
    try {
      Item item = format.read(row.getBytes(1));
      return Optional.of(new Entry(item, Duration.ofNanos(row.getLong(2))));
    } catch (ItemException e) {
      LOG.warn("an item that was being renewed cannot be read, and is left out", e);
      return Optional.empty();
    }
  }
}
