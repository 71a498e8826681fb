package dev.weft.store;

import dev.weft.item.Item;
import dev.weft.item.ItemCodec;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Key;
import dev.weft.runtime.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Confined to one test: the rules of a store, told again as plainly as can be, over one unordered
 * list. What a real store must agree with.
 */
final class NaiveStore {

  private static final class Kept {
    Item item;
    boolean cached;
    Instant lapses;
    long replicated;

    Kept(Item item, boolean cached, Instant lapses, long replicated) {
      this.item = item;
      this.cached = cached;
      this.lapses = lapses;
      this.replicated = replicated;
    }
  }

  private final Environment environment;
  private final Key self;
  private final StoreOptions options;
  private List<Kept> all = new ArrayList<>();

  NaiveStore(Environment environment, Key self, StoreOptions options) {
    this.environment = environment;
    this.self = self;
    this.options = options;
  }

  PutOutcome put(Item item, Duration cacheFor) {
    Instant now = environment.now();
    if (!item.expires().isAfter(now)) {
      return new PutOutcome.Expired();
    }
    expire();
    boolean cached = !cacheFor.isZero();
    Instant lapses = item.expires();
    if (cached && now.plus(cacheFor).isBefore(lapses)) {
      lapses = now.plus(cacheFor);
    }
    Kept held = find(item.key());
    Kept next = new Kept(item, cached, lapses, environment.nanoTime());
    PutOutcome outcome = new PutOutcome.Stored();
    if (held != null) {
      boolean newer = item.compareVersion(held.item) > 0;
      if (item.sameVersion(held.item)) {
        outcome = newer ? new PutOutcome.Renewed() : new PutOutcome.Unchanged();
      } else if (!newer) {
        return new PutOutcome.Stale(held.item);
      }
      if (!newer) {
        next.item = held.item;
      }
      if (cached && held.cached) {
        next.lapses = min(max(lapses, held.lapses), next.item.expires());
      } else {
        next.cached = false;
        next.lapses = next.item.expires();
        if (!held.cached && (cached || !next.item.equals(item))) {
          next.replicated = held.replicated;
        }
      }
    }
    List<Kept> after = new ArrayList<>(all);
    after.remove(held);
    if (!next.cached
        && next.item instanceof NamedItem named
        && after.stream().filter(k -> isReplicaOf(k, named.owner())).count()
            == options.itemsPerOwner()) {
      return new PutOutcome.Full(
          "the store keeps at most " + options.itemsPerOwner() + " items of one owner");
    }
    if (!next.cached
        && next.item instanceof NamedItem named
        && bytes(after.stream().filter(k -> isReplicaOf(k, named.owner())).toList())
                + ItemCodec.encodedLength(next.item)
            > options.bytesPerOwner()) {
      return new PutOutcome.Full(
          "the store keeps at most " + options.bytesPerOwner() + " bytes of one owner");
    }
    after.add(next);
    after.sort(Comparator.comparing(k -> k, this::compareWorth));
    while (after.size() > options.items() || bytes(after) > options.bytes()) {
      if (after.removeFirst() == next) {
        return new PutOutcome.Full("the store is full, and all that it holds is worth more to it");
      }
    }
    all = after;
    return outcome;
  }

  private static boolean isReplicaOf(Kept kept, Key owner) {
    return !kept.cached && kept.item instanceof NamedItem named && named.owner().equals(owner);
  }

  private int compareWorth(Kept a, Kept b) {
    if (a.cached != b.cached) {
      return a.cached ? -1 : 1;
    }
    if (!a.cached) {
      return -self.compareDistance(a.item.key(), b.item.key());
    }
    int order = a.lapses.compareTo(b.lapses);
    return order != 0 ? order : a.item.key().compareTo(b.item.key());
  }

  private static Instant min(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private static Instant max(Instant a, Instant b) {
    return a.isBefore(b) ? b : a;
  }

  private Kept find(Key key) {
    return all.stream().filter(kept -> kept.item.key().equals(key)).findFirst().orElse(null);
  }

  int expire() {
    int before = all.size();
    all.removeIf(kept -> !kept.lapses.isAfter(environment.now()));
    return before - all.size();
  }

  Item get(Key key) {
    Kept kept = find(key);
    return kept == null || !kept.lapses.isAfter(environment.now()) ? null : kept.item;
  }

  List<Item> replicas() {
    return all.stream()
        .filter(kept -> !kept.cached && kept.lapses.isAfter(environment.now()))
        .map(kept -> kept.item)
        .sorted(Comparator.comparing(Item::key))
        .toList();
  }

  List<Item> due(Duration age) {
    return all.stream()
        .filter(kept -> !kept.cached && kept.lapses.isAfter(environment.now()))
        .filter(kept -> environment.nanoTime() - kept.replicated >= age.toNanos())
        .sorted(
            Comparator.<Kept>comparingLong(kept -> kept.replicated)
                .thenComparing(kept -> kept.item.key()))
        .map(kept -> kept.item)
        .toList();
  }

  List<Item> due(Duration age, Key after, Key last) {
    return due(age).stream()
        .filter(item -> item.key().compareTo(after) > 0 && item.key().compareTo(last) <= 0)
        .sorted(Comparator.comparing(Item::key))
        .toList();
  }

  void replicated(Item item) {
    Kept kept = find(item.key());
    if (kept != null && kept.item.equals(item)) {
      kept.replicated = environment.nanoTime();
    }
  }

  private static long bytes(List<Kept> kept) {
    return kept.stream().mapToLong(k -> ItemCodec.encodedLength(k.item)).sum();
  }

  int size() {
    return all.size();
  }

  long bytes() {
    return bytes(all);
  }
}
