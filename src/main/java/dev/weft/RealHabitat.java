package dev.weft;

import dev.weft.item.Owner;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.store.ItemStore;
import dev.weft.store.MemoryItemStore;
import dev.weft.store.StoreOptions;
import java.io.IOException;

/** The real world: the wire that is asked for, and items in memory. Immutable. */
record RealHabitat(Environment environment) implements Habitat {

  @Override
  public Owner newIdentity(DhtConfig config) throws IOException {
    return config.wire().real().newIdentity(config);
  }

  @Override
  public Transport transport(Owner self, DhtConfig config) throws IOException {
    return config.wire().real().open(environment, self, config);
  }

  @Override
  public ItemStore store(Key self, DhtConfig config) {
    StoreOptions limits =
        new StoreOptions(config.maxItems(), config.maxBytes(), config.maxItemsPerOwner());
    return new MemoryItemStore(environment, self, limits);
  }
}
