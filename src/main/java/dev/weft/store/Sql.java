package dev.weft.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Used by one thread at a time: a connection to a database, and its statements, each of which is
 * prepared when it is first needed.
 */
final class Sql implements AutoCloseable {

  /** Makes something of one row. */
  @FunctionalInterface
  interface Reading<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Takes rows for as long as it wants more. */
  @FunctionalInterface
  interface Taker {
    boolean take(ResultSet row) throws SQLException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Sql.class);

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Sql(Connection connection) {
    this.connection = connection;
  }

  private PreparedStatement bound(String text, Object[] values) throws SQLException {
    PreparedStatement statement = prepared.get(text);
    if (statement == null) {
      statement = connection.prepareStatement(text);
      prepared.put(text, statement);
    }
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  /** Carries out a statement that has no rows; null stands for the database's own. */
  void run(String text, Object... values) throws SQLException {
    bound(text, values).executeUpdate();
  }

  /** Visits the rows of a query, until the taker has had enough. */
  void each(String text, Taker taker, Object... values) throws SQLException {
    try (ResultSet rows = bound(text, values).executeQuery()) {
      boolean more = true;
      while (more && rows.next()) {
        more = taker.take(rows);
      }
    }
  }

  /** The rows of a query. */
  <T> List<T> all(String text, Reading<T> reading, Object... values) throws SQLException {
    List<T> all = new ArrayList<>();
    each(text, row -> all.add(reading.read(row)), values);
    return all;
  }

  /** Ends all statements: one that has failed may be of no more use. */
  void reset() throws SQLException {
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
    prepared.clear();
  }

  /** Closes the connection. Idempotent. */
  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.warn("a connection to a file of items could not be closed: {}", e.getMessage());
    }
  }
}
