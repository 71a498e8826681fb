package dev.weft;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.drogulus.JsonValue;
import dev.weft.item.Item;
import dev.weft.item.Owner;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.node.Node;
import dev.weft.runtime.Environment;
import java.time.Duration;
import java.util.Optional;

/**
 * The part of a {@link Dht} that changes items: sets, puts, deletes. Belongs to no thread: may be
 * used by any number of them. It is a class of its own only to keep each part short enough to be
 * read; users see one.
 */
abstract sealed class Writes extends Reads permits Dht {

  final Publisher publisher;

  Writes(
      DhtConfig config, Owner owner, Environment environment, Node node, Optional<Contact> self) {
    super(config, owner, environment, node, self);
    this.publisher = new Publisher(config, owner, environment, node, finder, gate);
  }

  /**
   * Stores text, as UTF-8; otherwise as {@link #set(String, byte[], Duration, Duration)}.
   *
   * @param name up to 1 KiB of UTF-8; the names of different owners never meet
   * @param value up to 64 KiB
   * @return which nodes keep it, and which are still to say so
   * @throws InterruptedException if the thread is interrupted; the item may be stored or not
   */
  public SetReport set(String name, String value) throws InterruptedException {
    return set(name, value.getBytes(UTF_8));
  }

  /**
   * Stores JSON, of which the drogulus's items are; otherwise as {@link #set(String, byte[],
   * Duration, Duration)}.
   *
   * @param name in ASCII; the names of different owners never meet
   * @param value up to 1 MiB of JSON, with no text in it but ASCII
   * @return which nodes keep it, and which are still to say so
   * @throws IllegalArgumentException if the wire is Weft's own, too
   * @throws InterruptedException if the thread is interrupted; the item may be stored or not
   */
  public SetReport set(String name, JsonValue value) throws InterruptedException {
    return publisher.set(name, value);
  }

  /**
   * Stores a value, with the time to live and the time-out of the configuration; otherwise as
   * {@link #set(String, byte[], Duration, Duration)}.
   *
   * @param name up to 1 KiB of UTF-8; the names of different owners never meet
   * @param value up to 64 KiB
   * @return which nodes keep it, and which are still to say so
   * @throws InterruptedException if the thread is interrupted; the item may be stored or not
   */
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

  /**
   * Sets a value if what is there is as expected, with the defaults of the configuration; otherwise
   * as {@link #set(String, byte[], Expected, Duration, Duration)}.
   *
   * @param name up to 1 KiB of UTF-8; the names of different owners never meet
   * @param value up to 64 KiB
   * @param expected which version is to be there, or none
   * @return which nodes keep it, and which are still to say so
   * @throws DhtException.NotAsExpected if another is there, which it carries
   * @throws InterruptedException if the thread is interrupted; the item may be stored or not
   */
  public SetReport set(String name, byte[] value, Expected expected) throws InterruptedException {
    return set(name, value, expected, config.timeToLive(), config.operationTimeout());
  }

  /**
   * Sets a value if what is there is as expected: a compare-and-set, within the limits that {@link
   * Expected} states. Otherwise as {@link #set(String, byte[], Duration, Duration)}.
   *
   * @param name up to 1 KiB of UTF-8; the names of different owners never meet
   * @param value up to 64 KiB
   * @param expected which version is to be there, or none
   * @param timeToLive how long the item lives once it is renewed no longer; from 1 ms to 30 days
   * @param timeout the longest that the call takes
   * @return which nodes keep it, and which are still to say so
   * @throws DhtException.NotAsExpected if another is there, which it carries
   * @throws DhtException.TimedOut if more than half of the closest nodes did not say in time what
   *     they hold; then nothing has been stored
   * @throws InterruptedException if the thread is interrupted; the item may be stored or not
   */
  public SetReport set(
      String name, byte[] value, Expected expected, Duration timeToLive, Duration timeout)
      throws InterruptedException {
    return publisher.set(name, value, expected, timeToLive, timeout);
  }

  /**
   * Stores a value under its own hash, with the defaults of the configuration; otherwise as {@link
   * #set(String, byte[], Duration, Duration)}.
   *
   * @param value up to 64 KiB
   * @return the key under which it is found
   * @throws InterruptedException if the thread is interrupted; the item may be stored or not
   */
  public Key put(byte[] value) throws InterruptedException {
    return put(value, config.timeToLive(), config.operationTimeout()).item().key();
  }

  /**
   * Stores a value under its own hash; otherwise as {@link #set(String, byte[], Duration,
   * Duration)}.
   *
   * @param value up to 64 KiB
   * @param timeToLive how long the item lives once it is renewed no longer; from 1 ms to 30 days
   * @param timeout the longest that the call takes
   * @return which nodes keep it, and which are still to say so
   * @throws InterruptedException if the thread is interrupted; the item may be stored or not
   */
  public SetReport put(byte[] value, Duration timeToLive, Duration timeout)
      throws InterruptedException {
    return publisher.put(value, timeToLive, timeout);
  }

  /**
   * Stores an item that was made elsewhere. It is not renewed here.
   *
   * @param item the item, of this network's wire
   * @param timeout the longest that the call takes
   * @return which nodes keep it, and which are still to say so
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
   * @param name as it was set
   * @return whether this node was renewing it
   */
  public boolean forget(String name) {
    return node.forget(config.wire().keyOf(owner(), name)).isPresent();
  }

  /**
   * Deletes one of this owner's items, with the time-out of the configuration; otherwise as {@link
   * #delete(String, Duration)}.
   *
   * @param name of the item
   * @return which nodes keep the tombstone; empty if there is nothing to delete
   * @throws InterruptedException if the thread is interrupted; it may be deleted or not
   */
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
}
