package dev.weft;

import dev.weft.drogulus.JsonValue;
import dev.weft.item.Announcement;
import dev.weft.item.Item;
import dev.weft.item.ItemException;
import dev.weft.item.OwnedItem;
import dev.weft.item.Owner;
import dev.weft.kademlia.Key;
import dev.weft.node.Forgotten;
import dev.weft.node.Node;
import dev.weft.runtime.Environment;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the network keep what one owner signs, and what was signed elsewhere, through a node. Belongs
 * to no thread; its parts look after what changes in them.
 */
final class Publisher {

  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private final DhtConfig config;
  private final Owner owner;
  private final Environment environment;
  private final Node node;
  private final Finder finder;
  private final Gate gate;
  private final Turns turns;
  private final Author author;

  /**
   * @param finder reads what is there before it is replaced
   * @param gate where each operation waits for its turn
   */
  Publisher(
      DhtConfig config, Owner owner, Environment environment, Node node, Finder finder, Gate gate) {
    this.config = config;
    this.owner = owner;
    this.environment = environment;
    this.node = node;
    this.finder = finder;
    this.gate = gate;
    this.turns = new Turns(environment);
    this.author = new Author(owner, environment);
  }

  SetReport set(String name, JsonValue value) throws InterruptedException {
    Duration timeToLive = config.timeToLive();
    Item item = author.json(name, value, timeToLive);
    return renewed(place(item, config.operationTimeout()), timeToLive);
  }

  SetReport set(String name, byte[] value, Duration timeToLive, Duration timeout)
      throws InterruptedException {
    return renewed(place(author.named(name, value, timeToLive), timeout), timeToLive);
  }

  SetReport set(String name, byte[] value, Expected expected, Duration timeToLive, Duration timeout)
      throws InterruptedException {
    Key key = config.wire().keyOf(owner.key(), name);
    return renewed(
        gate.pass(
            key,
            timeout,
            left ->
                turns.take(
                    key, left, time -> replace(key, name, value, expected, timeToLive, time))),
        timeToLive);
  }

  private SetReport replace(
      Key key, String name, byte[] value, Expected expected, Duration timeToLive, Duration timeout)
      throws InterruptedException {
    long began = environment.nanoTime();
    Optional<Item> found = finder.newest(key, timeout);
    require(expected, found);
    // What was found bears no version from too far ahead; what is expected may.
    Item item = author.named(name, value, highest(found.stream()), timeToLive);
    return replace(item, expected, timeout.minusNanos(environment.nanoTime() - began));
  }

  /** The highest version, or the lowest that there can be. */
  private static long highest(Stream<Item> items) {
    return items
        .map(OwnedItem.class::cast)
        .mapToLong(OwnedItem::version)
        .max()
        .orElse(Long.MIN_VALUE);
  }

  private static void require(Expected expected, Optional<Item> found) {
    if (!expected.isMetBy(found)) {
      throw new DhtException.NotAsExpected(expected, found);
    }
  }

  private SetReport replace(Item item, Expected expected, Duration left)
      throws InterruptedException {
    try {
      return Verdicts.of(node.place(item, left), item, config.k());
    } catch (DhtException.NotStored e) {
      if (e.report().newer().isPresent()) {
        throw new DhtException.NotAsExpected(expected, e.report().newer());
      }
      throw e;
    }
  }

  Optional<SetReport> delete(String name, Duration timeout) throws InterruptedException {
    author.requireTombstones(name);
    Key key = config.wire().keyOf(owner.key(), name);
    return gate.pass(key, timeout, left -> turns.take(key, left, time -> delete(key, name, time)));
  }

  private Optional<SetReport> delete(Key key, String name, Duration timeout)
      throws InterruptedException {
    long began = environment.nanoTime();
    Optional<Forgotten> ours = node.forget(key);
    List<Item> versions =
        Stream.concat(ours.stream().map(Forgotten::item), finder.versions(key, timeout).stream())
            .toList();
    if (versions.isEmpty()) {
      return Optional.empty();
    }
    Instant expires =
        Stream.concat(ours.stream().map(Forgotten::expires), versions.stream().map(Item::expires))
            .max(Comparator.naturalOrder())
            .orElseThrow();
    Item tombstone = author.tombstone(name, highest(versions.stream()), expires);
    Duration left = timeout.minusNanos(environment.nanoTime() - began);
    return Optional.of(Verdicts.of(node.place(tombstone, left), tombstone, config.k()));
  }

  SetReport put(byte[] value, Duration timeToLive, Duration timeout) throws InterruptedException {
    if (config.wire() == Wire.DROGULUS) {
      throw new IllegalArgumentException(
          "the drogulus keeps nothing without an owner and a name; use set");
    }
    return renewed(place(author.content(value, timeToLive), timeout), timeToLive);
  }

  private SetReport renewed(SetReport report, Duration timeToLive) {
    if (!node.renew(report.item(), timeToLive)) {
      LOG.warn("{} will not be renewed: this node renews as many items as it can", report.item());
    }
    return report;
  }

  SetReport store(Item item, Duration timeout) throws InterruptedException {
    try {
      item.admit(environment.now());
    } catch (ItemException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    return place(item, timeout);
  }

  private SetReport place(Item item, Duration timeout) throws InterruptedException {
    return gate.pass(
        item.key(), timeout, left -> Verdicts.of(node.place(item, left), item, config.k()));
  }

  AnnounceReport announce(
      Key topic,
      Optional<InetSocketAddress> address,
      byte[] payload,
      Duration timeToLive,
      Duration timeout)
      throws InterruptedException {
    Announcement record = author.announcement(topic, address, payload, timeToLive);
    return gate.pass(
        topic,
        timeout,
        left -> Verdicts.of(node.topics().announce(record, timeToLive, left), record));
  }

  Optional<AnnounceReport> withdraw(Key topic, Duration timeout) throws InterruptedException {
    return gate.pass(topic, timeout, left -> node.topics().withdraw(topic, left).map(Verdicts::of));
  }

  /** Publishes what nodes of this wire publish about themselves. No harm is done where it fails. */
  void introduce(Owner self) throws InterruptedException {
    Optional<OwnedItem> about = config.wire().real().introduction(self, environment.now());
    if (about.isPresent()) {
      try {
        place(about.get(), config.operationTimeout());
      } catch (DhtException e) {
        LOG.warn("what this node says about itself could not be published: {}", e.getMessage());
      }
    }
  }
}
