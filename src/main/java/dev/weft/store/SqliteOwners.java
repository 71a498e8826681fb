package dev.weft.store;

import dev.weft.kademlia.Key;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Confined to the thread that commits: how many replicas are held of each owner, and how many bytes
 * they have. An owner of whom none is held has no row.
 */
final class SqliteOwners {

  /** Stands in a row of an item that counts for nobody. */
  private static final long NOBODY = 0;

  private final Sql sql;
  private final StoreOptions options;

  SqliteOwners(Sql sql, StoreOptions options) {
    this.sql = sql;
    this.options = options;
  }

  /**
   * Why there is no room for a holding of its owner's; null where there is, or it has no owner. One
   * that takes the place of an earlier version and is no longer than that is not looked up.
   */
  @Nullable String judge(Holding next, @Nullable Holding held) throws SQLException {
    Optional<Key> owner = next.owner();
    int freed = held != null && owner.equals(held.owner()) ? held.bytes() : 0;
    boolean replaces = freed > 0;
    if (owner.isEmpty() || next.bytes() <= freed) {
      return null;
    }
    List<String> full = new ArrayList<>(1);
    sql.each(
        "SELECT items, bytes FROM owner WHERE key = ?",
        row -> {
          if (!replaces && row.getLong(1) >= options.itemsPerOwner()) {
            full.add(options.tooManyOfOwner());
          } else if (row.getLong(2) - freed + next.bytes() > options.bytesPerOwner()) {
            full.add(options.tooLargeOfOwner());
          }
          return false;
        },
        (Object) owner.get().toBytes());
    return full.isEmpty() ? first(next) : full.getFirst();
  }

  /** The same for the first holding of an owner, who has no row yet; harmless for others. */
  private @Nullable String first(Holding next) {
    return next.bytes() > options.bytesPerOwner() ? options.tooLargeOfOwner() : null;
  }

  /**
   * Counts a holding for its owner.
   *
   * @return which owner that is
   */
  long add(Holding next) throws SQLException {
    Optional<Key> owner = next.owner();
    return owner.isEmpty()
        ? NOBODY
        : sql.all(
                "INSERT INTO owner (key, items, bytes) VALUES (?, 1, ?)"
                    + " ON CONFLICT (key) DO UPDATE"
                    + " SET items = items + 1, bytes = bytes + excluded.bytes RETURNING id",
                row -> row.getLong(1),
                owner.get().toBytes(),
                next.bytes())
            .getFirst();
  }

  /** Counts what was in a row no longer for its owner. */
  void remove(Row row) throws SQLException {
    if (row.owner() != NOBODY) {
      sql.run(
          "UPDATE owner SET items = items - 1, bytes = bytes - ? WHERE id = ?",
          row.size(),
          row.owner());
      sql.run("DELETE FROM owner WHERE id = ? AND items = 0", row.owner());
    }
  }
}
