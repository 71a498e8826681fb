package dev.weft;

import dev.weft.item.Announcement;
import dev.weft.item.ContentItem;
import dev.weft.item.Item;
import dev.weft.item.OwnedItem;
import dev.weft.item.Owner;
import dev.weft.item.Provider;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.Gathering;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Lookups;
import dev.weft.lookup.Step;
import dev.weft.node.Node;
import dev.weft.runtime.Environment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The part of a {@link Dht} that reads: what is there, how well it is kept, and who is closest to a
 * key. Belongs to no thread: may be used by any number of them. It is a class of its own only to
 * keep each part short enough to be read; users see one.
 */
abstract sealed class Reads extends NodeView permits Writes {

  final Finder finder;

  /** Where each operation waits for its turn. */
  final Gate gate;

  final Subscriptions subscriptions;

  Reads(DhtConfig config, Owner owner, Environment environment, Node node, Optional<Contact> self) {
    super(config, owner, node, self);
    this.finder = new Finder(node, config.k(), client);
    this.gate = new Gate(environment);
    this.subscriptions = new Subscriptions(environment);
  }

  /**
   * Finds the first valid version of an owner's item; otherwise as {@link #get(Key, String,
   * Freshness, Duration)}.
   *
   * @param owner as {@link Dht#owner} tells
   * @param name the item's name
   * @return the item, or empty if the nodes that should hold it do not, or it was deleted
   * @throws InterruptedException if the thread is interrupted
   */
  public Optional<OwnedItem> get(Key owner, String name) throws InterruptedException {
    return get(owner, name, Freshness.FIRST, config.operationTimeout());
  }

  /**
   * Finds an owner's item.
   *
   * @param owner as {@link Dht#owner} tells
   * @param name the item's name
   * @param freshness the first version found, or the newest
   * @param timeout the longest that the call takes
   * @return the item, or empty if the nodes that should hold it do not, or it was deleted
   * @throws DhtException if nobody answers, in time or at all
   * @throws InterruptedException if the thread is interrupted
   */
  public Optional<OwnedItem> get(Key owner, String name, Freshness freshness, Duration timeout)
      throws InterruptedException {
    return find(config.wire().keyOf(owner, name), freshness, timeout).map(OwnedItem.class::cast);
  }

  /**
   * Finds the content item with this key.
   *
   * @param key as {@link Dht#put(byte[])} returned it
   * @return the item; empty if it is not to be found, or something else has this key
   * @throws DhtException if nobody answers, in time or at all
   * @throws InterruptedException if the thread is interrupted
   */
  public Optional<ContentItem> get(Key key) throws InterruptedException {
    return find(key, Freshness.FIRST, config.operationTimeout())
        .filter(ContentItem.class::isInstance)
        .map(ContentItem.class::cast);
  }

  /**
   * Finds whatever item has this key; otherwise as {@link #get(Key, String, Freshness, Duration)}.
   *
   * @param key the key
   * @param freshness the first version found, or the newest
   * @param timeout the longest that the call takes
   * @return the item, or empty if the nodes that should hold it do not, or it was deleted
   * @throws InterruptedException if the thread is interrupted
   */
  public Optional<Item> find(Key key, Freshness freshness, Duration timeout)
      throws InterruptedException {
    return gate.pass(key, timeout, left -> finder.find(key, freshness, left));
  }

  /**
   * Asks who holds an owner's item, with the time-out of the configuration; otherwise as {@link
   * #health(Key, Duration)}.
   *
   * @param owner as {@link Dht#owner} tells
   * @param name the item's name
   * @return the k closest nodes, or all that there are, with what each holds
   * @throws InterruptedException if the thread is interrupted
   */
  public HealthReport health(Key owner, String name) throws InterruptedException {
    return health(config.wire().keyOf(owner, name));
  }

  /**
   * Asks who holds a record, with the time-out of the configuration; otherwise as {@link
   * #health(Key, Duration)}.
   *
   * @param key the record's key, as {@link Item#key} tells
   * @return the k closest nodes, or all that there are, with what each holds
   * @throws InterruptedException if the thread is interrupted
   */
  public HealthReport health(Key key) throws InterruptedException {
    return health(key, config.operationTimeout());
  }

  /**
   * Asks each of the k nodes closest to a key which version of the record it holds, and until when.
   * Changes nothing.
   *
   * @param key the record's key, as {@link Item#key} tells
   * @param timeout the longest that the call takes; who has not answered then counts as unreachable
   * @return the k closest nodes, or all that there are, with what each holds
   * @throws DhtException if nobody answers, or this node has been closed
   * @throws InterruptedException if the thread is interrupted
   */
  public HealthReport health(Key key, Duration timeout) throws InterruptedException {
    return gate.pass(key, timeout, left -> finder.health(key, left));
  }

  /**
   * Repairs a record, with the time-out of the configuration; otherwise as {@link #repair(Key,
   * Duration)}.
   *
   * @param key the record's key, as {@link Item#key} tells
   * @return who keeps it now, those among them that held it already; empty if none of them holds it
   * @throws InterruptedException if the thread is interrupted; some may hold it, and others not
   */
  public Optional<SetReport> repair(Key key) throws InterruptedException {
    return repair(key, config.operationTimeout());
  }

  /**
   * Brings the newest version of a record to those of the k closest nodes that do not hold it. It
   * is not renewed, and expires when it did before.
   *
   * @param key the record's key, as {@link Item#key} tells
   * @param timeout the longest that the call takes
   * @return who keeps it now, those among them that held it already; empty if none of them holds it
   * @throws DhtException as for {@link Dht#set(String, byte[], Duration, Duration)}
   * @throws InterruptedException if the thread is interrupted; some may hold it, and others not
   */
  public Optional<SetReport> repair(Key key, Duration timeout) throws InterruptedException {
    return gate.pass(key, timeout, left -> finder.repair(key, left));
  }

  /**
   * Finds the k live nodes closest to a key, with the time-out of the configuration; otherwise as
   * {@link #lookup(Key, Duration, Consumer)}.
   *
   * @param target the key
   * @return who they are, and who was asked
   * @throws InterruptedException if the thread is interrupted
   */
  public LookupResult lookup(Key target) throws InterruptedException {
    return lookup(target, config.operationTimeout(), Lookups.UNWATCHED);
  }

  /**
   * Finds the k live nodes closest to a key. Where the time-out comes first, the result is what was
   * found until then.
   *
   * @param target the key
   * @param timeout the longest that the call takes
   * @param watcher is told of each step as it ends; called by one thread at a time, and holds the
   *     lookup up while it runs
   * @return who they are, and who was asked
   * @throws DhtException.NobodyAnswered if no other node could be reached
   * @throws InterruptedException if the thread is interrupted
   */
  public LookupResult lookup(Key target, Duration timeout, Consumer<Step> watcher)
      throws InterruptedException {
    return gate.pass(target, timeout, left -> finder.closest(target, left, watcher));
  }

  /**
   * Looks for a value as {@link #get(Key, String)} does, and tells how that went: {@link
   * LookupResult#explain} says why a get came back empty. Only other nodes are asked, even where
   * this one holds the item; and what is found may be a {@linkplain Item#isTombstone tombstone},
   * which a get hides. Where the time-out comes first, the result is what was found until then.
   *
   * @param key the key
   * @param timeout the longest that the call takes
   * @param watcher as for {@link #lookup(Key, Duration, Consumer)}
   * @return the value and who gave it, or the closest nodes; and who was asked
   * @throws DhtException.NobodyAnswered if no other node could be reached
   * @throws InterruptedException if the thread is interrupted
   */
  public LookupResult search(Key key, Duration timeout, Consumer<Step> watcher)
      throws InterruptedException {
    return gate.pass(key, timeout, left -> finder.search(key, left, watcher));
  }

  /**
   * Finds all who have announced themselves under a topic, with the time-out of the configuration;
   * otherwise as {@link #providers(String, int, Duration)}.
   *
   * @param topic a name, the same for all who are to meet; up to 1 KiB of UTF-8
   * @return in the order in which they came, of each holder by chance; empty if there are none
   * @throws InterruptedException if the thread is interrupted
   */
  public List<Provider> providers(String topic) throws InterruptedException {
    return providers(topic, Gathering.MOST, config.operationTimeout());
  }

  /**
   * Finds who has announced themselves under a topic ({@link Dht#announce}), and is there as far as
   * those know who keep the records: of each owner the newest record. Each has been verified;
   * whether anybody answers at the address, only a call can tell.
   *
   * @param topic a name, the same for all who are to meet; up to 1 KiB of UTF-8
   * @param limit how many are enough; there are 10,000 at most. To whoever wants 100 or fewer,
   *     nodes on the way may give copies of a popular topic's records, up to a minute old; whoever
   *     wants more asks those who keep them
   * @param timeout the longest that the call takes; the result is what was found until then
   * @return in the order in which they came, of each holder by chance; empty if there are none
   * @throws IllegalArgumentException if there can be no such topic, or the wire is the drogulus's
   * @throws DhtException if nobody answers, in time or at all
   * @throws InterruptedException if the thread is interrupted
   */
  public List<Provider> providers(String topic, int limit, Duration timeout)
      throws InterruptedException {
    return providers(topicOf(topic), limit, timeout, _ -> {});
  }

  private List<Provider> providers(Key topic, int limit, Duration timeout, Consumer<Provider> told)
      throws InterruptedException {
    return gate.pass(topic, timeout, left -> finder.providers(topic, limit, left, told));
  }

  /**
   * As {@link #providers(String, int, Duration)}, but does not wait until all have been found: they
   * are yielded as the answers come, each owner once. To close it ends the lookup.
   *
   * @param topic a name, the same for all who are to meet; up to 1 KiB of UTF-8
   * @param limit how many are enough
   * @param timeout the longest that the lookup takes
   * @return those found, as they come; its thread ends with it
   */
  public Subscription<Provider> streamProviders(String topic, int limit, Duration timeout) {
    Key key = topicOf(topic);
    return subscriptions.open("weft-providers", told -> providers(key, limit, timeout, told));
  }

  /**
   * Watches an owner's item: yields the version that is there, if there is any, and each later one
   * once, in order, soon after it was set; a deletion is a {@linkplain Item#isTombstone tombstone}.
   * Whoever takes too slowly gets the newest, and is told how many it skipped. It is not told when
   * an item expires.
   *
   * <p>It goes on by itself when the nodes that hold the item change, or this one was cut off, and
   * then compares versions: of what was set meanwhile it yields the newest. To close it ends it.
   *
   * @param owner as {@link Dht#owner} tells
   * @param name the item's name
   * @return the versions, as they come; to be closed
   * @throws IllegalStateException if 10,000 subscriptions of this node are open
   * @throws IllegalArgumentException if the wire is the drogulus's, whose nodes tell of no changes
   */
  public Subscription<Update<OwnedItem>> watch(Key owner, String name) {
    requireOwnWire("nodes that tell of changes");
    Key key = config.wire().keyOf(owner, name);
    return subscriptions.follow("weft-watch", _ -> key, told -> node.watches().item(key, told));
  }

  /**
   * Watches a topic: yields those who are announced under it, each new record of theirs once, and
   * when they withdraw, {@linkplain dev.weft.item.Announcement#isWithdrawn a record that says so}.
   * Who dies says nothing: their record {@linkplain dev.weft.item.Announcement#expires expires}
   * unless it is renewed, and a renewal is nothing new. Otherwise as {@link #watch}; the newest of
   * each owner waits to be taken.
   *
   * @param topic a name, the same for all who are to meet; up to 1 KiB of UTF-8
   * @return the records, as they come; to be closed
   */
  public Subscription<Update<Provider>> watchProviders(String topic) {
    Key key = topicOf(topic);
    return subscriptions.follow(
        "weft-watch", Provider::owner, told -> node.watches().topic(key, told));
  }

  /** The key of a topic. */
  final Key topicOf(String topic) {
    requireOwnWire("topics");
    return Announcement.topic(topic);
  }

  private void requireOwnWire(String what) {
    if (config.wire() == Wire.DROGULUS) {
      throw new IllegalArgumentException("the drogulus has no " + what + "; use Weft's own wire");
    }
  }
}
