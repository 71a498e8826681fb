package dev.weft;

import dev.weft.item.Owner;
import dev.weft.kademlia.Key;
import dev.weft.lan.Interfaces;
import dev.weft.lan.JmdnsLan;
import dev.weft.lan.Lan;
import dev.weft.routing.Notes;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.store.ItemStore;
import dev.weft.store.MemoryItemStore;
import dev.weft.store.SqliteItemStore;
import java.io.IOException;
import java.util.Optional;

/**
 * The real world: the wire that is asked for, and items in the data directory, or in memory where
 * there is none. Immutable.
 */
record RealHabitat(Environment environment) implements Habitat {

  @Override
  public Owner newIdentity(DhtConfig config) throws IOException {
    return config.wire().real().newIdentity(config);
  }

  @Override
  public Notes notes(DhtConfig config) throws IOException {
    return config.client() || config.data().isEmpty()
        ? Notes.NONE
        : DataDirectory.open(config.data().get(), config.wire());
  }

  @Override
  public Transport transport(Owner self, DhtConfig config) throws IOException {
    return config.wire().real().open(environment, self, config);
  }

  @Override
  public Lan lan(DhtConfig config) throws IOException {
    if (!config.lan()) {
      return Lan.NONE;
    }
    Library.JMDNS.require();
    return new JmdnsLan(environment);
  }

  @Override
  public Optional<Interfaces> interfaces() {
    return Optional.of(Interfaces.ofThisMachine(environment));
  }

  @Override
  public ItemStore store(Key self, DhtConfig config) throws IOException {
    if (config.client() || config.data().isEmpty() || !config.durable()) {
      return new MemoryItemStore(environment, self, config.storeOptions());
    }
    Library.SQLITE.require();
    RealWire wire = config.wire().real();
    return SqliteItemStore.open(
        environment,
        Thread.ofPlatform().daemon().name("weft-store").factory(),
        config.data().get().resolve(wire.itemsFile()),
        self,
        config.storeOptions(),
        wire.itemFormat());
  }
}
