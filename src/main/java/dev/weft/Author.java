package dev.weft;

import dev.weft.drogulus.JsonValue;
import dev.weft.drogulus.RsaIdentity;
import dev.weft.item.Announcement;
import dev.weft.item.ContentItem;
import dev.weft.item.Item;
import dev.weft.item.NamedItem;
import dev.weft.item.OwnedItem;
import dev.weft.item.Owner;
import dev.weft.kademlia.Key;
import dev.weft.runtime.Environment;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes the items that one owner stores: gives them their versions and their expiry. May be used by
 * any thread; the last version is all that changes.
 */
final class Author {

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Item.MAX_TIME_TO_LIVE;

  private final Owner owner;
  private final Environment environment;
  private final AtomicLong lastVersion = new AtomicLong();

  Author(Owner owner, Environment environment) {
    this.owner = owner;
    this.environment = environment;
  }

  /**
   * Signs the next version of an item.
   *
   * @param timeToLive from 1 ms to 30 days
   * @throws IllegalArgumentException if a limit is passed
   */
  OwnedItem named(String name, byte[] value, Duration timeToLive) {
    return named(name, value, Long.MIN_VALUE, timeToLive);
  }

  /**
   * Signs the next version of an item, one that is higher than a given one.
   *
   * @param above the version that it is to replace, which may come from a clock that runs ahead
   * @param timeToLive from 1 ms to 30 days
   * @throws IllegalArgumentException if a limit is passed
   */
  OwnedItem named(String name, byte[] value, long above, Duration timeToLive) {
    return owner.sign(name, value, nextVersion(above), expiry(timeToLive));
  }

  /**
   * Checks that what has this name can be deleted.
   *
   * @throws IllegalArgumentException if not: the name or the wire has none
   */
  void requireTombstones(String name) {
    owner.tombstone(name, Long.MIN_VALUE, Instant.EPOCH);
  }

  /**
   * Signs the next version of an item, which says that there is nothing.
   *
   * @param above the highest version that it is to replace
   * @param expires when the last of the versions that it is to replace expires. It lives for ten
   *     minutes at least, so that nodes whose clocks run ahead take it, too
   */
  OwnedItem tombstone(String name, long above, Instant expires) {
    Instant least = environment.now().plus(Item.MAX_CLOCK_SKEW);
    return owner.tombstone(name, nextVersion(above), expires.isBefore(least) ? least : expires);
  }

  /**
   * Signs the next version of an item of JSON.
   *
   * @param timeToLive from 1 ms to 30 days
   * @throws IllegalArgumentException if a limit is passed, or this owner's items are not of JSON
   */
  OwnedItem json(String name, JsonValue value, Duration timeToLive) {
    if (owner instanceof RsaIdentity identity) {
      return identity.sign(name, value, nextVersion(Long.MIN_VALUE), expiry(timeToLive));
    }
    throw new IllegalArgumentException("Weft's own wire has no JSON; set text or bytes");
  }

  /**
   * Makes an item that has no owner.
   *
   * @param timeToLive from 1 ms to 30 days
   * @throws IllegalArgumentException if a limit is passed
   */
  ContentItem content(byte[] value, Duration timeToLive) {
    return ContentItem.of(value, expiry(timeToLive));
  }

  /**
   * Signs the next version of a record under a topic.
   *
   * @param timeToLive from a minute to a day
   * @throws IllegalArgumentException if a limit is passed, or this owner's wire has no topics
   */
  Announcement announcement(
      Key topic, Optional<InetSocketAddress> address, byte[] payload, Duration timeToLive) {
    if (timeToLive.compareTo(Announcement.MIN_TIME_TO_LIVE) < 0
        || timeToLive.compareTo(Announcement.MAX_TIME_TO_LIVE) > 0) {
      throw new IllegalArgumentException(
          "what is announced lives from a minute to a day, and this is " + timeToLive);
    }
    Instant expires = environment.now().plus(timeToLive);
    return owner.announce(
        new Announcement.Terms(
            topic, address, payload.clone(), nextVersion(Long.MIN_VALUE), expires, false));
  }

  private Instant expiry(Duration timeToLive) {
    if (timeToLive.compareTo(SHORTEST) < 0 || timeToLive.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "a time to live is from 1 ms to 30 days, and this is " + timeToLive);
    }
    return environment.now().plus(timeToLive);
  }

  /** The time in microseconds, or one more than the last version: no two are the same. */
  private long nextVersion(long above) {
    long now = NamedItem.versionAt(environment.now());
    return lastVersion.updateAndGet(last -> Math.max(now, Math.max(last, above) + 1));
  }
}
