package dev.weft;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.drogulus.JsonValue;
import dev.weft.item.Item;
import dev.weft.item.Owner;
import dev.weft.item.Provider;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.node.Node;
import dev.weft.runtime.Environment;
import dev.weft.runtime.RealEnvironment;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * A node of a distributed hash table, and the way to use it. Belongs to no thread: may be used by
 * any number of them, platform or virtual.
 *
 * {@snippet :
 * try (Dht dht = Dht.open(DhtConfig.builder().port(0).seed("localhost:1908").build())) {
 *   dht.set("home/ntoll", "Towcester");
 *   OwnedItem item = dht.get(dht.owner(), "home/ntoll").orElseThrow();
 * }
 * }
 *
 * <p>Every operation blocks the calling thread until it is done, and takes no longer than its
 * time-out, {@link DhtConfig#operationTimeout} where none is given, and never more than 30 days. An
 * interrupt cancels all that the operation has under way, at once, and leaves nothing behind. What
 * goes wrong in the network is told by a {@link DhtException}, with what was achieved. Up to 128
 * operations are under way at once; further ones wait for their turn, which counts towards their
 * time-out.
 */
public final class Dht extends Reads implements AutoCloseable {

  private static final Duration HOUR = Duration.ofHours(1);

  private final Belongings belongings;
  private final Publisher publisher;

  /**
   * @param self how others reach the node; empty for a client
   * @param belongings what ends with the node
   */
  Dht(
      DhtConfig config,
      Owner owner,
      Environment environment,
      Node node,
      Optional<Contact> self,
      Belongings belongings) {
    super(config, owner, environment, node, self);
    this.belongings = belongings;
    this.publisher = new Publisher(config, owner, environment, node, finder, gate);
  }

  /**
   * Opens a node and joins the network: returns when the first seed has answered and the routing
   * table is filled. A node without seeds looks for those it knew when it last ran on its data
   * directory; where none of them answers, it starts a network of its own, which others join. On
   * the drogulus's wire a node that has joined also says who it is.
   *
   * @throws DhtException.CannotOpen if the port, the data directory or the identity cannot be used,
   *     or a client has no seed; the message says what to do
   * @throws DhtException.NobodyAnswered if no seed answered within {@link DhtConfig#joinTimeout}
   * @throws InterruptedException if the thread is interrupted; nothing stays open
   */
  public static Dht open(DhtConfig config) throws InterruptedException {
    return open(config, Habitat.real(new RealEnvironment()));
  }

  /**
   * Opens a node in surroundings of one's own, such as a simulated network; otherwise as {@link
   * #open(DhtConfig)}.
   */
  public static Dht open(DhtConfig config, Habitat habitat) throws InterruptedException {
    return Opening.open(config, habitat);
  }

  /** Stores text, as UTF-8; otherwise as {@link #set(String, byte[], Duration, Duration)}. */
  public SetReport set(String name, String value) throws InterruptedException {
    return set(name, value.getBytes(UTF_8));
  }

  /**
   * Stores JSON, of which the drogulus's items are; otherwise as {@link #set(String, byte[],
   * Duration, Duration)}.
   *
   * @throws IllegalArgumentException if the wire is Weft's own, too
   */
  public SetReport set(String name, JsonValue value) throws InterruptedException {
    return publisher.set(name, value);
  }

  /** Stores a value, with the time to live and the time-out of the configuration. */
  public SetReport set(String name, byte[] value) throws InterruptedException {
    return set(name, value, config.timeToLive(), config.operationTimeout());
  }

  /**
   * Signs a value and has the k nodes closest to its key keep it. The item is renewed for as long
   * as a node runs on this data directory, or this node where it has none, until {@link #forget}.
   *
   * <p>Returns when more than half of them keep it; this node goes on with the others, as {@link
   * #flush} says.
   *
   * @param name up to 1 KiB of UTF-8; the names of different owners never meet
   * @param value up to 64 KiB
   * @param timeToLive how long the item lives once it is renewed no longer; from 1 ms to 30 days
   * @param timeout the longest that the call takes
   * @return which nodes keep it, and which are still to say so
   * @throws IllegalArgumentException if a limit is passed
   * @throws DhtException.NotStored if too few nodes keep it, or a newer version is about
   * @throws DhtException.TimedOut if the time passed before the closest nodes were found
   * @throws DhtException if nobody answers, or this node has been closed
   * @throws InterruptedException if the thread is interrupted; the item may be stored or not
   */
  public SetReport set(String name, byte[] value, Duration timeToLive, Duration timeout)
      throws InterruptedException {
    return publisher.set(name, value, timeToLive, timeout);
  }

  /** Sets a value if what is there is as expected, with the defaults of the configuration. */
  public SetReport set(String name, byte[] value, Expected expected) throws InterruptedException {
    return set(name, value, expected, config.timeToLive(), config.operationTimeout());
  }

  /**
   * Sets a value if what is there is as expected: a compare-and-set, within the limits that {@link
   * Expected} states. Otherwise as {@link #set(String, byte[], Duration, Duration)}.
   *
   * @param expected which version is to be there, or none
   * @throws DhtException.NotAsExpected if another is there, which it carries
   * @throws DhtException.TimedOut if more than half of the closest nodes did not say in time what
   *     they hold; then nothing has been stored
   */
  public SetReport set(
      String name, byte[] value, Expected expected, Duration timeToLive, Duration timeout)
      throws InterruptedException {
    return publisher.set(name, value, expected, timeToLive, timeout);
  }

  /** Stores a value under its own hash, with the defaults of the configuration. */
  public Key put(byte[] value) throws InterruptedException {
    return put(value, config.timeToLive(), config.operationTimeout()).item().key();
  }

  /**
   * Stores a value under its own hash; otherwise as {@link #set(String, byte[], Duration,
   * Duration)}.
   */
  public SetReport put(byte[] value, Duration timeToLive, Duration timeout)
      throws InterruptedException {
    return publisher.put(value, timeToLive, timeout);
  }

  /**
   * Stores an item that was made elsewhere. It is not renewed here.
   *
   * @throws IllegalArgumentException if the item is forged, expired, or from too far in the future
   * @throws DhtException as for {@link #set(String, byte[], Duration, Duration)}
   * @throws InterruptedException if the thread is interrupted; the item may be stored or not
   */
  public SetReport store(Item item, Duration timeout) throws InterruptedException {
    return publisher.store(item, timeout);
  }

  /** Publishes what nodes of this wire publish about themselves. No harm is done where it fails. */
  void introduce(Owner self) throws InterruptedException {
    publisher.introduce(self);
  }

  /**
   * Waits until the copies of what was set through this node have come to all of the k closest
   * nodes, or these have been found not to answer: a set returns when more than half have theirs.
   *
   * @param limit the longest wait
   * @return whether that was so in time; true once this node is closed
   * @throws InterruptedException if the thread is interrupted; the copies go on
   */
  public boolean flush(Duration limit) throws InterruptedException {
    return node.flush(limit);
  }

  /**
   * Lets one of this owner's items expire, which was set through this node.
   *
   * @return whether this node was renewing it
   */
  public boolean forget(String name) {
    return node.forget(config.wire().keyOf(owner(), name)).isPresent();
  }

  /** Deletes one of this owner's items, with the time-out of the configuration. */
  public Optional<SetReport> delete(String name) throws InterruptedException {
    return delete(name, config.operationTimeout());
  }

  /**
   * Deletes one of this owner's items, whoever set it: has the k nodes closest to its key keep a
   * {@linkplain Item#isTombstone tombstone} in its place, and no longer renews it, whether that
   * succeeds or not. {@link Expected} says what a tombstone is to those who set.
   *
   * <p>The tombstone has a higher version than all that more than half of these nodes hold, and
   * expires when the last of what they hold does, but not within ten minutes; nor, where this node
   * was renewing the item, before the time to live of a renewal that may be under way has passed.
   * So whoever comes back with an old copy is told that it was deleted, and drops it, for as long
   * as any copy that was found can live, and another program of this identity that renews the item
   * ends that. To delete again does no harm: the new tombstone replaces the first, which may have
   * reached too few.
   *
   * <p>Once the tombstone has expired, nothing is remembered of it. Then the item may come back
   * from a copy that expires later and that nobody could ask for now; from a program that renews it
   * and was out of reach until then; or from a plain set that was under way at the same time, and
   * whose renewal goes on. A conditional set through the same {@code Dht} takes turns with
   * deletions.
   *
   * @param name of the item
   * @param timeout the longest that the call takes
   * @return which nodes keep the tombstone; empty if there is nothing to delete, as nobody holds
   *     the item and this node did not renew it
   * @throws IllegalArgumentException if there can be no item with this name, or the wire is the
   *     drogulus's, which has no tombstones
   * @throws DhtException.NotStored if too few nodes keep the tombstone, or a newer version is about
   * @throws DhtException.TimedOut if the time passed, or more than half of the closest nodes did
   *     not say in time what they hold
   * @throws DhtException if nobody answers, or this node has been closed
   * @throws InterruptedException if the thread is interrupted; it may be deleted or not
   */
  public Optional<SetReport> delete(String name, Duration timeout) throws InterruptedException {
    return publisher.delete(name, timeout);
  }

  /** Announces where a service listens, for an hour at a time; otherwise as the full form. */
  public AnnounceReport announce(String topic, InetSocketAddress address)
      throws InterruptedException {
    return announce(topic, Optional.of(address), new byte[0], HOUR, config.operationTimeout());
  }

  /** Announces a payload, for an hour at a time; otherwise as the full form. */
  public AnnounceReport announce(String topic, byte[] payload) throws InterruptedException {
    return announce(topic, Optional.empty(), payload, HOUR, config.operationTimeout());
  }

  /**
   * Has this owner be found under a topic, beside any number of others ({@link
   * #providers(String)}): signs a record, and has the k nodes closest to the topic keep it. It is
   * announced again, each quarter of an hour or after half of its time to live, for as long as this
   * node runs; an orderly {@link #close} withdraws it. It replaces what this owner announced under
   * the topic before.
   *
   * @param topic a name, the same for all who are to meet; up to 1 KiB of UTF-8
   * @param address where a service listens; those who keep the record say whether this node is at
   *     that host ({@link Provider#checked})
   * @param payload what else there is to know, up to 1 KiB
   * @param timeToLive how long the record lives once it is announced no longer; from a minute to a
   *     day
   * @param timeout the longest that the call takes
   * @return which nodes keep it
   * @throws IllegalArgumentException if a limit is passed, or the wire is the drogulus's
   * @throws IllegalStateException if 10,000 topics are announced already
   * @throws DhtException.NotAnnounced if nobody keeps it; it is not announced again
   * @throws DhtException if nobody answers, in time or at all
   * @throws InterruptedException if the thread is interrupted; some may keep it
   */
  public AnnounceReport announce(
      String topic,
      Optional<InetSocketAddress> address,
      byte[] payload,
      Duration timeToLive,
      Duration timeout)
      throws InterruptedException {
    return publisher.announce(topicOf(topic), address, payload, timeToLive, timeout);
  }

  /**
   * Withdraws what this node announces under a topic. Whoever keeps the record and cannot be
   * reached now lets it expire in its time.
   *
   * @param timeout the longest that the call takes
   * @return whom it could tell; empty if nothing was announced
   * @throws InterruptedException if the thread is interrupted; it is not announced again
   */
  public Optional<AnnounceReport> withdraw(String topic, Duration timeout)
      throws InterruptedException {
    return publisher.withdraw(topicOf(topic), timeout);
  }

  /** Withdraws what this node announces under a topic, with the time-out of the configuration. */
  public Optional<AnnounceReport> withdraw(String topic) throws InterruptedException {
    return withdraw(topic, config.operationTimeout());
  }

  /**
   * Leaves the network in good order: waits a second at most for copies on their way ({@link
   * #flush} waits longer), withdraws what it announces and hands over what would be a copy short,
   * for up to three seconds in all, ends all operations with {@link DhtException.Closed}, and
   * returns when every thread and socket of this node is gone, whoever began to close it.
   * Idempotent. An interrupt cuts the three seconds short. Not to be called by the watcher of a
   * lookup.
   */
  @Override
  public void close() {
    close(node::close);
  }

  /** Stops at once and tells nobody, as though the process had been killed. Idempotent. */
  public void abort() {
    close(node::abort);
  }

  private void close(Runnable how) {
    subscriptions.close();
    belongings.leave();
    gate.close(how, belongings::close);
  }
}
