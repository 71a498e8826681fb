package dev.weft.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.kademlia.Key;
import java.time.Duration;
import java.time.Instant;

/**
 * A value with its key, its expiry, and the means to check that they belong together. Immutable,
 * and safe for use by any number of threads.
 *
 * <p>Two items under one key are ordered by {@link #compareVersion}. The order is total, so nodes
 * that exchange what they hold come to agree, whatever the order in which they heard of it.
 */
public sealed interface Item permits ContentItem, OwnedItem {

  /** The longest value, in bytes: 64 KiB. */
  int MAX_VALUE_BYTES = 64 * 1024;

  /** The longest name, in bytes of UTF-8: 1 KiB. */
  int MAX_NAME_BYTES = 1024;

  /** How far in the future a version may lie, for clocks that run ahead: 10 minutes. */
  Duration MAX_CLOCK_SKEW = Duration.ofMinutes(10);

  /**
   * How far in the future an expiry may lie: 30 days. Items that are to live longer are renewed.
   */
  Duration MAX_TIME_TO_LIVE = Duration.ofDays(30);

  /** {@return where in the key space the item belongs} */
  Key key();

  /** {@return the value's bytes; a copy that the caller owns} */
  byte[] value();

  /** {@return the length of the value, in bytes} */
  int valueLength();

  /** {@return the length of the item's own encoding, in bytes: what it counts for in a store} */
  int encodedLength();

  /**
   * {@return whether this is a tombstone, by which its owner deleted what was under the key: it has
   * no value and says that there is none} Content is not deleted, as it has no owner; it expires.
   */
  default boolean isTombstone() {
    return false;
  }

  /** {@return when the item ceases to be, to the millisecond} */
  Instant expires();

  /**
   * Compares with another item under the same key.
   *
   * <p>Items of different kinds never share a key (see {@link ContentItem#keyOf}); the order is
   * total all the same: an owned item would replace a content item.
   *
   * @param other an item under the same key
   * @return positive if this one replaces the other, negative if the other replaces this one, 0 if
   *     they are the same
   */
  int compareVersion(Item other);

  /**
   * {@return whether both say the same under the same key, but for the time at which they expire:
   * then the one that expires later renews the other, and neither is stale}
   *
   * @param other an item under the same key
   */
  boolean sameVersion(Item other);

  /**
   * Checks the item's proof: that its value is what its key, and where there is one its signature,
   * promise.
   *
   * @throws ItemException if it is forged
   */
  void verify() throws ItemException;

  /**
   * Checks that the item may be kept now: within the {@linkplain #checkLimits limits}, and {@link
   * #verify verified}.
   *
   * @param now the time
   * @throws ItemException which says what is wrong
   */
  default void admit(Instant now) throws ItemException {
    checkLimits(now);
    verify();
  }

  /**
   * Checks that the item has not expired, and is not from a future further away than is allowed:
   * all that can be said without its proof.
   *
   * @param now the time
   * @throws ItemException which says what is wrong
   */
  default void checkLimits(Instant now) throws ItemException {
    if (isExpired(now)) {
      throw new ItemException(ItemException.Flaw.EXPIRED, "the item expired at " + expires());
    }
    if (expires().isAfter(now.plus(MAX_TIME_TO_LIVE).plus(MAX_CLOCK_SKEW))) {
      throw new ItemException(
          ItemException.Flaw.FUTURE,
          "the item is to expire at " + expires() + ", which is more than 30 days from now");
    }
  }

  /**
   * {@return whether the item has ceased to be at the given time}
   *
   * @param now the time
   */
  default boolean isExpired(Instant now) {
    return !now.isBefore(expires());
  }

  /** {@return the value as text; bytes that are not UTF-8 are replaced} */
  default String text() {
    return new String(value(), UTF_8);
  }
}
