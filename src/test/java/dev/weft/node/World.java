package dev.weft.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.ContentItem;
import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.Seed;
import dev.weft.lookup.LookupOptions;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Lookups;
import dev.weft.rpc.MemoryNetwork;
import dev.weft.rpc.Request;
import dev.weft.rpc.Transport;
import dev.weft.sim.SimEnvironment;
import dev.weft.store.ItemStore;
import dev.weft.store.MemoryItemStore;
import dev.weft.store.RenewalBook;
import dev.weft.store.StoreOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Confined to one simulated world: nodes on one network in memory, which takes no time. */
final class World {

  static final Duration LONG = Duration.ofSeconds(30);
  static final Duration HOUR = Duration.ofHours(1);
  static final Duration DAY = Duration.ofDays(1);

  /** One node, and what a test wants to know of it. */
  record Peer(Identity identity, Contact contact, Node node, ItemStore store, KeptNotes notes) {
    List<Contact> remembered() {
      return notes.contacts;
    }

    Key key() {
      return contact.key();
    }

    boolean holds(Item item) {
      return store.get(item.key()).isPresent();
    }
  }

  /** A request that was sent. */
  record Sent(Key from, Contact to, Request request) {}

  final MemoryNetwork network;
  final List<Sent> sent = new ArrayList<>();
  final List<Peer> peers = new ArrayList<>();
  NodeOptions options;
  StoreOptions limits = StoreOptions.DEFAULTS;
  private final SimEnvironment environment;
  private int count;

  World(SimEnvironment environment, int k) {
    this.environment = environment;
    this.network = new MemoryNetwork(environment);
    Duration callTimeout = Duration.ofSeconds(5);
    this.options =
        new NodeOptions(
            new LookupOptions(k, Math.min(3, k), 12, callTimeout, callTimeout), HOUR, DAY);
    network.intercept(
        (from, to, request, passage) -> {
          sent.add(new Sent(from.key(), to, request));
          return passage.call();
        });
  }

  Identity identity() {
    byte[] secret = new byte[32];
    environment.random().nextBytes(secret);
    return Identity.fromSecret(secret);
  }

  /** A renewal book in which nothing is written. */
  RenewalBook book() {
    return new MemoryItemStore(environment, Key.of("self"), limits).renewals();
  }

  static Contact contact(Key key, int number) {
    try {
      byte[] address = {10, 0, (byte) (number >> 8), (byte) number};
      return new Contact(key, new InetSocketAddress(InetAddress.getByAddress(address), 1908));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  static Seed seed(Contact contact) {
    return new Seed(Optional.empty(), contact.address().getAddress().getHostAddress(), 1908);
  }

  /** A node that knows nobody. */
  Peer alone() {
    Identity identity = identity();
    Contact contact = contact(identity.key(), ++count);
    return start(identity, contact, network.transport(contact));
  }

  /** A client, who renews as somebody else than it is to others. */
  Peer client() {
    Key self = identity().key();
    return start(identity(), contact(self, ++count), network.transport(self));
  }

  Peer start(Identity identity, Contact contact, Transport transport) {
    ItemStore store = new MemoryItemStore(environment, contact.key(), limits);
    KeptNotes notes = new KeptNotes();
    Node node = new Node(contact.key(), identity, options, environment, transport, store, notes);
    Peer peer = new Peer(identity, contact, node, store, notes);
    peers.add(peer);
    return peer;
  }

  /** A node that has joined through the first one. */
  Peer join() throws InterruptedException {
    Peer first = peers.isEmpty() ? null : peers.getFirst();
    Peer peer = alone();
    if (first != null) {
      joinThrough(peer, first);
    }
    return peer;
  }

  void joinThrough(Peer peer, Peer seed) throws InterruptedException {
    assertThat(peer.node.join(List.of(seed(seed.contact)), List.of(), LONG)).isTrue();
    settle();
  }

  /** Returns when all is done that nobody has to wait for. */
  private void settle() throws InterruptedException {
    environment.sleep(Duration.ofMillis(1));
  }

  World of(int size) throws InterruptedException {
    while (peers.size() < size) {
      join();
    }
    return this;
  }

  /** Those closest to a key of all that are there, closest first. */
  List<Peer> closest(Key key, int n) {
    return peers.stream().sorted((a, b) -> key.compareDistance(a.key(), b.key())).limit(n).toList();
  }

  List<Peer> holders(Item item) {
    return closest(item.key(), peers.size()).stream().filter(peer -> peer.holds(item)).toList();
  }

  void close(Peer peer) {
    peer.node.close();
    peers.remove(peer);
  }

  /** Ends a node as though its machine had failed. */
  void kill(Peer peer) {
    peer.node.abort();
    peers.remove(peer);
  }

  ContentItem content(String text) {
    return ContentItem.of(text.getBytes(UTF_8), environment.now().plus(DAY));
  }

  NamedItem named(Identity owner, String name, int version) {
    return NamedItem.sign(
        owner, name, ("v" + version).getBytes(UTF_8), version, environment.now().plus(DAY));
  }

  /** What a node finds: in its own store, or at others. */
  static Optional<Item> find(Peer peer, Key key) throws InterruptedException {
    Optional<Item> held = peer.node.held(key);
    return held.isPresent()
            || !(peer.node.find(key, LONG, Lookups.UNWATCHED) instanceof LookupResult.Found found)
        ? held
        : Optional.of(found.item());
  }

  /** The requests of a kind that were sent since the last {@code sent.clear()}. */
  <T extends Request> List<Sent> sent(Class<T> kind) {
    return sent.stream().filter(one -> kind.isInstance(one.request())).toList();
  }

  static List<Key> keys(Collection<Peer> peers) {
    return peers.stream().map(Peer::key).toList();
  }

  void close() throws InterruptedException {
    peers.forEach(peer -> peer.node.abort());
    settle();
    assertThat(network.underWay()).isZero();
  }
}
