package dev.weft.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Confined to the thread that commits: the room that is there, and what has to leave until it is
 * enough. Nothing is dropped here.
 */
final class Room {

  private final @Nullable Row staying;
  private final int most;
  private final List<Row> leaving = new ArrayList<>(0);
  private long bytes;
  private long items;

  /**
   * The room that there is.
   *
   * @param bytes how many bytes are free; fewer than 0 where that many are wanted
   * @param items for how many items there is room
   * @param staying what is not to leave, as it leaves anyway
   * @param most how many may leave at most
   */
  Room(long bytes, long items, @Nullable Row staying, int most) {
    this.bytes = bytes;
    this.items = items;
    this.staying = staying;
    this.most = most;
  }

  boolean isEnough() {
    return bytes >= 0 && items >= 0;
  }

  List<Row> leaving() {
    return leaving;
  }

  /**
   * Takes cached copies as long as room is wanted, of those that lapse before one that is given.
   */
  void takeCached(Sql sql, long lapses, byte[] key) throws SQLException {
    take(sql, "cached = 1 AND (lapses, key) < (?, ?) ORDER BY lapses, key", lapses, key);
  }

  /** Takes replicas as long as room is wanted, the farthest first, of those at least so far. */
  void takeReplicas(Sql sql, long distance) throws SQLException {
    take(sql, "cached = 0 AND distance > ? ORDER BY distance DESC", distance);
  }

  private void take(Sql sql, String which, Object... values) throws SQLException {
    if (isWanted()) {
      sql.each(Row.QUERY + "WHERE " + which, this::take, values);
    }
  }

  private boolean isWanted() {
    return !isEnough() && leaving.size() < most;
  }

  private boolean take(ResultSet found) throws SQLException {
    Row row = Row.read(found);
    if (!row.equals(staying)) {
      leaving.add(row);
      bytes += row.size();
      items++;
    }
    return isWanted();
  }
}
