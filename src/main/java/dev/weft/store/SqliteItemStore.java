package dev.weft.store;

import dev.weft.item.Item;
import dev.weft.item.ItemException;
import dev.weft.kademlia.Key;
import dev.weft.runtime.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shared by any number of threads: a store in one file, an SQLite database. What {@link #put} has
 * acknowledged is on the disk, and is there after a crash of the process or of the machine.
 *
 * <p>One thread writes ({@link GroupCommit}); readers have connections of their own, and see what
 * was last committed without waiting for it. Nothing but counts is kept in memory, so that a
 * million items need no heap.
 *
 * <p>A disk that is full, or fails, makes the store one that is only read: items are refused with
 * the reason, which the log has once. Each write tries it again, so that the store recovers when
 * the disk does. A file that is found to be damaged is set aside when it is opened, or opened the
 * next time.
 */
public final class SqliteItemStore implements ItemStore {

  static final String CLOSED = "the store is closed";

  private static final Logger LOG = LoggerFactory.getLogger(SqliteItemStore.class);

  /** Something that is asked of the file. */
  @FunctionalInterface
  private interface Question<T> {
    List<T> ask() throws SQLException;
  }

  private final SqliteFile file;
  private final Key self;
  private final SqliteClock clock;
  private final ItemFormat format;
  private final SqliteRows rows;
  private final GroupCommit commits;
  private final Readers readers;
  private final RenewalBook renewals;
  private volatile int size;
  private volatile long bytes;
  private volatile long evicted;

  /** Of how many items nothing has been heard since this was opened. */
  private volatile long old;

  /** Whether the last transaction failed; the thread that commits says so. */
  private volatile boolean failing;

  private SqliteItemStore(
      SqliteFile file,
      Key self,
      SqliteClock clock,
      ItemFormat format,
      SqliteRows rows,
      ThreadFactory threads) {
    this.file = file;
    this.self = self;
    this.clock = clock;
    this.format = format;
    this.rows = rows;
    this.readers = new Readers(file);
    count();
    this.commits = new GroupCommit(rows, new Outcomes(), threads);
    this.renewals = new SqliteRenewalBook(commits, readers, format);
  }

  /**
   * Opens a store.
   *
   * @param environment brings the time
   * @param threads makes the one thread that writes: one of the platform's, as it waits for the
   *     disk in a way that would keep a virtual one's processor from all the others
   * @param path the file, made if it is not there; only one store may have it open
   * @param self this node's key: what is far from it goes first
   * @param options the limits
   * @param format how items are written
   * @return the store, which is to be closed
   * @throws IOException if the file cannot be opened; the message says why, and what to do
   */
  public static SqliteItemStore open(
      Environment environment,
      ThreadFactory threads,
      Path path,
      Key self,
      StoreOptions options,
      ItemFormat format)
      throws IOException {
    var file = new SqliteFile(path);
    SqliteClock clock = SqliteClock.of(environment);
    return over(file, file.open(self, clock.now()), clock, threads, self, options, format);
  }

  /** A store over a connection that is open already, and is closed where that fails. */
  static SqliteItemStore over(
      SqliteFile file,
      Sql sql,
      SqliteClock clock,
      ThreadFactory threads,
      Key self,
      StoreOptions options,
      ItemFormat format)
      throws IOException {
    try {
      SqliteClock after = clock.after(file.lastReplicated(sql));
      SqliteRows rows = new SqliteRows(sql, after, self, options, format);
      return new SqliteItemStore(file, self, after, format, rows, threads);
    } catch (SQLException e) {
      sql.close();
      throw new IOException(
          "the items in " + file.path() + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** What is known of the file's health. */
  private final class Outcomes implements GroupCommit.Outcomes {

    @Override
    public void committed() {
      count();
      if (failing) {
        failing = false;
        LOG.warn("{} can be written to again", file.path());
      }
    }

    @Override
    public String failed(Throwable e) {
      if (!failing) {
        failing = true;
        LOG.error("{} cannot be written to; this node keeps nothing more", file.path(), e);
      }
      file.noteDamage(e);
      return "the disk of this node does not take it: " + e.getMessage();
    }
  }

  private void count() {
    size = Math.toIntExact(rows.items());
    bytes = rows.bytes();
    evicted = rows.evicted();
    old = rows.old();
  }

  @Override
  public PutOutcome put(Item item, Duration cacheFor) throws InterruptedException {
    StoreWriteEvent event = new StoreWriteEvent();
    event.begin();
    return event.over(item, commits.submit(rows -> rows.put(item, cacheFor), PutOutcome.Full::new));
  }

  @Override
  public Optional<Item> get(Key key) {
    return items(
            "SELECT bytes FROM item WHERE distance = ? AND key = ? AND +lapses > ?",
            SqliteFile.distance(self, key),
            key.toBytes(),
            now())
        .findFirst();
  }

  @Override
  @SuppressWarnings("exports") // as in the interface
  public List<Item> scan(@Nullable Key after, int limit) {
    return inOrder(new KeyOrder.Wanted(after, self.greatest(0), now(), Long.MAX_VALUE, limit));
  }

  @Override
  public List<Item> dueForReplication(Duration age, int limit) {
    return items(
            "SELECT bytes FROM item WHERE cached = 0 AND replicated <= ? AND +lapses > ?"
                + " ORDER BY replicated, key LIMIT ?",
            before(age),
            now(),
            limit)
        .toList();
  }

  @Override
  public List<Item> dueForReplication(Duration age, Key after, Key last, int limit) {
    return inOrder(new KeyOrder.Wanted(after, last, now(), before(age), limit));
  }

  private long before(Duration age) {
    return clock.steady() - TimeUnit.NANOSECONDS.convert(age);
  }

  private long now() {
    return SqliteClock.nanos(clock.now());
  }

  private List<Item> inOrder(KeyOrder.Wanted wanted) {
    return ask(() -> new KeyOrder<>(readers, self, this::read, wanted).find())
        .flatMap(Optional::stream)
        .toList();
  }

  private Stream<Item> items(String query, Object... values) {
    return ask(() -> readers.all(query, this::read, values)).flatMap(Optional::stream);
  }

  private <T> Stream<T> ask(Question<T> question) {
    try {
      return question.ask().stream();
    } catch (SQLException e) {
      file.noteDamage(e);
      throw new StoreException(file.path() + " cannot be read: " + e.getMessage(), e);
    }
  }

  private Optional<Item> read(ResultSet row) throws SQLException {
    try {
      return Optional.of(format.read(row.getBytes(1)));
    } catch (ItemException e) {
      LOG.warn("an item in {} cannot be read, and is left out", file.path(), e);
      return Optional.empty();
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>That survives a restart all the same, unless the disk fails.
   */
  @Override
  public void replicated(Item item) {
    write(
        rows -> {
          rows.replicated(item);
          return true;
        },
        false);
  }

  @Override
  public Optional<Duration> sinceReplicated(Key key) {
    return ask(() ->
            readers.all(
                "SELECT replicated FROM item"
                    + " WHERE distance = ? AND key = ? AND cached = 0 AND +lapses > ?",
                row -> Duration.ofNanos(clock.steady() - row.getLong(1)),
                SqliteFile.distance(self, key),
                key.toBytes(),
                now()))
        .findFirst();
  }

  @Override
  public boolean isWritable() {
    return !failing;
  }

  /**
   * {@inheritDoc}
   *
   * <p>That is so until somebody puts it, or {@link #replicated} is told of it, for the first time
   * since this was opened.
   */
  @Override
  public boolean isOld(Key key) {
    return old > 0
        && items(
                "SELECT bytes FROM item WHERE distance = ? AND key = ? AND replicated < ?"
                    + " AND lapses > ?",
                SqliteFile.distance(self, key),
                key.toBytes(),
                rows.opened(),
                now())
            .findFirst()
            .isPresent();
  }

  @Override
  public RenewalBook renewals() {
    return renewals;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Also drops what is beyond the limits, where those are lower than when the file was written;
   * in steps, between which others write.
   */
  @Override
  public int expire() {
    int expired = 0;
    int dropped;
    do {
      dropped = write(SqliteRows::sweep, 0);
      expired += dropped;
    } while (dropped == SqliteRows.MOST_SWEPT);
    return expired;
  }

  private <T> T write(GroupCommit.Task<T> task, T otherwise) {
    try {
      return commits.submitUninterruptibly(task, _ -> otherwise);
    } catch (StoreException e) {
      return otherwise; // as the store is closed
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public long evicted() {
    return evicted;
  }

  @Override
  public void close() {
    commits.close();
    readers.close();
    rows.close();
  }
}
