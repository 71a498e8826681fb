package dev.weft.node;

import dev.weft.item.Item;
import dev.weft.item.Owner;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.Seed;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Lookups;
import dev.weft.lookup.Step;
import dev.weft.routing.Notes;
import dev.weft.routing.RoutingSnapshot;
import dev.weft.rpc.Reachability;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.store.ItemStore;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * One node of the network: what it does, and in which order it starts and stops. May be used by any
 * thread; each operation runs on the thread that calls it, and ends when that is interrupted.
 *
 * <p>A node whose transport listens on nothing is a client: it keeps nothing for others, and nobody
 * has it in their table.
 *
 * <p>After {@link #close} or {@link #abort}, operations find nobody, or throw a {@link
 * dev.weft.store.StoreException}; those that are under way end so, but for {@link #join}, which
 * goes on until its time-out or an interrupt.
 */
public final class Node implements AutoCloseable {

  private final Parts parts;
  private final ReentrantLock closing = new ReentrantLock();

  /**
   * Starts a node, which owns the transport and the store from now on. It is alone until it joins.
   *
   * @param self the key that others know the transport by, this node's place in the network
   * @param owner renews what was stored through this node; has the same key, unless the node is a
   *     client, which others do not know by its owner's
   * @param notes where it writes down whom it knows and who lied, from time to time and when it
   *     closes; who has lied by them is ignored. They stay the caller's
   */
  public Node(
      Key self,
      Owner owner,
      NodeOptions options,
      Environment environment,
      Transport transport,
      ItemStore store,
      Notes notes) {
    this.parts = new Parts(self, owner, options, environment, transport, store, notes);
  }

  /**
   * Joins the network. From then on, should the node lose sight of everybody, it asks the seeds,
   * and those it knew last, again every half minute.
   *
   * @param seeds where to ask
   * @param remembered whom this node knew the last time it ran
   * @param timeout how long to go on while nobody answers
   * @return whether a network was found
   */
  public boolean join(List<Seed> seeds, List<Contact> remembered, Duration timeout)
      throws InterruptedException {
    parts.meetings.seeds(seeds);
    parts.notebook.remember(remembered);
    boolean joined = parts.joining.join(seeds, remembered, timeout);
    if (joined) {
      parts.rereading.joined();
    }
    parts.rereading.searched();
    // Not only after ten minutes: a node that is killed before that wants to find back, too.
    parts.notebook.saveContacts();
    return joined;
  }

  /** Has this node wait for others: there is nobody whom it could join. */
  public void waitForOthers() {
    parts.rereading.searched();
  }

  /**
   * Meets nodes that made themselves known, as on the local network: joins through them where this
   * node knows nobody, and otherwise gets to know those that it does not know. The latest are
   * asked, too, where this node loses sight of everybody.
   *
   * @param found what is not known to be true of any of them
   */
  public void meet(List<Contact> found) throws InterruptedException {
    parts.meetings.meet(found);
  }

  /**
   * The machine has come into another network, or left one: gives up connections that this has
   * broken, and lets others know where this node is now. By one thread at a time, which it keeps
   * for some seconds.
   *
   * @param here all the addresses that the machine has
   * @param came whether there is a new one at which others may reach it
   */
  public void moved(Set<InetAddress> here, boolean came) throws InterruptedException {
    parts.relocation.moved(here, came);
  }

  /** Why each seed was of no use, if no network was found: no mere time-out, if there was more. */
  public Map<Seed, String> unanswered() {
    return parts.joining.unanswered();
  }

  /** Finds the k live nodes closest to a key; see {@link Lookups#findNodes}. */
  public LookupResult.Closest closest(Key target, Duration timeout, Consumer<Step> watcher)
      throws InterruptedException {
    return parts.lookups.findNodes(target, parts.routing.startOf(target), timeout, watcher);
  }

  /** What this node itself holds under a key; it may have been replaced while the node was away. */
  public Optional<Item> held(Key key) {
    return parts.store.get(key);
  }

  /**
   * What this node itself holds under a key. What it held when it was started is first read anew
   * from others, where that has not been done yet.
   */
  public Optional<Item> current(Key key, Duration timeout) throws InterruptedException {
    return parts.rereading.current(key, timeout);
  }

  /**
   * Finds a value at other nodes; see {@link Lookups#findValue}. One that is found is cached by
   * another node, too (Kademlia, §2.3).
   */
  public LookupResult find(Key key, Duration timeout, Consumer<Step> watcher)
      throws InterruptedException {
    LookupResult result =
        parts.lookups.findValue(key, parts.routing.startOf(key), timeout, watcher);
    if (result instanceof LookupResult.Found found) {
      parts.pathCache.cache(found);
    }
    return result;
  }

  /** The newest version that any of the k closest nodes holds; those that lag behind are mended. */
  public Reading newest(Key key, Duration timeout) throws InterruptedException {
    return parts.placer.newest(key, timeout);
  }

  /**
   * What the k closest nodes hold, as {@link #newest} asks them; but all of it is left as it is.
   */
  public Reading read(Key key, Duration timeout) throws InterruptedException {
    return parts.placer.read(key, timeout);
  }

  /** What each of the k closest nodes holds under a key. */
  public Survey survey(Key key, Duration timeout) throws InterruptedException {
    return parts.surveyor.survey(key, timeout);
  }

  /** Has those of the k closest nodes keep the newest version of an item that do not. */
  public Repair repair(Key key, Duration timeout) throws InterruptedException {
    return parts.surveyor.repair(key, timeout);
  }

  /**
   * Has an item kept by the k closest nodes. Returns when so many keep it that it counts as stored;
   * the node goes on with the others.
   */
  public Placement place(Item item, Duration timeout) throws InterruptedException {
    return parts.placements.run(parts.placer.placing(item, timeout));
  }

  /**
   * Waits until all items that are being placed now have come to all nodes that they are to come
   * to, as far as these answer.
   *
   * @return whether that was so in time
   */
  public boolean flush(Duration limit) throws InterruptedException {
    return parts.placements.flush(limit);
  }

  /**
   * Renews an item of this node's owner for as long as a node runs on this one's store. Returns
   * when that is written there, or cannot be.
   *
   * @return false if as many as are allowed, 100,000, are being renewed already
   */
  public boolean renew(Item item, Duration timeToLive) {
    return parts.renewals.add(item, timeToLive);
  }

  /** Tells this listener, and no other, of items that could not be renewed. */
  public void onRenewalFailure(RenewalListener listener) {
    parts.renewer.listener(listener);
  }

  /**
   * Lets an item expire in its time.
   *
   * @return what was being renewed, if it was
   */
  public Optional<Forgotten> forget(Key key) {
    return parts.renewals.remove(key).map(one -> one.forgotten(parts.environment.now()));
  }

  /** What this node does with topics. */
  public Topics topics() {
    return parts.topics;
  }

  /** What this node watches. */
  public Watches watches() {
    return parts.watches;
  }

  /** How others reach this node; empty for a client. */
  public Optional<Contact> self() {
    return parts.transport.self();
  }

  /** Whether others can connect to this node, as far as it knows. */
  public Reachability reachability() {
    return parts.whereabouts.reachability();
  }

  /** Where this node can be watched. */
  public Metering metering() {
    return parts.metering;
  }

  /** The nodes that this one knows. */
  public RoutingSnapshot routing() {
    return parts.routing.snapshot();
  }

  /** What is inside this node. */
  public Insight insight() {
    return parts.insight;
  }

  /** Stops at once and tells nobody, as though the process had been killed. Idempotent. */
  public void abort() {
    parts.transport.close();
    parts.housekeeper.close();
    parts.farewell.close();
    parts.placements.close();
    parts.errands.close();
    parts.routing.close();
    parts.store.close();
  }

  /**
   * Leaves in good order: hands over what would be a copy short and says good-bye, for three
   * seconds at most, or until an interrupt; then stops everything. Meanwhile it answers questions
   * as before, but keeps nothing new. Idempotent: a second thread waits for the first.
   */
  @Override
  public void close() {
    closing.lock();
    try {
      parts.housekeeper.close();
      parts.handler.leave();
      if (parts.farewell.take()) {
        parts.notebook.saveLast();
      }
    } finally {
      abort();
      closing.unlock();
    }
  }
}
