package dev.weft;

import dev.weft.item.Identity;
import dev.weft.item.Owner;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.routing.Notes;
import dev.weft.rpc.MemoryNetwork;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.sim.SimEnvironment;
import dev.weft.store.ItemStore;
import dev.weft.store.MemoryItemStore;
import dev.weft.store.StoreOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A simulated habitat. A node listens on the port of its configuration. */
final class MemoryHabitat implements Habitat {

  private final SimEnvironment environment;
  private final MemoryNetwork network;
  final List<Identity> made = new ArrayList<>();

  MemoryHabitat(SimEnvironment environment) {
    this.environment = environment;
    this.network = new MemoryNetwork(environment);
  }

  @Override
  public Environment environment() {
    return environment;
  }

  @Override
  public Identity newIdentity(DhtConfig config) {
    byte[] secret = new byte[32];
    secret[0] = (byte) made.size();
    made.add(Identity.fromSecret(secret));
    return made.getLast();
  }

  @Override
  public Notes notes(DhtConfig config) {
    return Notes.NONE;
  }

  @Override
  public Transport transport(Owner self, DhtConfig config) {
    var address = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), config.port());
    return config.client()
        ? network.transport(self.key())
        : network.transport(new Contact(self.key(), address));
  }

  @Override
  public ItemStore store(Key self, DhtConfig config) {
    return new MemoryItemStore(environment, self, StoreOptions.DEFAULTS);
  }
}
