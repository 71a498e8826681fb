package dev.weft;

import dev.weft.item.Identity;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Seed;
import dev.weft.lookup.LookupOptions;
import dev.weft.node.Node;
import dev.weft.node.NodeOptions;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.runtime.RealEnvironment;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Opens a node in the real world: reads the data directory, binds the port, starts the node and
 * joins. Stateless.
 */
final class Opening {

  private Opening() {}

  static Dht open(DhtConfig config) throws InterruptedException {
    try {
      return config.client() || config.data().isEmpty()
          ? start(config, identity(config), null)
          : openOn(DataDirectory.open(config.data().get()), config);
    } catch (IOException e) {
      throw new DhtException.CannotOpen(String.valueOf(e.getMessage()), e);
    }
  }

  private static Identity identity(DhtConfig config) throws IOException {
    if (config.identity().isPresent()) {
      return config.identity().get();
    }
    return config.data().isPresent()
        ? DataDirectory.identity(config.data().get())
        : Identity.generate();
  }

  private static Dht openOn(DataDirectory data, DhtConfig config)
      throws IOException, InterruptedException {
    boolean open = false;
    try {
      Dht dht = start(config, identity(config), data);
      open = true;
      return dht;
    } finally {
      if (!open) {
        data.close();
      }
    }
  }

  private static Dht start(DhtConfig config, Identity identity, @Nullable DataDirectory data)
      throws IOException, InterruptedException {
    Environment environment = new RealEnvironment();
    List<Contact> remembered = data == null ? List.of() : data.contacts();
    Consumer<List<Contact>> remember = data == null ? _ -> {} : data::save;
    Runnable afterwards = data == null ? () -> {} : data::close;
    StoreOptions limits =
        new StoreOptions(config.maxItems(), config.maxBytes(), config.maxItemsPerOwner());
    ItemStore store = new MemoryItemStore(environment, identity.key(), limits);
    Transport transport = TcpTransport.open(environment, identity, tcp(config));
    Optional<Contact> self = transport.self();
    Node node = Node.start(identity, options(config), environment, transport, store, remember);
    Dht dht = new Dht(config, identity, environment, node, self, afterwards);
    boolean joined = false;
    try {
      joined = join(node, config, remembered);
    } finally {
      if (!joined) {
        dht.abort();
      }
    }
    if (!joined) {
      throw new DhtException.NobodyAnswered(
          "no seed answered within "
              + config.joinTimeout().toSeconds()
              + " s: "
              + String.join(", ", config.seeds().stream().map(Seed::toString).toList()));
    }
    return dht;
  }

  /** Joins where there is anybody to join; only seeds that were named must answer. */
  private static boolean join(Node node, DhtConfig config, List<Contact> remembered)
      throws InterruptedException {
    if (config.seeds().isEmpty() && remembered.isEmpty()) {
      return !config.client();
    }
    Duration patience = config.seeds().isEmpty() ? config.callTimeout() : config.joinTimeout();
    return node.join(config.seeds(), remembered, patience) || config.seeds().isEmpty();
  }

  private static NodeOptions options(DhtConfig config) {
    LookupOptions lookup =
        new LookupOptions(
            config.k(),
            config.alpha(),
            4 * config.alpha(),
            config.callTimeout(),
            config.hedgeAfter());
    return new NodeOptions(lookup, config.maintenanceInterval(), config.timeToLive());
  }

  private static TcpOptions tcp(DhtConfig config) throws IOException {
    return new TcpOptions(
        config.client() ? null : bind(config),
        config.advertise().isPresent() ? advertised(config.advertise().get()) : null,
        config.network(),
        "weft",
        TcpLimits.DEFAULT);
  }

  private static InetSocketAddress bind(DhtConfig config) throws IOException {
    return config.bind().isPresent()
        ? new InetSocketAddress(host(config.bind().get()), config.port())
        : new InetSocketAddress(config.port());
  }

  /** Reads {@code HOST[:PORT]}; without a port, it is the one that is listened on. */
  private static InetSocketAddress advertised(String text) throws IOException {
    Seed address = Seed.parse(text);
    boolean namesPort = text.equals(address.toString());
    return new InetSocketAddress(host(address.host()), namesPort ? address.port() : 0);
  }

  private static InetAddress host(String name) throws IOException {
    try {
      return InetAddress.getByName(name);
    } catch (UnknownHostException e) {
      throw new IOException("there is no host named " + name, e);
    }
  }
}
