package dev.weft.node;

import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.Seed;
import dev.weft.lookup.LookupListener;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Lookups;
import dev.weft.lookup.Step;
import dev.weft.routing.Pinger;
import dev.weft.routing.RoutingActor;
import dev.weft.routing.RoutingOptions;
import dev.weft.routing.RoutingSnapshot;
import dev.weft.rpc.Request;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.runtime.Promise;
import dev.weft.store.ItemStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node of the network: wires the parts, and starts and stops them in order. May be used by any
 * thread; each operation runs on the thread that calls it, and ends when that is interrupted.
 *
 * <p>A node whose transport listens on nothing is a client: it keeps nothing for others, and nobody
 * has it in their table.
 */
public final class Node implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final int MOST_ERRANDS = 64;
  private static final int MOST_NEWCOMERS = 1_000;
  private static final Duration REJOIN = Duration.ofSeconds(30);
  private static final Duration SAVE = Duration.ofMinutes(10);
  private static final Duration LEAVE = Duration.ofSeconds(3);
  private static final Duration SHORTEST_CACHING = Duration.ofMinutes(1);

  private final NodeOptions options;
  private final Environment environment;
  private final Transport transport;
  private final ItemStore store;
  private final Consumer<List<Contact>> remember;
  private final RoutingActor routing;
  private final Errands errands;
  private final Lookups lookups;
  private final Placer placer;
  private final Joining joining;
  private final Renewals renewals;
  private final HandOver handOver;
  private final Housekeeper housekeeper;

  private Node(
      Identity identity,
      NodeOptions options,
      Environment environment,
      Transport transport,
      ItemStore store,
      Consumer<List<Contact>> remember) {
    Key self = identity.key();
    Duration callTimeout = options.lookup().callTimeout();
    Newcomers newcomers = new Newcomers(MOST_NEWCOMERS);
    boolean client = transport.self().isEmpty();
    this.options = options;
    this.environment = environment;
    this.store = store;
    this.remember = remember;
    this.routing =
        RoutingActor.start(
            environment,
            self,
            RoutingOptions.defaults().withK(options.k()),
            pinger(transport, callTimeout),
            client ? _ -> {} : newcomers::add);
    this.transport = new ObservedTransport(transport, routing, callTimeout);
    this.errands = new Errands(environment, "errand", MOST_ERRANDS);
    Checkups checkups = new Checkups(errands, this.transport, callTimeout);
    LookupListener listener = listener(routing, checkups);
    this.lookups = new Lookups(self, options.lookup(), environment, this.transport, listener);
    this.placer = new Placer(options, self, environment, this.transport, routing, lookups, store);
    this.joining = new Joining(options, self, environment, this.transport, routing, lookups);
    this.renewals = new Renewals(identity, environment);
    this.handOver = new HandOver(options, self, this.transport, routing, store);
    this.housekeeper = new Housekeeper(environment);
    Duration interval = options.maintenanceInterval();
    housekeeper.refreshBuckets(interval, callTimeout, self, routing, lookups, options.k());
    housekeeper.renew(options.timeToLive(), callTimeout.multipliedBy(2), renewals, placer);
    housekeeper.every(SAVE, this::saveContacts);
    if (!client) {
      housekeeper.replicate(interval, callTimeout.multipliedBy(2), store, placer);
      housekeeper.expire(store);
      errands.run(() -> handOver.serve(newcomers));
      transport.serve(new RequestHandler(options.k(), environment, routing, store));
    }
  }

  /**
   * Starts a node, which owns the transport and the store from now on. It is alone until it joins.
   *
   * @param remember is given the known contacts from time to time, and when the node closes
   */
  public static Node start(
      Identity identity,
      NodeOptions options,
      Environment environment,
      Transport transport,
      ItemStore store,
      Consumer<List<Contact>> remember) {
    return new Node(identity, options, environment, transport, store, remember);
  }

  private static Pinger pinger(Transport transport, Duration timeout) {
    return contact -> {
      try {
        transport.call(contact, new Request.Ping(), timeout);
        return true;
      } catch (RpcException e) {
        return e instanceof RpcException.Refused;
      }
    };
  }

  private static LookupListener listener(RoutingActor routing, Checkups checkups) {
    return new LookupListener() {
      @Override
      public void lied(Contact peer, String what) {
        LOG.info("{} lied: {}", peer, what);
        routing.misbehaved(peer, what);
      }

      @Override
      public void leftWaiting(Contact peer) {
        checkups.check(peer);
      }
    };
  }

  /**
   * Joins the network. From then on, should the node lose sight of everybody, it asks the seeds
   * again every half minute.
   *
   * @param seeds where to ask
   * @param remembered whom this node knew the last time it ran
   * @param timeout how long to go on while nobody answers
   * @return whether anybody answered
   */
  public boolean join(List<Seed> seeds, List<Contact> remembered, Duration timeout)
      throws InterruptedException {
    boolean joined = joining.join(seeds, remembered, timeout);
    housekeeper.every(
        REJOIN,
        () -> {
          if (routing.snapshot().size() == 0) {
            joining.tryOnce(seeds, remembered, options.lookup().callTimeout());
          }
        });
    return joined;
  }

  /** Finds the k live nodes closest to a key; see {@link Lookups#findNodes}. */
  public LookupResult.Closest closest(Key target, Duration timeout, Consumer<Step> watcher)
      throws InterruptedException {
    routing.lookedUp(target);
    return lookups.findNodes(target, routing.closest(target, options.k()), timeout, watcher);
  }

  /** What this node itself holds under a key. */
  public Optional<Item> held(Key key) {
    return store.get(key);
  }

  /**
   * Finds a value at other nodes; see {@link Lookups#findValue}. One that is found is cached at the
   * closest node that answered and did not have it (Kademlia, §2.3), for a time that halves with
   * each bucket of distance between the two.
   */
  public LookupResult find(Key key, Duration timeout) throws InterruptedException {
    routing.lookedUp(key);
    LookupResult result =
        lookups.findValue(key, routing.closest(key, options.k()), timeout, _ -> {});
    if (result instanceof LookupResult.Found found && !found.closest().isEmpty()) {
      cache(found, found.closest().getFirst());
    }
    return result;
  }

  private void cache(LookupResult.Found found, Contact at) {
    Key key = found.target();
    int buckets = key.commonPrefix(found.holder().key()) - key.commonPrefix(at.key());
    Duration cacheFor = options.maintenanceInterval().dividedBy(1L << Math.clamp(buckets, 0, 30));
    if (cacheFor.compareTo(SHORTEST_CACHING) >= 0) {
      errands.run(() -> cache(found.item(), cacheFor, at));
    }
  }

  private void cache(Item item, Duration cacheFor, Contact at) throws InterruptedException {
    try {
      transport.call(at, new Request.Store(item, cacheFor), options.lookup().callTimeout());
    } catch (RpcException e) {
      LOG.debug("{} does not cache {}: {}", at, item, e.getMessage());
    }
  }

  /** The newest version that any of the k closest nodes holds; those that lag behind are mended. */
  public Reading newest(Key key, Duration timeout) throws InterruptedException {
    return placer.newest(key, timeout);
  }

  /** Has an item kept by the k closest nodes. */
  public Placement place(Item item, Duration timeout) throws InterruptedException {
    return placer.place(item, timeout);
  }

  /**
   * Renews an item of this node's owner for as long as the node runs.
   *
   * @return false if as many as are allowed, 100,000, are being renewed already
   */
  public boolean renew(Item item, Duration timeToLive) {
    return renewals.add(item, timeToLive);
  }

  /**
   * Lets an item expire in its time.
   *
   * @return whether it was being renewed
   */
  public boolean forget(Key key) {
    return renewals.remove(key);
  }

  /** The nodes that this one knows. */
  public RoutingSnapshot routing() {
    return routing.snapshot();
  }

  /** How many items this node keeps. */
  public int items() {
    return store.size();
  }

  private void saveContacts() {
    remember.accept(routing.snapshot().contacts());
  }

  /** Stops at once and tells nobody, as though the process had been killed. Idempotent. */
  public void abort() {
    transport.close();
    housekeeper.close();
    errands.close();
    routing.close();
    store.close();
  }

  /**
   * Leaves in good order: hands over what would be a copy short, for three seconds at most, and
   * stops everything. Idempotent.
   */
  @Override
  public void close() {
    housekeeper.close();
    Promise<Boolean> done = environment.promise();
    boolean leaving =
        errands.run(
            () -> {
              handOver.bequeath();
              done.complete(true);
            });
    if (leaving) {
      await(done);
      saveContacts();
    }
    abort();
  }

  private static void await(Promise<Boolean> done) {
    try {
      done.await(LEAVE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
