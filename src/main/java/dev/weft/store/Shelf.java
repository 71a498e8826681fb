package dev.weft.store;

import dev.weft.kademlia.Key;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Guarded by the lock of the store that owns it, except for {@link #find}, which any thread may
 * call: holdings, and the orders in which they are looked through. Each change costs O(log n).
 */
final class Shelf {

  /** What is held of one owner. */
  private record Share(int items, long bytes) {
    static final Share NONE = new Share(0, 0);
  }

  private final StoreOptions options;

  private final Map<Key, Holding> holdings = new ConcurrentHashMap<>();
  private final NavigableSet<Holding> byLapse = new TreeSet<>(Holding.BY_LAPSE);
  private final NavigableSet<Holding> byWorth;
  private final TreeMap<Key, Holding> replicas = new TreeMap<>();
  private final NavigableSet<Holding> byReplication = new TreeSet<>(Holding.BY_REPLICATION);
  private final Map<Key, Share> perOwner = new HashMap<>();
  private long bytes;
  private long evicted;

  Shelf(Key self, StoreOptions options) {
    this.options = options;
    this.byWorth = new TreeSet<>(Holding.byWorth(self));
  }

  @Nullable Holding find(Key key) {
    return holdings.get(key);
  }

  int size() {
    return byLapse.size();
  }

  long bytes() {
    return bytes;
  }

  long evicted() {
    return evicted;
  }

  /**
   * Puts a holding in the place of another, or of none, and makes room for it. A reader meets the
   * one or the other, and never nothing.
   *
   * @return null if it was put; otherwise why there is no room for it, and nothing has changed
   */
  @Nullable String put(Holding next, @Nullable Holding held) {
    if (held != null) {
      leaveOrders(held);
    }
    String full = makeRoom(next);
    if (full == null) {
      holdings.put(next.key(), next);
      enterOrders(next);
    } else if (held != null) {
      enterOrders(held);
    }
    return full;
  }

  private void enterOrders(Holding holding) {
    byLapse.add(holding);
    byWorth.add(holding);
    if (!holding.cached()) {
      replicas.put(holding.key(), holding);
      byReplication.add(holding);
    }
    holding.owner().ifPresent(owner -> count(owner, 1, holding.bytes()));
    bytes += holding.bytes();
  }

  private void leaveOrders(Holding holding) {
    byLapse.remove(holding);
    byWorth.remove(holding);
    if (!holding.cached()) {
      replicas.remove(holding.key());
      byReplication.remove(holding);
    }
    holding.owner().ifPresent(owner -> count(owner, -1, -holding.bytes()));
    bytes -= holding.bytes();
  }

  private Share share(Key owner) {
    return perOwner.getOrDefault(owner, Share.NONE);
  }

  private void count(Key owner, int items, int bytes) {
    Share before = share(owner);
    Share after = new Share(before.items + items, before.bytes + bytes);
    if (after.items == 0) {
      perOwner.remove(owner);
    } else {
      perOwner.put(owner, after);
    }
  }

  private void remove(Holding holding) {
    holdings.remove(holding.key());
    leaveOrders(holding);
  }

  /** Removes what has lapsed, and says how many those were. */
  int removeLapsed(Instant now) {
    List<Holding> lapsed = byLapse.stream().takeWhile(holding -> holding.hasLapsed(now)).toList();
    lapsed.forEach(this::remove);
    return lapsed.size();
  }

  /** Removes everything. */
  void clear() {
    List.copyOf(byLapse).forEach(this::remove);
  }

  private @Nullable String makeRoom(Holding newcomer) {
    Optional<Share> share = newcomer.owner().map(this::share);
    if (share.isPresent() && share.get().items >= options.itemsPerOwner()) {
      return options.tooManyOfOwner();
    }
    if (share.isPresent() && share.get().bytes + newcomer.bytes() > options.bytesPerOwner()) {
      return options.tooLargeOfOwner();
    }
    long spare = options.bytes() - bytes - newcomer.bytes();
    int places = options.items() - byLapse.size();
    List<Holding> leaving = new ArrayList<>();
    for (Holding least : byWorth.headSet(newcomer)) {
      if (spare >= 0 && places > 0) {
        break;
      }
      leaving.add(least);
      spare += least.bytes();
      places++;
    }
    if (spare < 0 || places <= 0) {
      return "the store is full, and all that it holds is worth more to it";
    }
    leaving.forEach(this::remove);
    evicted += leaving.size();
    return null;
  }

  /** The replicas in the order of their keys, from the first one after a key. */
  Stream<Holding> replicasAfter(@Nullable Key after) {
    return (after == null ? replicas : replicas.tailMap(after, false)).values().stream();
  }

  /** The replicas, those first that were replicated longest ago. */
  Stream<Holding> replicasByReplication() {
    return byReplication.stream();
  }
}
