package dev.weft.store;

import dev.weft.item.Item;
import dev.weft.item.ItemCodec;
import dev.weft.item.OwnedItem;
import dev.weft.kademlia.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An item as a store holds it. Immutable.
 *
 * @param item the item
 * @param cached whether it is a cached copy rather than a replica
 * @param lapses when it is dropped: the item's expiry, or sooner for a cached copy
 * @param replicatedAt when it was last replicated, or put, by {@code Environment.nanoTime()}; a
 *     cached copy is never due, and it only tells whether that is old
 */
record Holding(Item item, boolean cached, Instant lapses, long replicatedAt) {

  /** A total order of the holdings of one store: those that lapse soonest first. */
  static final Comparator<Holding> BY_LAPSE =
      Comparator.comparing(Holding::lapses).thenComparing(Holding::key);

  /** A total order of the replicas of one store: those replicated longest ago first. */
  static final Comparator<Holding> BY_REPLICATION =
      // Times of the monotonic clock are compared by their difference, as they may overflow.
      ((Comparator<Holding>) (a, b) -> Long.signum(a.replicatedAt - b.replicatedAt))
          .thenComparing(Holding::key);

  /** A new holding, put at the given times of the two clocks. */
  static Holding of(Item item, Duration cacheFor, Instant now, long nanoTime) {
    boolean cached = cacheFor.isPositive();
    Duration left = Duration.between(now, item.expires());
    // Compared first, and added then: a stranger may have asked for more time than there is.
    boolean lapsesSooner = cached && cacheFor.compareTo(left) < 0;
    return new Holding(item, cached, lapsesSooner ? now.plus(cacheFor) : item.expires(), nanoTime);
  }

  /** A total order of the holdings of one store: what goes first when room is needed. */
  static Comparator<Holding> byWorth(Key self) {
    Comparator<Holding> farthestFirst = (a, b) -> self.compareDistance(b.key(), a.key());
    return (a, b) ->
        a.cached == b.cached
            ? (a.cached ? BY_LAPSE : farthestFirst).compare(a, b)
            : Boolean.compare(b.cached, a.cached);
  }

  /** What comes of putting an item where another, or none, is held under its key. */
  static PutOutcome judge(Item given, @Nullable Holding held) {
    if (held == null) {
      return new PutOutcome.Stored();
    }
    int order = given.compareVersion(held.item);
    if (given.sameVersion(held.item)) {
      return order > 0 ? new PutOutcome.Renewed() : new PutOutcome.Unchanged();
    }
    return order > 0 ? new PutOutcome.Stored() : new PutOutcome.Stale(held.item);
  }

  Key key() {
    return item.key();
  }

  int bytes() {
    return ItemCodec.encodedLength(item);
  }

  boolean hasLapsed(Instant now) {
    return !now.isBefore(lapses);
  }

  /** Whose limit this counts against: nobody's, where it is a cached copy or has no owner. */
  Optional<Key> owner() {
    return !cached && item instanceof OwnedItem owned
        ? Optional.of(owned.owner())
        : Optional.empty();
  }

  /**
   * What is to be held when this was just put, and another was held under its key whose item is
   * older, or of the same version.
   */
  Holding over(Holding held) {
    Item latest = item.compareVersion(held.item) < 0 ? held.item : item;
    if (cached && held.cached) {
      Instant later = lapses.isAfter(held.lapses) ? lapses : held.lapses;
      Instant end = later.isAfter(latest.expires()) ? latest.expires() : later;
      return new Holding(latest, true, end, replicatedAt);
    }
    // A replica that is older than what is held says nothing about where the latter has gone, and
    // neither does a cached copy.
    boolean spread = held.cached || (!cached && latest.equals(item));
    return new Holding(latest, false, latest.expires(), spread ? replicatedAt : held.replicatedAt);
  }

  /** The same holding, replicated at the given time of the monotonic clock. */
  Holding replicated(long nanoTime) {
    return new Holding(item, cached, lapses, nanoTime);
  }
}
