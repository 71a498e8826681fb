package dev.weft.node;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.Frontier;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Lookups;
import dev.weft.node.Placement.Copy;
import dev.weft.node.Placement.Fate;
import dev.weft.node.QuorumRead.Told;
import dev.weft.routing.RoutingActor;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.runtime.FanOut;
import dev.weft.store.ItemStore;
import dev.weft.store.PutOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Finds the k nodes closest to an item and has them keep it (Kademlia, §2.3), and reads from all of
 * them at once. Stateless beside its parts; may be used by any thread.
 */
final class Placer {

  private final int k;
  private final Key self;
  private final boolean client;
  private final Duration callTimeout;
  private final Environment environment;
  private final Transport transport;
  private final RoutingActor routing;
  private final Lookups lookups;
  private final ItemStore store;
  private final LongAdder replicated = new LongAdder();

  Placer(
      NodeOptions options,
      Key self,
      Environment environment,
      Transport transport,
      RoutingActor routing,
      Lookups lookups,
      ItemStore store) {
    this.k = options.k();
    this.self = self;
    this.client = transport.self().isEmpty();
    this.callTimeout = options.lookup().callTimeout();
    this.environment = environment;
    this.transport = transport;
    this.routing = routing;
    this.lookups = lookups;
    this.store = store;
  }

  /**
   * Has an item kept by the k closest nodes, this one included where it is one of them. Where
   * another holds a newer version, all of them are given that.
   */
  Placing placing(Item item, Duration timeout) {
    return new Placing(item, k, self, environment, this, timeout);
  }

  /**
   * Sees to it that the k closest nodes keep an item that this node holds, or a newer version, and
   * notes in the store that this was done. Where this node knows k that are closer than itself, it
   * only asks the closest whether it has the item: the work is theirs.
   *
   * @return false if there was nobody else to be found, in which case nothing has changed
   */
  boolean replicate(Item item, Duration timeout) throws InterruptedException {
    List<Contact> known = routing.snapshot().closestToName(item.key(), k);
    if (isMine(item.key(), known) || !isKeptBy(known.getFirst(), item, timeout)) {
      long began = environment.nanoTime();
      LookupResult.Closest near = patiently(item.key(), timeout);
      if (near.closest().isEmpty()) {
        return false;
      }
      spread(item, held(item, near), began, began + timeout.toNanos(), near);
      replicated.increment();
    }
    store.replicated(item);
    return true;
  }

  /** How often an item that this node holds was brought to the k closest. */
  long replicated() {
    return replicated.sum();
  }

  /**
   * Sees to it that the k closest nodes keep an item that this node holds, or a newer version.
   * Where this node is none of them, it only asks the closest whether it has the item: the work is
   * theirs. Unless others keep a newer version, this changes nothing in the store.
   *
   * @param near what a lookup has found, at least one node
   * @return what became of it; nothing where the closest has it
   */
  Optional<Placement> handOn(Item item, LookupResult.Closest near, Duration timeout)
      throws InterruptedException {
    List<Contact> closest = near.closest();
    if (!isMine(item.key(), closest) && isKeptBy(closest.getFirst(), item, timeout)) {
      return Optional.empty();
    }
    long began = environment.nanoTime();
    replicated.increment();
    return Optional.of(spread(item, held(item, near), began, began + timeout.toNanos(), near));
  }

  /** Whether a node keeps an item, or a newer version, which this node then keeps, too. */
  private boolean isKeptBy(Contact peer, Item item, Duration timeout) throws InterruptedException {
    Told told = ask(peer, item.key(), environment.nanoTime() + timeout.toNanos());
    Optional<Item> held = told.held().filter(other -> other.compareVersion(item) >= 0);
    if (held.isPresent() && !held.get().equals(item)) {
      store.put(held.get());
    }
    return held.isPresent();
  }

  /** As {@link #placing}, when nobody waits for it. */
  Placement renew(Item item, Duration timeout) throws InterruptedException {
    long began = environment.nanoTime();
    LookupResult.Closest near = patiently(item.key(), timeout);
    Optional<PutOutcome> local =
        isMine(item.key(), near.closest()) ? Optional.of(keep(item)) : Optional.empty();
    return spread(item, local, began, began + timeout.toNanos(), near);
  }

  /** The k closest, those that are slow among them: others would hold the item in their place. */
  LookupResult.Closest patiently(Key key, Duration timeout) throws InterruptedException {
    return lookups.findNodesPatiently(key, routing.startOf(key), timeout);
  }

  /** Has this node itself keep an item. */
  PutOutcome keep(Item item) throws InterruptedException {
    return store.put(item);
  }

  /** As {@link #keep}, where this node holds the item, or a newer version. */
  private Optional<PutOutcome> held(Item item, LookupResult.Closest near) {
    return isMine(item.key(), near.closest())
        ? store
            .get(item.key())
            .filter(held -> held.compareVersion(item) > 0)
            .<PutOutcome>map(PutOutcome.Stale::new)
            .or(() -> Optional.of(new PutOutcome.Unchanged()))
        : Optional.empty();
  }

  /**
   * @param local what became of the item at this node, if it is one of the closest
   */
  private Placement spread(
      Item item, Optional<PutOutcome> local, long began, long deadline, LookupResult.Closest near)
      throws InterruptedException {
    boolean mine = local.isPresent();
    List<Contact> others = near.keepers(mine ? k - 1 : k);
    List<Copy> copies =
        FanOut.map(
            environment.threads("store"),
            others,
            peer -> new Copy(peer, copy(item, peer, deadline)));
    return conclude(near, local, copies, began, deadline);
  }

  /**
   * What has come of it when every node has its copy, or has said why not. Where one of them holds
   * a newer version, all are given that.
   *
   * @param local what this node's store said; empty where this node is none of the closest
   */
  Placement conclude(
      LookupResult.Closest near,
      Optional<PutOutcome> local,
      List<Copy> copies,
      long began,
      long deadline)
      throws InterruptedException {
    boolean mine = local.isPresent();
    Optional<Item> newer =
        Stream.concat(local.stream().flatMap(Placer::newer), copies.stream().flatMap(Placer::newer))
            .max(Item::compareVersion);
    if (newer.isPresent()) {
      correct(newer.get(), mine, copies, deadline);
    }
    boolean kept = local.filter(Placer::isKept).isPresent();
    Duration took = Duration.ofNanos(environment.nanoTime() - began);
    return new Placement(near, mine, kept, newer, copies, List.of(), took);
  }

  /** Gives a newer version to those that have just taken the older one, and to this node. */
  private void correct(Item newer, boolean mine, List<Copy> copies, long deadline)
      throws InterruptedException {
    if (mine || store.get(newer.key()).isPresent()) {
      store.put(newer);
    }
    List<Contact> behind =
        copies.stream().filter(copy -> copy.fate() instanceof Fate.Stored).map(Copy::at).toList();
    FanOut.map(environment.threads("mend"), behind, peer -> copy(newer, peer, deadline));
  }

  /** The k closest live nodes, this one left out; tells how near it has come. */
  LookupResult.Closest approach(Key key, Duration timeout, Consumer<Frontier> told)
      throws InterruptedException {
    return lookups.approach(key, routing.startOf(key), timeout, told);
  }

  boolean isClient() {
    return client;
  }

  boolean isMine(Key key, List<Contact> closest) {
    return !client
        && (closest.size() < k || key.compareDistance(self, closest.getLast().key()) < 0);
  }

  static boolean isKept(PutOutcome outcome) {
    return outcome instanceof PutOutcome.Stored
        || outcome instanceof PutOutcome.Renewed
        || outcome instanceof PutOutcome.Unchanged;
  }

  static Stream<Item> newer(PutOutcome outcome) {
    return outcome instanceof PutOutcome.Stale(Item held) ? Stream.of(held) : Stream.empty();
  }

  static Stream<Item> newer(Copy copy) {
    return copy.fate() instanceof Fate.Refused refused ? refused.newer().stream() : Stream.empty();
  }

  Fate copy(Item item, Contact peer, long deadline) throws InterruptedException {
    try {
      transport.call(peer, new Request.Store(item), remaining(deadline));
      return new Fate.Stored();
    } catch (RpcException.Refused e) {
      Optional<Item> held =
          e.code() == RefusalCode.STALE ? ask(peer, item.key(), deadline).held() : Optional.empty();
      Optional<Item> newer = held.filter(other -> other.compareVersion(item) > 0);
      return new Fate.Refused(e.code(), e.getMessage(), newer);
    } catch (RpcException e) {
      return new Fate.Unreachable(e.getMessage());
    }
  }

  /**
   * The newest version of an item that any of the k closest nodes holds, as {@link QuorumRead}
   * says.
   */
  Reading newest(Key key, Duration timeout) throws InterruptedException {
    long deadline = environment.nanoTime() + timeout.toNanos();
    LookupResult.Closest near = patiently(key, timeout);
    QuorumRead read = read(near, deadline);
    Reading reading = read.reading();
    if (reading.item().isPresent()) {
      Item newest = reading.item().get();
      mend(newest, isMine(key, near.closest()), read.behind(newest), deadline);
    }
    return reading;
  }

  /** As {@link #newest}, but those that lag behind are left as they are. */
  Reading read(Key key, Duration timeout) throws InterruptedException {
    long deadline = environment.nanoTime() + timeout.toNanos();
    return read(patiently(key, timeout), deadline).reading();
  }

  private QuorumRead read(LookupResult.Closest near, long deadline) throws InterruptedException {
    Key key = near.target();
    boolean mine = isMine(key, near.closest());
    var read = new QuorumRead(near, store.get(key), mine ? k - 1 : k, mine);
    read.heard(ask(near.keepers(k), key, deadline));
    read.heard(ask(read.unheard(), key, deadline));
    return read;
  }

  private void mend(Item item, boolean mine, List<Contact> behind, long deadline)
      throws InterruptedException {
    // What is held already is not put again, or it would count as heard of from others.
    if (mine && !store.get(item.key()).equals(Optional.of(item))) {
      store.put(item);
    }
    FanOut.map(environment.threads("mend"), behind, peer -> copy(item, peer, deadline));
  }

  private List<Told> ask(List<Contact> peers, Key key, long deadline) throws InterruptedException {
    return FanOut.map(environment.threads("read"), peers, peer -> ask(peer, key, deadline));
  }

  private Told ask(Contact peer, Key key, long deadline) throws InterruptedException {
    try {
      return new Told(peer, true, lookups.ask(peer, key, remaining(deadline)));
    } catch (RpcException e) {
      return new Told(peer, false, Optional.empty());
    }
  }

  /** How long a call may take: the call's own limit, or less where the operation ends before. */
  Duration remaining(long deadline) {
    Duration left = Duration.ofNanos(Math.max(0, deadline - environment.nanoTime()));
    return left.compareTo(callTimeout) < 0 ? left : callTimeout;
  }
}
