package dev.weft.store;

/** A store in memory that outlives the node, as on a simulated disk. */
class MemoryRestartTest extends RestartContract {

  @Override
  MemoryItemStore open(StoreOptions options) {
    return new MemoryItemStore(environment, SELF, options);
  }

  @Override
  void restart() throws InterruptedException {
    pass(MILLI);
    ((MemoryItemStore) store).reopened();
  }
}
