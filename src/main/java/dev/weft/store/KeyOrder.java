package dev.weft.store;

import dev.weft.kademlia.Key;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Confined to the thread that asks, for one question each: replicas in the order of their keys, by
 * an index that has them in the order of their distances.
 *
 * <p>All keys that begin with the same bits have distances that begin with the same bits. So the
 * key space is halved until a part of it has few enough items to be sorted, and the parts are
 * looked at in the order of the keys. Each question to the file sees what was last committed; that
 * is enough, as an item never moves from one part to another.
 *
 * @param <T> what is made of a replica
 */
final class KeyOrder<T> {

  /** How many items a part may have that is not halved: then they are sorted. */
  static final int FEW = 100;

  private static final String PART = " FROM item WHERE distance BETWEEN ? AND ? AND cached = 0";

  private static final String COUNT = "SELECT count(*) FROM (SELECT 1" + PART + " LIMIT ?)";

  private static final String ROWS =
      "SELECT bytes"
          + PART
          + " AND key > ? AND key <= ? AND +lapses > ? AND +replicated <= ? ORDER BY key LIMIT ?";

  /**
   * What is looked for.
   *
   * @param after only keys greater than this one; null starts from the first
   * @param last only keys up to this one
   * @param lapses only what lapses later
   * @param replicated only what was replicated then, or before
   * @param limit how many at most
   */
  record Wanted(@Nullable Key after, Key last, long lapses, long replicated, int limit) {}

  private final Readers readers;
  private final Key self;
  private final Sql.Reading<T> reading;
  private final Wanted wanted;

  /** The first 64 bits of the keys between which it looks. */
  private final long first;

  private final long last;
  private final List<T> found = new ArrayList<>();

  KeyOrder(Readers readers, Key self, Sql.Reading<T> reading, Wanted wanted) {
    this.readers = readers;
    this.self = self;
    this.reading = reading;
    this.wanted = wanted;
    this.first = wanted.after == null ? 0 : SqliteFile.head(wanted.after);
    this.last = SqliteFile.head(wanted.last);
  }

  /** All that is wanted. */
  List<T> find() throws SQLException {
    look(0, -1);
    return found;
  }

  /**
   * Looks at a part of the key space.
   *
   * @param from the first 64 bits of its least key
   * @param mask has the bits in which its keys differ from that
   */
  private void look(long from, long mask) throws SQLException {
    long to = from | mask;
    if (found.size() >= wanted.limit
        || Long.compareUnsigned(to, first) < 0
        || Long.compareUnsigned(from, last) > 0) {
      return;
    }
    long mine = SqliteFile.head(self) & mask;
    long near = SqliteFile.distance(self, from | mine);
    long far = SqliteFile.distance(self, from | (mine ^ mask));
    if (mask == 0 || !isMany(near, far)) {
      found.addAll(
          readers.all(
              ROWS,
              reading,
              near,
              far,
              wanted.after == null ? new byte[0] : wanted.after.toBytes(),
              wanted.last.toBytes(),
              wanted.lapses,
              wanted.replicated,
              wanted.limit - found.size()));
    } else {
      long half = mask >>> 1;
      look(from, half);
      look(from + half + 1, half);
    }
  }

  private boolean isMany(long near, long far) throws SQLException {
    return readers.all(COUNT, row -> row.getInt(1) > FEW, near, far, FEW + 1).contains(true);
  }
}
