package dev.weft;

import dev.weft.item.Owner;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.Seed;
import dev.weft.lan.Moves;
import dev.weft.lan.Neighbourhood;
import dev.weft.lan.Notice;
import dev.weft.lookup.LookupOptions;
import dev.weft.node.Node;
import dev.weft.node.NodeOptions;
import dev.weft.routing.Notes;
import dev.weft.rpc.Transport;
import dev.weft.store.ItemStore;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a node: reads what it has written down, opens the network and the store in the node's
 * habitat, starts the node and joins. Whatever fails, and when the thread is interrupted, what was
 * opened before is closed. Stateless.
 *
 * <p>A node has one identity: what it stores is signed by it, and it is its place in the network. A
 * client has two, and the second, which its wire may make new each time, is all that others know:
 * the first may belong to the very node that is its seed, or to another client at the same moment,
 * and no network has room for two nodes with one key.
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
  static Dht open(DhtConfig config, Habitat habitat) throws InterruptedException {
    if (config.client() && config.seeds().isEmpty()) {
      throw new DhtException.CannotOpen("a client needs a seed: name a node of the network");
    }
    try {
      return start(config, habitat, habitat.notes(config));
    } catch (IOException e) {
      throw new DhtException.CannotOpen(String.valueOf(e.getMessage()), e);
    }
  }

  private static Dht start(DhtConfig config, Habitat habitat, Notes notes)
      throws IOException, InterruptedException {
    try {
      boolean mayMove = mayMove(config);
      Owner owner = owner(config, habitat);
      Owner self = config.client() ? habitat.newIdentity(config) : owner;
      Transport transport = habitat.transport(self, config);
      Node node = node(config, self.key(), owner, habitat, transport, notes);
      Neighbourhood near = neighbourhood(config, habitat, node);
      Moves moves = new Moves(habitat.environment());
      Belongings belongings = Belongings.of(notes, near, moves);
      Dht dht = new Dht(config, owner, habitat.environment(), node, transport.self(), belongings);
      Dht joined = joined(dht, node, config, self, notes.contacts(), near);
      if (mayMove) {
        habitat.interfaces().ifPresent(interfaces -> moves.start(interfaces, node::moved));
      }
      return joined;
    } catch (Throwable e) {
      undo(notes::close, e);
      throw e;
    }
  }

  /** Who listens on this machine alone stays there, into whatever network the machine comes. */
  private static boolean mayMove(DhtConfig config) throws IOException {
    return config.client() || !Addresses.bind(config).getAddress().isLoopbackAddress();
  }

  private static Owner owner(DhtConfig config, Habitat habitat) throws IOException {
    if (config.identity().isPresent()) {
      return config.identity().get();
    }
    return config.data().isPresent()
        ? config.wire().identity(config.data().get())
        : habitat.newIdentity(config);
  }

  private static Node node(
      DhtConfig config, Key self, Owner owner, Habitat habitat, Transport transport, Notes notes)
      throws IOException {
    try {
      ItemStore store = habitat.store(self, config);
      try {
        return new Node(
            self, owner, options(config), habitat.environment(), transport, store, notes);
      } catch (Throwable e) {
        undo(store::close, e);
        throw e;
      }
    } catch (Throwable e) {
      undo(transport::close, e);
      throw e;
    }
  }

  /** Where the node is to be announced; that does not begin before it has joined. */
  private static Neighbourhood neighbourhood(DhtConfig config, Habitat habitat, Node node)
      throws IOException {
    try {
      return new Neighbourhood(habitat.environment(), habitat.lan(config));
    } catch (Throwable e) {
      undo(node::abort, e);
      throw e;
    }
  }

  /** Neighbours are told the port on which the node listens, whatever it advertises to others. */
  private static void meetNeighbours(Node node, DhtConfig config, Contact self, Neighbourhood near)
      throws IOException {
    InetAddress bound = Addresses.bind(config).getAddress();
    int port = config.port() == 0 ? self.address().getPort() : config.port();
    String network = Notice.network(config.network());
    Notice notice = new Notice(self.key(), port, network, config.wire().name(config.secure()));
    near.start(notice, address -> bound.isAnyLocalAddress() || bound.equals(address), node::meet);
  }

  /** Closes what was opened before a failure, and lets that tell if it cannot be closed. */
  private static void undo(Runnable close, Throwable failure) {
    try {
      close.run();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private static Dht joined(
      Dht dht,
      Node node,
      DhtConfig config,
      Owner self,
      List<Contact> remembered,
      Neighbourhood near)
      throws IOException, InterruptedException {
    try {
      if (join(node, config, remembered) && !config.client()) {
        dht.introduce(self);
      }
      if (config.lan() && !config.client()) {
        meetNeighbours(node, config, dht.self().orElseThrow(), near);
      }
      return dht;
    } catch (Throwable e) {
      undo(dht::abort, e);
      throw e;
    }
  }

  /**
   * Joins where there is anybody to join; only seeds that were named must answer.
   *
   * @return whether anybody answered
   */
  private static boolean join(Node node, DhtConfig config, List<Contact> remembered)
      throws InterruptedException {
    if (!config.seeds().isEmpty()) {
      if (!node.join(config.seeds(), remembered, config.joinTimeout())) {
        throw nobodyAnswered(node, config);
      }
      return true;
    }
    if (remembered.isEmpty()) {
      node.waitForOthers();
      return false;
    }
    boolean found = node.join(List.of(), remembered, config.callTimeout());
    if (!found) {
      LOG.warn("none of the nodes known from the last time answers; waiting for others");
    }
    return found;
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
            config.hedgeAfter(),
            config.paths());
    return new NodeOptions(
        lookup, config.maintenanceInterval(), config.timeToLive(), config.prefixLimits());
  }
}
