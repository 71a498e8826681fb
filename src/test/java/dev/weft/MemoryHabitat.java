package dev.weft;

import dev.weft.item.Identity;
import dev.weft.item.Owner;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lan.Interfaces;
import dev.weft.lan.Lan;
import dev.weft.routing.Notes;
import dev.weft.rpc.MemoryNetwork;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.sim.SimEnvironment;
import dev.weft.store.ItemStore;
import dev.weft.store.MemoryItemStore;
import dev.weft.store.StoreOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A simulated habitat. A node listens on the port of its configuration. */
final class MemoryHabitat implements Habitat {

  static final int ANY_PORT = 50_000;

  private final SimEnvironment environment;
  private final MemoryNetwork network;
  final List<Identity> made = new ArrayList<>();

  /** Null where there is none to be had. */
  @Nullable Lan lan = Lan.NONE;

  /** The addresses of the machine, if any node is to notice when they change. */
  Optional<Interfaces> interfaces = Optional.empty();

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
    int port = config.port() == 0 ? ANY_PORT : config.port();
    var address = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), port);
    return config.client()
        ? network.transport(self.key())
        : network.transport(new Contact(self.key(), address));
  }

  @Override
  public Lan lan(DhtConfig config) throws IOException {
    if (lan == null) {
      throw new IOException("there is no JmDNS");
    }
    return lan;
  }

  @Override
  public Optional<Interfaces> interfaces() {
    return interfaces;
  }

  @Override
  public ItemStore store(Key self, DhtConfig config) {
    return new MemoryItemStore(environment, self, StoreOptions.DEFAULTS);
  }
}
