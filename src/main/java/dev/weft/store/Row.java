package dev.weft.store;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What is counted of a holding in a file. Immutable.
 *
 * @param id where it is
 * @param size how many bytes the encoding of its item has
 * @param owner whose it is; 0 is nobody
 * @param replicated when it was last replicated, or put
 */
record Row(long id, int size, long owner, long replicated) {

  /** Begins a query of rows. */
  static final String QUERY = "SELECT id, size, owner, replicated FROM item ";

  static Row read(ResultSet row) throws SQLException {
    return new Row(row.getLong(1), row.getInt(2), row.getLong(3), row.getLong(4));
  }
}
