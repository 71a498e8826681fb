package dev.weft.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.sqlite.NativeLibraryNotFoundException;

class SqliteFileTest {

  @Test
  void onlyTheDatabaseItselfTellsOfDamage() {
    assertThat(SqliteFile.isDamage(new SQLException("malformed"))).isFalse();
  }

  @Test
  void whoHasNoPlaceForNativeCodeIsToldOfThatAndNotOfTheFile() {
    var missing = new NativeLibraryNotFoundException("No native library found for os.name=Linux");
    assertThat(new SqliteFile(Path.of("items.db")).cannotOpen(new SQLException("?", missing)))
        .hasMessageContaining("-Dorg.sqlite.tmpdir")
        .hasMessageNotContaining("items.db");
  }

  @Test
  void whereDamageCannotBeMarkedWorkGoesOn() {
    var nowhere = new SqliteFile(Path.of("no such directory", "items.db"));
    assertThatCode(nowhere::markDamaged).doesNotThrowAnyException();
  }

  @Test
  void aConnectionThatCannotBeClosedHoldsNobodyUp() throws SQLException {
    Connection connection = mock(Connection.class);
    doThrow(new SQLException("no")).when(connection).close();
    assertThatCode(new Sql(connection)::close).doesNotThrowAnyException();
  }
}
