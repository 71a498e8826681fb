package dev.weft;

import dev.weft.item.Identity;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.Seed;
import dev.weft.lookup.LookupOptions;
import dev.weft.node.Node;
import dev.weft.node.NodeOptions;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.store.ItemStore;
import dev.weft.store.MemoryItemStore;
import dev.weft.store.StoreOptions;
import dev.weft.tcp.TcpLimits;
import dev.weft.tcp.TcpOptions;
import dev.weft.tcp.TcpTransport;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a node in the real world: reads the data directory, binds the port, starts the node and
 * joins. Whatever fails, and when the thread is interrupted, what was opened before is closed.
 * Stateless.
 *
 * <p>A node has one identity: what it stores is signed by it, and it is its place in the network. A
 * client has two, and the second, which is new each time, is all that other nodes know of it: the
 * first may belong to the very node that is its seed, or to another client at the same moment, and
 * no network has room for two nodes with one key.
 */
final class Opening {

  private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

  private Opening() {}

  /**
   * Opens a node.
   *
   * @throws DhtException as {@link Dht#open} says
   * @throws InterruptedException if the thread is interrupted; nothing stays open
   */
  static Dht open(DhtConfig config, Environment environment) throws InterruptedException {
    if (config.client() && config.seeds().isEmpty()) {
      throw new DhtException.CannotOpen("a client needs a seed: name a node of the network");
    }
    try {
      return config.client() || config.data().isEmpty()
          ? start(config, environment, null)
          : start(config, environment, DataDirectory.open(config.data().get()));
    } catch (IOException e) {
      throw new DhtException.CannotOpen(String.valueOf(e.getMessage()), e);
    }
  }

  private static Dht start(DhtConfig config, Environment environment, @Nullable DataDirectory data)
      throws IOException, InterruptedException {
    Runnable release = data == null ? () -> {} : data::close;
    try {
      List<Contact> remembered = data == null ? List.of() : data.contacts();
      Consumer<List<Contact>> remember = data == null ? _ -> {} : data::save;
      Identity owner = owner(config);
      Identity self = config.client() ? Identity.generate() : owner;
      Transport transport = TcpTransport.open(environment, self, tcp(config));
      Node node = node(config, self.key(), owner, environment, transport, remember);
      Dht dht = new Dht(config, owner, environment, node, transport.self(), release);
      return joined(dht, node, config, remembered);
    } catch (Throwable e) {
      release.run();
      throw e;
    }
  }

  private static Identity owner(DhtConfig config) throws IOException {
    if (config.identity().isPresent()) {
      return config.identity().get();
    }
    return config.data().isPresent()
        ? DataDirectory.identity(config.data().get())
        : Identity.generate();
  }

  private static Node node(
      DhtConfig config,
      Key self,
      Identity owner,
      Environment environment,
      Transport transport,
      Consumer<List<Contact>> remember) {
    try {
      StoreOptions limits =
          new StoreOptions(config.maxItems(), config.maxBytes(), config.maxItemsPerOwner());
      ItemStore store = new MemoryItemStore(environment, self, limits);
      return Node.start(self, owner, options(config), environment, transport, store, remember);
    } catch (Throwable e) {
      transport.close();
      throw e;
    }
  }

  private static Dht joined(Dht dht, Node node, DhtConfig config, List<Contact> remembered)
      throws InterruptedException {
    try {
      join(node, config, remembered);
      return dht;
    } catch (Throwable e) {
      dht.abort();
      throw e;
    }
  }

  /** Joins where there is anybody to join; only seeds that were named must answer. */
  private static void join(Node node, DhtConfig config, List<Contact> remembered)
      throws InterruptedException {
    if (!config.seeds().isEmpty()) {
      if (!node.join(config.seeds(), remembered, config.joinTimeout())) {
        throw nobodyAnswered(node, config);
      }
    } else if (!remembered.isEmpty() && !node.join(List.of(), remembered, config.callTimeout())) {
      LOG.warn("none of the nodes known from the last time answers; waiting for others");
    }
  }

  private static DhtException nobodyAnswered(Node node, DhtConfig config) {
    Map<Seed, String> reasons = node.unanswered();
    String each =
        config.seeds().stream()
            .map(seed -> seed + " (" + reasons.getOrDefault(seed, "not asked in time") + ")")
            .collect(Collectors.joining(", "));
    String seconds =
        BigDecimal.valueOf(config.joinTimeout().toMillis(), 3).stripTrailingZeros().toPlainString();
    return new DhtException.NobodyAnswered(
        "no seed answered within " + seconds + " s: " + each + "; name one that runs");
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
