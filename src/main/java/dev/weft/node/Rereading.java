package dev.weft.node;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.routing.RoutingActor;
import dev.weft.rpc.Caller;
import dev.weft.runtime.Environment;
import dev.weft.runtime.Promise;
import dev.weft.store.ItemStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sees to it that what this node held when it was started is read anew before it is told to
 * anybody: it may have been replaced while the node was away. What is being read is guarded by its
 * lock; may be used by any thread, which does the reading itself.
 *
 * <h2>How it works, and why</h2>
 *
 * <p>An item is read anew when it is first asked for, as {@link Placer#newest} does: a newer
 * version takes its place here, and goes to those that lag behind, too. What nobody asks for
 * becomes current in the hourly replication; so a node that comes back causes no traffic but for
 * what is wanted. Who asks for what is being read waits for that read; of others than this node's
 * own user no more than {@value #AT_ONCE} are read for at once.
 *
 * <p>Who is one of the k closest to the key itself, as far as this node knows, asks because it
 * reads anew, or mends, or replicates: it is told what is held, however old, for it compares what
 * it hears. So two that come back at once do not wait for each other, and what all of a network
 * held is found when all of it comes back. Were those taken for holders that come next, too, in a
 * network of forty everybody would be; where two disagree about who is among the closest, one reads
 * for the other, and no read takes longer than half a call's time-out.
 *
 * <p>Where too few others say what they hold, nobody is known to know better, and what is held is
 * told; but it stays old. Until this node has joined, it does not know whom to ask, and is busy to
 * those who are not among the closest; a while later it may be that there is nobody to join.
 */
final class Rereading {

  /** How many items are read anew for others at once. */
  static final int AT_ONCE = 16;

  /** How long something newer is kept where this node is not to hold it and has a cached copy. */
  private static final Duration CACHED = Duration.ofHours(1);

  private final Key self;
  private final int k;
  private final Duration limit;
  private final Environment environment;
  private final RoutingActor routing;
  private final Notebook notebook;
  private final Placer placer;
  private final ItemStore store;
  private final long began;
  private final ReentrantLock lock = new ReentrantLock();

  /** What is done when it is over; no more of them than at once, and operations under way. */
  private final Map<Key, Promise<Boolean>> reads = new HashMap<>();

  private volatile boolean joined;
  private volatile boolean searched;

  Rereading(
      NodeOptions options,
      Key self,
      Environment environment,
      RoutingActor routing,
      Notebook notebook,
      Placer placer,
      ItemStore store) {
    this.self = self;
    this.k = options.k();
    this.limit = options.lookup().callTimeout().dividedBy(2);
    this.environment = environment;
    this.routing = routing;
    this.notebook = notebook;
    this.placer = placer;
    this.store = store;
    this.began = environment.nanoTime();
  }

  /** This node has joined the network: whom it knows is whom to ask. */
  void joined() {
    joined = true;
  }

  /** This node has looked for the network, or has nobody to look for; it waits for others now. */
  void searched() {
    searched = true;
  }

  /** Whether an item is to be read anew before it is told to somebody. */
  boolean isNeeded(Caller asker, Key key) {
    return store.isOld(key) && (asker.contact().isEmpty() || !isHolder(asker.key(), key));
  }

  /** Whether somebody is one of the k closest to a key, so that it holds what is held here. */
  private boolean isHolder(Key asker, Key key) {
    List<Contact> known = new ArrayList<>(routing.closest(key, k));
    if (!joined) {
      known.addAll(notebook.remembered());
    }
    long closer =
        known.stream()
            .map(Contact::key)
            .distinct()
            .filter(other -> key.compareDistance(other, asker) < 0)
            .count();
    return closer + (key.compareDistance(self, asker) < 0 ? 1 : 0) < k;
  }

  /**
   * Reads an item anew for somebody else.
   *
   * @return false if there is too much to do, or this node does not know yet whom to ask
   */
  boolean forOther(Key key) throws InterruptedException {
    if (!searched && environment.nanoTime() - began < 2 * limit.toNanos()) {
      return false;
    }
    // Where it knows nobody, nobody is known to know better.
    return routing.snapshot().size() == 0 || read(key, limit, AT_ONCE);
  }

  /**
   * What this node holds, for its own user; read anew if need be.
   *
   * @param timeout how long to wait for others who read it
   */
  Optional<Item> current(Key key, Duration timeout) throws InterruptedException {
    if (store.isOld(key)) {
      read(key, timeout, Integer.MAX_VALUE);
    }
    return store.get(key);
  }

  private boolean read(Key key, Duration timeout, int most) throws InterruptedException {
    Promise<Boolean> over = environment.promise();
    Promise<Boolean> underWay;
    lock.lock();
    try {
      underWay = reads.get(key);
      if (underWay == null) {
        if (reads.size() >= most) {
          return false;
        }
        reads.put(key, over);
      }
    } finally {
      lock.unlock();
    }
    if (underWay != null) {
      underWay.await(timeout);
      return true;
    }
    try {
      readAnew(key, timeout.compareTo(limit) < 0 ? timeout : limit);
    } finally {
      end(key);
      over.complete(true);
    }
    return true;
  }

  private void end(Key key) {
    lock.lock();
    try {
      reads.remove(key);
    } finally {
      lock.unlock();
    }
  }

  private void readAnew(Key key, Duration timeout) throws InterruptedException {
    Reading reading = placer.newest(key, timeout);
    Optional<Item> newest = reading.item();
    if (newest.isEmpty()) {
      return; // it has expired meanwhile
    }
    Item item = newest.get();
    if (!store.get(key).equals(newest)) {
      store.put(item, CACHED); // a replica stays one
    }
    if (joined && reading.isConclusive() && !reading.lookup().closest().isEmpty()) {
      store.replicated(item); // those who answered have it now
    }
  }
}
