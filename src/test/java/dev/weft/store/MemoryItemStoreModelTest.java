package dev.weft.store;

import dev.weft.sim.SimEnvironment;

class MemoryItemStoreModelTest extends ItemStoreModel {

  @Override
  ItemStore open(SimEnvironment environment, StoreOptions options) {
    return new MemoryItemStore(environment, SELF, options);
  }

  @Override
  int games() {
    return 30;
  }
}
