package dev.weft.store;

import java.sql.SQLException;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/**
 * Shared by any number of threads: connections that only read, each used by one thread at a time.
 * Whoever finds them all in use waits until one is left, which is soon.
 */
final class Readers implements AutoCloseable {

  /** How many read at once; more would wait for the same disk. */
  private static final int MOST = 4;

  /** How much of the file each keeps in memory, outside the heap. */
  private static final int CACHE_KIB = 4 << 10;

  private final SqliteFile file;
  private final Semaphore places = new Semaphore(MOST);
  private final Deque<Sql> idle = new ConcurrentLinkedDeque<>();

  /** Read by those who have a place, and set by whoever has all of them. */
  private boolean closed;

  Readers(SqliteFile file) {
    this.file = file;
  }

  /** The rows of a query; none when this is closed. */
  <T> List<T> all(String text, Sql.Reading<T> reading, Object... values) throws SQLException {
    places.acquireUninterruptibly();
    try {
      return closed ? List.of() : read(text, reading, values);
    } finally {
      places.release();
    }
  }

  private <T> List<T> read(String text, Sql.Reading<T> reading, Object[] values)
      throws SQLException {
    Sql unused = idle.poll();
    Sql connection = unused == null ? file.connect(CACHE_KIB) : unused;
    try {
      return connection.all(text, reading, values);
    } catch (SQLException e) {
      connection.reset();
      throw e;
    } finally {
      idle.push(connection);
    }
  }

  /** Closes all connections when those who read have ended; nobody reads any more. Idempotent. */
  @Override
  public void close() {
    places.acquireUninterruptibly(MOST);
    try {
      closed = true;
      for (Sql connection = idle.poll(); connection != null; connection = idle.poll()) {
        connection.close();
      }
    } finally {
      places.release(MOST);
    }
  }
}
