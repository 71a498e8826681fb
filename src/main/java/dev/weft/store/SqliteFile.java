package dev.weft.store;

import dev.weft.kademlia.Key;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteException;

/**
 * The file of a durable store, its form, and what is done when it is damaged. Immutable, and safe
 * for use by any number of threads.
 *
 * <p>A row of {@code item} is an item as it was signed, in {@code bytes}, and beside it what it is
 * looked for by: its key, how far that is from the node's own, whose it is, whether it is a cached
 * copy, and its times in nanoseconds since 1970. A row of {@code renewal} is an item that this node
 * renews, and for how many nanoseconds each time.
 *
 * <p>What makes a put slow is each index in which a new item can have its place anywhere, as nearly
 * every item then changes another page, and a page is what is written. So there is only one, of
 * distances: they find a key ({@link #distance}), and what is farthest, and keys in their order
 * ({@link KeyOrder}). Keys whose first 64 bits are the same have the same distance, and are told
 * apart by the rows themselves; to make many of those takes more hashes than anybody can compute.
 *
 * @param path where it is
 */
record SqliteFile(Path path) {

  private static final Logger LOG = LoggerFactory.getLogger(SqliteFile.class);

  /** SQLite's codes for a file that is damaged, and for one that is no database. */
  private static final int CORRUPT = 11;

  private static final int NO_DATABASE = 26;

  /** Beside the file: what its log of changes, and the index of that, have appended to its name. */
  private static final List<String> PARTS = List.of("", "-wal", "-shm");

  /**
   * How much of the file whoever writes keeps in memory, outside the heap: a new item has its place
   * anywhere in one index, and a page that has to be read first takes longer than all the rest.
   */
  private static final int CACHE_KIB = 64 << 10;

  /** How many changed pages, 4 KiB each, are put in their places at once. */
  private static final int LOGGED_PAGES = 10_000;

  private static final String DAMAGED = "-damaged";

  /** What makes each form of the file from the one before, the first from an empty file. */
  static final List<List<String>> FORMS =
      List.of(
          List.of(
              "CREATE TABLE node (key BLOB NOT NULL)",
              "CREATE TABLE total (items INTEGER NOT NULL, bytes INTEGER NOT NULL)",
              "INSERT INTO total VALUES (0, 0)",
              """
              CREATE TABLE owner (
                id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, items INTEGER NOT NULL)\
              """,
              """
              CREATE TABLE item (
                id INTEGER PRIMARY KEY,
                key BLOB NOT NULL UNIQUE,
                distance INTEGER NOT NULL,
                owner INTEGER NOT NULL,
                cached INTEGER NOT NULL,
                expires INTEGER NOT NULL,
                lapses INTEGER NOT NULL,
                stored INTEGER NOT NULL,
                replicated INTEGER NOT NULL,
                size INTEGER NOT NULL,
                bytes BLOB NOT NULL)\
              """,
              "CREATE INDEX item_lapses ON item (lapses)",
              "CREATE INDEX item_cached ON item (lapses, key) WHERE cached = 1",
              "CREATE INDEX item_distance ON item (distance) WHERE cached = 0",
              "CREATE INDEX item_replicated ON item (replicated, key) WHERE cached = 0",
              "CREATE INDEX item_owner ON item (owner) WHERE owner > 0"),
          // All but the distances are in the order in which items come, or nearly so.
          List.of(
              """
              CREATE TABLE leaner (
                id INTEGER PRIMARY KEY,
                key BLOB NOT NULL,
                distance INTEGER NOT NULL,
                owner INTEGER NOT NULL,
                cached INTEGER NOT NULL,
                expires INTEGER NOT NULL,
                lapses INTEGER NOT NULL,
                stored INTEGER NOT NULL,
                replicated INTEGER NOT NULL,
                size INTEGER NOT NULL,
                bytes BLOB NOT NULL)\
              """,
              """
              INSERT INTO leaner
                (id, key, distance, owner, cached, expires, lapses, stored, replicated, size, bytes)
              SELECT
                id, key, distance, owner, cached, expires, lapses, stored, replicated, size, bytes
              FROM item ORDER BY id\
              """,
              "DROP TABLE item",
              "ALTER TABLE leaner RENAME TO item",
              "CREATE INDEX item_distance ON item (distance, cached)",
              "CREATE INDEX item_lapses ON item (lapses)",
              "CREATE INDEX item_cached ON item (lapses) WHERE cached = 1",
              "CREATE INDEX item_replicated ON item (replicated) WHERE cached = 0"),
          List.of(
              """
              CREATE TABLE renewal (
                key BLOB NOT NULL UNIQUE, lives INTEGER NOT NULL, bytes BLOB NOT NULL)\
              """),
          List.of(
              "ALTER TABLE owner ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0",
              """
              UPDATE owner SET bytes = held.bytes
              FROM (SELECT owner AS id, sum(size) AS bytes FROM item GROUP BY owner) AS held
              WHERE held.id = owner.id\
              """));

  /**
   * A connection to the file, which it makes.
   *
   * @param cacheKib how much of the file it keeps in memory, outside the heap
   */
  Sql connect(int cacheKib) throws SQLException {
    var config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL); // what is committed is on the disk
    config.setCacheSize(-cacheKib);
    config.setBusyTimeout(5_000);
    return new Sql(config.createConnection("jdbc:sqlite:" + path));
  }

  /**
   * Opens the file, brought to the newest form. One that is damaged is set aside first.
   *
   * @throws IOException if it cannot be opened; the message says why, and what to do
   */
  Sql open(Key self, Instant now) throws IOException {
    try {
      if (Files.exists(beside(DAMAGED))) {
        setAside(now, "damage was found in it");
      }
      try {
        return upToDate(self);
      } catch (SQLException e) {
        if (!isDamage(e)) {
          throw e;
        }
        setAside(now, String.valueOf(e.getMessage()));
        return upToDate(self);
      }
    } catch (SQLException e) {
      throw cannotOpen(e);
    }
  }

  /** Why the file cannot be opened, and what to do. */
  IOException cannotOpen(SQLException e) {
    if (e.getCause() instanceof NativeLibraryNotFoundException) {
      return new IOException(
          "the native code of SQLite cannot be loaded from the temporary directory; name another"
              + " one, from which code may be run, by -Dorg.sqlite.tmpdir",
          e);
    }
    return new IOException(
        "the items in "
            + path
            + " cannot be opened ("
            + e.getMessage()
            + "); make the file one that this user can write to, or name another directory",
        e);
  }

  private Sql upToDate(Key self) throws SQLException, IOException {
    Sql sql = connect(CACHE_KIB);
    try {
      sql.all("PRAGMA wal_autocheckpoint = " + LOGGED_PAGES, row -> row.getLong(1));
      long form = sql.all("PRAGMA user_version", row -> row.getLong(1)).getFirst();
      if (form > FORMS.size()) {
        throw new IOException(
            "the items in "
                + path
                + " were written by a later version of Weft; run that, or name another directory");
      }
      sql.run("BEGIN IMMEDIATE");
      if (form < FORMS.size()) {
        renew((int) form, sql);
      }
      belongTo(self, sql);
      sql.run("COMMIT");
      return sql;
    } catch (SQLException | IOException | RuntimeException e) {
      sql.close();
      throw e;
    }
  }

  /** Brings the file to the newest form: all of it, or nothing if that fails. */
  private void renew(int form, Sql sql) throws SQLException {
    if (form > 0) {
      LOG.info("{} is brought to a new form, which takes as much room again", path);
    }
    for (List<String> next : FORMS.subList(form, FORMS.size())) {
      for (String statement : next) {
        sql.run(statement);
      }
    }
    sql.run("PRAGMA user_version = " + FORMS.size());
  }

  /** Sees to it that distances are those from the node's key, even if that is another now. */
  private static void belongTo(Key self, Sql sql) throws SQLException {
    List<Key> before = sql.all("SELECT key FROM node", row -> Key.fromBytes(row.getBytes(1)));
    if (before.equals(List.of(self))) {
      return;
    }
    for (Key other : before) {
      // As a ^ b, which SQLite has not. All distances change by the same bits.
      sql.run(
          "UPDATE item SET distance = (distance | ?1) - (distance & ?1)", head(other) ^ head(self));
    }
    sql.run("DELETE FROM node");
    sql.run("INSERT INTO node VALUES (?)", (Object) self.toBytes());
  }

  /** How far a key is from a node's, by their first 64 bits; signed, as the file's numbers are. */
  static long distance(Key self, Key key) {
    return distance(self, head(key));
  }

  /**
   * As {@link #distance(Key, Key)}, of all keys that begin with these 64 bits, and of no others.
   */
  static long distance(Key self, long head) {
    return (head(self) ^ head) + Long.MIN_VALUE;
  }

  /** The first 64 bits of a key. */
  static long head(Key key) {
    return ByteBuffer.wrap(key.toBytes()).getLong();
  }

  /** Whether a failure says that the file is damaged, or no database. */
  static boolean isDamage(Throwable e) {
    if (e instanceof SQLiteException failure) {
      int code = failure.getResultCode().code & 0xff;
      return code == CORRUPT || code == NO_DATABASE;
    }
    return false;
  }

  /** Has the file set aside when it is opened the next time. */
  void markDamaged() {
    try {
      Files.writeString(beside(DAMAGED), "");
    } catch (IOException e) {
      LOG.warn("{} could not be marked as damaged", path, e);
    }
  }

  private Path beside(String suffix) {
    return path.resolveSibling(path.getFileName() + suffix);
  }

  private void setAside(Instant now, String why) throws IOException {
    String time =
        DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC).format(now);
    String name = "-set-aside-" + time;
    for (String part : PARTS) {
      if (Files.exists(beside(part))) {
        Files.move(beside(part), beside(name + part), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.deleteIfExists(beside(DAMAGED));
    LOG.error(
        "{} is damaged ({}); it is kept as {}, and this node starts without items, which its"
            + " neighbours will give it again, and renews none until they are set anew",
        path,
        why,
        beside(name));
  }

  /** The latest time by the monotonic clock that an earlier run has left, 0 if there is none. */
  long lastReplicated(Sql sql) {
    try {
      return sql.all(
              "SELECT ifnull(max(replicated), 0) FROM item WHERE cached = 0", row -> row.getLong(1))
          .getFirst();
    } catch (SQLException e) {
      noteDamage(e);
      return 0; // the time of day will do, as long as nobody has set it back
    }
  }

  /** Marks the file where a failure says that it is damaged. */
  void noteDamage(Throwable e) {
    if (isDamage(e)) {
      markDamaged();
    }
  }
}
