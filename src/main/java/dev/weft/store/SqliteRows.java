package dev.weft.store;

import dev.weft.item.Item;
import dev.weft.item.ItemException;
import dev.weft.kademlia.Key;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Confined to the thread that commits: changes what is in the file, by the rules by which {@link
 * MemoryItemStore} changes what is in memory. Nobody else sees a change before {@link #commit}.
 */
final class SqliteRows implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SqliteRows.class);

  /**
   * How many items are dropped in one transaction as they have lapsed or are beyond the limits, so
   * that nobody waits long for it.
   */
  static final int MOST_SWEPT = 1_000;

  /** A holding, and where it is in the file. */
  private record Held(Row row, Holding holding) {}

  private final Sql sql;
  private final SqliteClock clock;
  private final StoreOptions options;
  private final ItemFormat format;
  private final Key self;
  private final SqliteOwners owners;

  /** How many items there are and how many bytes they have, and so before the transaction. */
  private long items;

  private long bytes;
  private long itemsBefore;
  private long bytesBefore;
  private long evicted;

  /** Of how many items nothing has been heard since the file was opened, and when that was. */
  private long old;

  private long oldBefore;
  private final long opened;

  /** When the transaction began, and whether it has swept already. */
  private Instant now = Instant.MIN;

  private boolean swept;

  SqliteRows(Sql sql, SqliteClock clock, Key self, StoreOptions options, ItemFormat format)
      throws SQLException {
    this.sql = sql;
    this.clock = clock;
    this.options = options;
    this.format = format;
    this.self = self;
    this.owners = new SqliteOwners(sql, options);
    sql.each(
        "SELECT items, bytes FROM total",
        row -> {
          items = row.getLong(1);
          bytes = row.getLong(2);
          return false;
        });
    this.opened = clock.steady();
    this.old = items;
  }

  long items() {
    return items;
  }

  long bytes() {
    return bytes;
  }

  /** How many had to go to make room, those among them whose transaction failed. */
  long evicted() {
    return evicted;
  }

  long old() {
    return old;
  }

  long opened() {
    return opened;
  }

  /** For what else is in the file. */
  Sql sql() {
    return sql;
  }

  void begin() throws SQLException {
    itemsBefore = items;
    bytesBefore = bytes;
    oldBefore = old;
    now = clock.now();
    swept = false;
    sql.run("BEGIN IMMEDIATE");
  }

  void commit() throws SQLException {
    if (items != itemsBefore || bytes != bytesBefore) {
      sql.run("UPDATE total SET items = ?, bytes = ?", items, bytes);
    }
    sql.run("COMMIT");
  }

  /** Leaves everything as it was before {@link #begin}. */
  void undo() {
    items = itemsBefore;
    bytes = bytesBefore;
    old = oldBefore;
    try {
      sql.reset();
      sql.run("ROLLBACK");
    } catch (SQLException e) {
      LOG.debug("nothing was left to undo: {}", e.getMessage());
    }
  }

  /** As {@link ItemStore#put}. */
  PutOutcome put(Item item, Duration cacheFor) throws SQLException {
    if (item.isExpired(now)) {
      return new PutOutcome.Expired();
    }
    sweep();
    if (isBeyondLimits()) {
      return new PutOutcome.Full(
          "the store was given lower limits, and is still dropping what is beyond them");
    }
    Held held = find(item.key());
    PutOutcome outcome = Holding.judge(item, held == null ? null : held.holding);
    if (outcome instanceof PutOutcome.Stale) {
      return outcome;
    }
    Holding given = Holding.of(item, cacheFor, now, clock.steady());
    Holding next = held == null ? given : given.over(held.holding);
    String full = place(next, held);
    return full == null ? outcome : new PutOutcome.Full(full);
  }

  /** As {@link ItemStore#replicated}. */
  void replicated(Item item) throws SQLException {
    Held held = find(item.key());
    if (held != null && held.holding.item().equals(item)) {
      note(held.row, clock.steady());
    }
  }

  private void note(Row row, long replicated) throws SQLException {
    sql.run("UPDATE item SET replicated = ? WHERE id = ?", replicated, row.id());
    countOld(row.replicated(), -1);
    countOld(replicated, 1);
  }

  private void countOld(long replicated, int change) {
    if (replicated < opened) {
      old += change;
    }
  }

  /**
   * Drops what has lapsed, and then what is beyond the limits, if those are lower than they were
   * when the file was written: at most {@link #MOST_SWEPT} items, and only once in a transaction.
   *
   * @return how many it dropped
   */
  int sweep() throws SQLException {
    if (swept) {
      return 0;
    }
    swept = true;
    List<Row> leaving =
        sql.all(
            Row.QUERY + "WHERE lapses <= ? ORDER BY lapses LIMIT ?",
            Row::read,
            SqliteClock.nanos(now),
            MOST_SWEPT);
    for (Row row : leaving) {
      drop(row);
    }
    return leaving.size() + dropBeyondLimits(MOST_SWEPT - leaving.size());
  }

  private boolean isBeyondLimits() {
    return items > options.items() || bytes > options.bytes();
  }

  private int dropBeyondLimits(int most) throws SQLException {
    if (!isBeyondLimits()) {
      return 0;
    }
    var room = new Room(options.bytes() - bytes, options.items() - items, null, most);
    room.takeCached(sql, Long.MAX_VALUE, new byte[0]);
    room.takeReplicas(sql, Long.MIN_VALUE);
    for (Row row : room.leaving()) {
      drop(row);
    }
    evicted += room.leaving().size();
    return room.leaving().size();
  }

  private @Nullable Held find(Key key) throws SQLException {
    List<Held> found = new ArrayList<>(1);
    List<Row> unreadable = new ArrayList<>(0);
    sql.each(
        "SELECT id, size, owner, replicated, bytes, cached, lapses FROM item"
            + " WHERE distance = ? AND key = ?",
        row -> {
          try {
            found.add(new Held(Row.read(row), holding(row)));
          } catch (ItemException e) {
            LOG.warn("what is stored under {} cannot be read, and is dropped", key, e);
            unreadable.add(Row.read(row));
          }
          return false;
        },
        SqliteFile.distance(self, key),
        key.toBytes());
    for (Row row : unreadable) {
      drop(row);
    }
    return found.isEmpty() ? null : found.getFirst();
  }

  private Holding holding(ResultSet row) throws SQLException, ItemException {
    Item item = format.read(row.getBytes(5));
    boolean cached = row.getBoolean(6);
    // A replica's own time is more precise, and may be later than a number can say.
    Instant lapses = cached ? SqliteClock.instant(row.getLong(7)) : item.expires();
    return new Holding(item, cached, lapses, row.getLong(4));
  }

  /**
   * Puts a holding in the place of another, or of none, and makes room for it.
   *
   * @return null if it was put; otherwise why there is no room for it, and nothing has changed
   */
  private @Nullable String place(Holding next, @Nullable Held held) throws SQLException {
    String full = owners.judge(next, held == null ? null : held.holding);
    if (full != null) {
      return full;
    }
    List<Row> leaving = leaving(next, held);
    if (leaving == null) {
      return "the store is full, and all that it holds is worth more to it";
    }
    for (Row row : leaving) {
      drop(row);
    }
    evicted += leaving.size();
    if (held == null) {
      insert(next);
    } else if (next.item().equals(held.holding.item())
        && next.cached() == held.holding.cached()
        && next.lapses().equals(held.holding.lapses())) {
      note(held.row, next.replicatedAt());
    } else {
      drop(held.row);
      insert(next);
    }
    return null;
  }

  /** What has to go to make room; null if what is worth less than the newcomer is not enough. */
  private @Nullable List<Row> leaving(Holding newcomer, @Nullable Held held) throws SQLException {
    Row row = held == null ? null : held.row;
    var room =
        new Room(
            options.bytes() - bytes + (row == null ? 0 : row.size()) - newcomer.bytes(),
            options.items() - items - (row == null ? 1 : 0),
            row,
            Integer.MAX_VALUE); // few, as nothing is beyond the limits, and an item is small
    byte[] key = newcomer.key().toBytes();
    if (newcomer.cached()) {
      room.takeCached(sql, SqliteClock.nanos(newcomer.lapses()), key);
    } else {
      room.takeCached(sql, Long.MAX_VALUE, key);
      room.takeReplicas(sql, SqliteFile.distance(self, newcomer.key()));
    }
    return room.isEnough() ? room.leaving() : null;
  }

  private void insert(Holding next) throws SQLException {
    sql.run(
        "INSERT INTO item"
            + " (key, distance, owner, cached, expires, lapses, stored, replicated, size, bytes)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        next.key().toBytes(),
        SqliteFile.distance(self, next.key()),
        owners.add(next),
        next.cached() ? 1 : 0,
        SqliteClock.nanos(next.item().expires()),
        SqliteClock.nanos(next.lapses()),
        SqliteClock.nanos(now),
        next.replicatedAt(),
        next.bytes(),
        format.write(next.item()));
    items++;
    bytes += next.bytes();
    countOld(next.replicatedAt(), 1);
  }

  private void drop(Row row) throws SQLException {
    sql.run("DELETE FROM item WHERE id = ?", row.id());
    owners.remove(row);
    items--;
    bytes -= row.size();
    countOld(row.replicated(), -1);
  }

  @Override
  public void close() {
    sql.close();
  }
}
