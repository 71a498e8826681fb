package dev.weft;

import dev.weft.item.Identity;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.Seed;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.store.ItemStore;
import dev.weft.store.MemoryItemStore;
import dev.weft.store.StoreOptions;
import dev.weft.tcp.TcpLimits;
import dev.weft.tcp.TcpOptions;
import dev.weft.tcp.TcpTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** The real world: TCP, and items in memory. Immutable. */
record RealHabitat(Environment environment) implements Habitat {

  @Override
  public Identity newIdentity() {
    return Identity.generate();
  }

  @Override
  public Transport transport(Identity self, DhtConfig config) throws IOException {
    return TcpTransport.open(environment, self, tcp(config));
  }

  @Override
  public ItemStore store(Key self, DhtConfig config) {
    StoreOptions limits =
        new StoreOptions(config.maxItems(), config.maxBytes(), config.maxItemsPerOwner());
    return new MemoryItemStore(environment, self, limits);
  }

  private static TcpOptions tcp(DhtConfig config) throws IOException {
    return new TcpOptions(
        config.client() ? null : bind(config),
        config.advertise().isPresent() ? advertised(config.advertise().get()) : null,
        config.network(),
        "weft",
        TcpLimits.DEFAULT.withConnections(config.maxConnections()));
  }

  private static InetSocketAddress bind(DhtConfig config) throws IOException {
    return config.bind().isPresent()
        ? new InetSocketAddress(host(config.bind().get()), config.port())
        : new InetSocketAddress(config.port());
  }

  /** Reads {@code HOST[:PORT]}; without a port, it is the one that is listened on. */
  private static InetSocketAddress advertised(String text) throws IOException {
    Seed address = Seed.parse(text, 1);
    boolean namesPort = address.equals(Seed.parse(text, 2));
    InetAddress host = host(address.host());
    if (!Contact.isPlausible(new InetSocketAddress(host, 1))) {
      throw new IOException(
          "nobody can reach the advertised address " + text + "; name one that others can dial");
    }
    return new InetSocketAddress(host, namesPort ? address.port() : 0);
  }

  private static InetAddress host(String name) throws IOException {
    try {
      return InetAddress.getByName(name);
    } catch (UnknownHostException e) {
      throw new IOException("there is no host named " + name + " to listen on or advertise", e);
    }
  }
}
