package dev.weft.node;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.Lookups;
import dev.weft.routing.RoutingActor;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.runtime.FanOut;
import dev.weft.store.ItemStore;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives items to the nodes that are to hold them from now on: to a newcomer, what it is among the
 * closest to (Kademlia, §2.5); when this node leaves, what would be one copy short. Stateless
 * beside its parts.
 */
final class HandOver {

  private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);
  private static final int PAGE = 100;

  /** How many items are bequeathed at once, and how many neighbours are told of the end. */
  private static final int AT_ONCE = 16;

  private static final int MOST_TOLD = 100;

  /** How long a node that leaves spends on its items, and on each call. */
  private static final Duration BEQUEATHING = Duration.ofSeconds(2);

  private static final Duration LAST_CALL = Duration.ofSeconds(1);

  private final Key self;
  private final int k;
  private final Duration callTimeout;
  private final Environment environment;
  private final Transport transport;
  private final RoutingActor routing;
  private final Lookups lookups;
  private final Rereading rereading;
  private final ItemStore store;
  private final LongAdder given = new LongAdder();

  HandOver(
      NodeOptions options,
      Key self,
      Environment environment,
      Transport transport,
      RoutingActor routing,
      Lookups lookups,
      Rereading rereading,
      ItemStore store) {
    this.self = self;
    this.k = options.k();
    this.callTimeout = options.lookup().callTimeout();
    this.environment = environment;
    this.transport = transport;
    this.routing = routing;
    this.lookups = lookups;
    this.rereading = rereading;
    this.store = store;
  }

  /**
   * Gives a newcomer its items, as long as it answers. Looks only at those that this node may be
   * the closest to: when a node dies, all that knew it have newcomers at once.
   */
  void welcome(Contact newcomer) throws InterruptedException {
    int shared = sharedByOurs(newcomer);
    Key after = self.least(shared); // which no hash will ever be
    List<Item> page = ours(after, shared);
    while (!page.isEmpty()) {
      for (Item item : page) {
        if (isOursToGive(item.key(), newcomer) && !hand(item, newcomer)) {
          return;
        }
      }
      page = ours(page.getLast().key(), shared);
    }
  }

  /**
   * Gives a newcomer one item. Who comes back has everybody for a newcomer, and most of them hold
   * what it would give: so whether they hold what is old is asked first, and what they lack read
   * anew.
   *
   * @return whether the newcomer answered
   */
  private boolean hand(Item item, Contact newcomer) throws InterruptedException {
    Key key = item.key();
    if (!store.isOld(key)) {
      return give(item, newcomer, callTimeout);
    }
    try {
      Optional<Item> there = lookups.ask(newcomer, key, callTimeout);
      if (there.isEmpty() || there.get().compareVersion(item) < 0) {
        return give(rereading.current(key, callTimeout).orElse(item), newcomer, callTimeout);
      }
      if (there.get().compareVersion(item) > 0) {
        store.put(there.get());
      }
      return true;
    } catch (RpcException e) {
      LOG.debug("{} does not say whether it holds {}: {}", newcomer, item, e.getMessage());
      return e instanceof RpcException.Refused;
    }
  }

  /**
   * How many leading bits all keys share with this node's that it may be the closest to, but for a
   * newcomer: where one of the others shares fewer, it is closer to all keys that share as few.
   */
  private int sharedByOurs(Contact newcomer) {
    var taken = new BitSet(Key.BITS);
    for (Contact contact : routing.snapshot().contacts()) {
      if (!contact.key().equals(newcomer.key())) {
        taken.set(self.commonPrefix(contact.key()));
      }
    }
    return taken.nextClearBit(0);
  }

  /** A page of the items that share so many leading bits with this node's key. */
  private List<Item> ours(Key after, int shared) {
    return store.scan(after, PAGE).stream()
        .takeWhile(item -> item.key().commonPrefix(self) >= shared)
        .toList();
  }

  /**
   * Whether a newcomer is to hold an item from now on, and this node is the closest of the others:
   * of all that hold the item only one hands it over.
   */
  private boolean isOursToGive(Key key, Contact newcomer) {
    Key given = newcomer.key();
    List<Key> others =
        routing.closest(key, k).stream().map(Contact::key).filter(c -> !c.equals(given)).toList();
    long closer =
        Stream.concat(Stream.of(self), others.stream())
            .filter(holder -> key.compareDistance(holder, given) < 0)
            .count();
    return closer < k && others.stream().allMatch(other -> key.compareDistance(self, other) < 0);
  }

  /** How often an item was given to another node. */
  long given() {
    return given.sum();
  }

  /** Hands over what would be a copy short without this node, and says good-bye. */
  void leave() throws InterruptedException {
    bequeath();
    if (transport.self().isPresent()) {
      FanOut.map(
          environment.threads("good-bye"), routing.closest(self, MOST_TOLD), this::sayGoodBye);
    }
  }

  /**
   * Gives each replica to the node that will be the last of its k closest once this node is gone;
   * where there are fewer than k others, they hold it already. Stops when time is up: the hourly
   * replication of the other holders does the rest.
   */
  private void bequeath() throws InterruptedException {
    long began = environment.nanoTime();
    Set<Contact> gone = ConcurrentHashMap.newKeySet();
    List<Item> page = store.scan(null, AT_ONCE);
    while (!page.isEmpty()) {
      if (environment.nanoTime() - began >= BEQUEATHING.toNanos()) {
        LOG.info("not all items were handed over on leaving: time is up");
        return;
      }
      FanOut.map(environment.threads("bequest"), page, item -> bequeath(item, gone));
      page = store.scan(page.getLast().key(), AT_ONCE);
    }
  }

  /**
   * @param gone who did not answer earlier; bounded by the routing table
   */
  private boolean bequeath(Item item, Set<Contact> gone) throws InterruptedException {
    boolean given = false;
    boolean needed = true;
    while (needed && !given) {
      List<Contact> absent = List.copyOf(gone);
      List<Contact> closest =
          routing.closest(item.key(), k + absent.size()).stream()
              .filter(contact -> !absent.contains(contact))
              .limit(k)
              .toList();
      needed = closest.size() == k;
      given = needed && give(item, closest.getLast(), LAST_CALL);
      if (needed && !given) {
        gone.add(closest.getLast());
      }
    }
    return given;
  }

  /** Whether a node answered, whatever it answered, and stays. */
  private boolean give(Item item, Contact to, Duration timeout) throws InterruptedException {
    try {
      transport.call(to, new Request.Store(item), timeout);
      given.increment();
      return true;
    } catch (RpcException e) {
      LOG.debug("{} does not take {}: {}", to, item, e.getMessage());
      return e instanceof RpcException.Refused no && no.code() != RefusalCode.CLOSING;
    }
  }

  private boolean sayGoodBye(Contact neighbour) throws InterruptedException {
    try {
      transport.call(neighbour, new Request.Leave(), LAST_CALL);
      return true;
    } catch (RpcException e) {
      LOG.debug("{} does not hear that this node leaves: {}", neighbour, e.getMessage());
      return false;
    }
  }
}
