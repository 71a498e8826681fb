package dev.weft.store;

import dev.weft.sim.SimEnvironment;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteItemStoreModelTest extends ItemStoreModel {

  @TempDir private Path directory;
  private int opened;

  @Override
  ItemStore open(SimEnvironment environment, StoreOptions options) {
    return SqliteItemStoreTest.open(
        environment, directory.resolve("items-" + opened++), SELF, options);
  }

  /** Fewer than in memory, as each step waits for the disk. */
  @Override
  int games() {
    return 5;
  }
}
