package dev.weft.node;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import dev.weft.node.Placement.Copy;
import dev.weft.node.Placement.Fate;
import dev.weft.routing.RoutingActor;
import dev.weft.runtime.Environment;
import dev.weft.runtime.FanOut;
import dev.weft.store.ItemStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Replicates what this node holds (Kademlia, §2.5), one {@link Region} of the key space after the
 * other, so that a node with many items does not look each of them up. Stateless beside its parts;
 * the housekeeper's thread for it runs one round after the other.
 *
 * <h2>How it works, and why</h2>
 *
 * <p>The item that has waited longest says where to go on; so none waits for ever, and a round that
 * was interrupted, be it by the end of the process, goes on where it was as far as the store knows
 * what has been replicated. The region around that item is surveyed, and what is due in it sent to
 * the k closest to each, in the order of the keys. Where there are no more items than the survey
 * has lookups, each is looked up by itself.
 *
 * <p>With what is due goes what will be soon, or a region whose items came at different times would
 * be surveyed for each of them; from then on they are due together.
 *
 * <p>Whether an item is still due is looked at just before it is sent: one of its holders does the
 * work, and spares the others theirs. Who does not answer is left out of the region from then on.
 * Where the region is no longer known well enough, it is surveyed anew. Newcomers to it need not
 * wait for that: {@link HandOver} gives them what they are to hold.
 *
 * <p>{@value #AT_ONCE} items are sent at once, and no more than ten in a second, or as many as it
 * takes to send all that is held in half an interval.
 */
final class Sweep {

  /** How many items are sent at once. */
  static final int AT_ONCE = 8;

  /** So few items are looked up each by itself: to survey their region takes no less. */
  private static final int FEW = 2;

  private static final Duration WIDEST_SPACING = Duration.ofMillis(100);

  /** What became of an item: whether anybody was reached, and who was not. */
  private record Sent(Item item, boolean reached, List<Contact> silent) {}

  private final int k;
  private final Duration interval;
  private final Duration timeout;
  private final Environment environment;
  private final RoutingActor routing;
  private final RegionSearch regions;
  private final Placer placer;
  private final ItemStore store;

  Sweep(
      NodeOptions options,
      Environment environment,
      RoutingActor routing,
      RegionSearch regions,
      Placer placer,
      ItemStore store) {
    this.k = options.k();
    this.interval = options.maintenanceInterval();
    this.timeout = options.lookup().callTimeout().multipliedBy(2);
    this.environment = environment;
    this.routing = routing;
    this.regions = regions;
    this.placer = placer;
    this.store = store;
  }

  /**
   * Replicates each item that no holder replicated for some time, until none is left that was due
   * when the round began; or until nobody can be reached, which does not count.
   *
   * @param age how long ago an item must have been replicated; at most the interval
   */
  void round(Duration age) throws InterruptedException {
    Round round = new Round(age);
    for (List<Item> due = round.due(); !due.isEmpty(); due = round.due()) {
      if (!round.replicateAround(due.getFirst())) {
        return;
      }
    }
  }

  /** One round, run by one thread. */
  private final class Round {
    private final long began = environment.nanoTime();
    private final Duration age;
    private final Duration soon;

    Round(Duration age) {
      this.age = age;
      Duration half = interval.dividedBy(2);
      this.soon = age.compareTo(half) < 0 ? age : half;
    }

    /** The item that waits longest. What falls due meanwhile is left, or there might be no end. */
    List<Item> due() {
      return store.dueForReplication(age.plus(since(began)), 1);
    }

    private List<Item> due(Key after, Key last, int limit) {
      return store.dueForReplication(soon.plus(since(began)), after, last, limit);
    }

    /** Whether few items are due that share so many bits with a key. */
    private boolean isLonely(Key key, List<Contact> closest) {
      int bits = regions.bits(key, closest);
      return due(key.least(bits), key.greatest(bits), FEW + 1).size() <= FEW;
    }

    /**
     * Replicates an item, and those around it where that saves lookups.
     *
     * @return false if nobody was reached
     */
    boolean replicateAround(Item item) throws InterruptedException {
      Key key = item.key();
      if (isLonely(key, routing.closest(key, k))) {
        return placer.replicate(item, timeout);
      }
      LookupResult.Closest near = regions.near(key);
      if (near.closest().isEmpty()) {
        return false;
      }
      Optional<Region> region =
          isLonely(key, near.closest()) ? Optional.empty() : regions.around(near);
      if (region.isPresent()) {
        return replicateAll(region.get());
      }
      placer.handOn(item, near, timeout);
      store.replicated(item);
      return true;
    }

    private boolean replicateAll(Region surveyed) throws InterruptedException {
      Region region = surveyed;
      long since = environment.nanoTime();
      List<Item> page = due(region.before(), region.last(), AT_ONCE);
      while (!page.isEmpty() && region.suffices(k) && !isStale(since)) {
        Region current = region;
        long start = environment.nanoTime();
        List<Sent> all =
            FanOut.map(environment.threads("sweep"), page, item -> send(item, current));
        for (Sent sent : all) {
          if (!sent.reached && !placer.replicate(sent.item, timeout)) {
            return false;
          }
        }
        region = region.without(all.stream().flatMap(sent -> sent.silent.stream()).toList());
        Duration rest = spacing().multipliedBy(page.size()).minus(since(start));
        if (rest.isPositive()) {
          environment.sleep(rest);
        }
        page = due(page.getLast().key(), region.last(), AT_ONCE);
      }
      return true;
    }
  }

  private Duration since(long time) {
    return Duration.ofNanos(environment.nanoTime() - time);
  }

  private boolean isStale(long surveyed) {
    return since(surveyed).compareTo(interval.dividedBy(16)) > 0;
  }

  /** From one item to the next. */
  private Duration spacing() {
    Duration spacing = interval.dividedBy(2).dividedBy(Math.max(1, store.size()));
    return spacing.compareTo(WIDEST_SPACING) < 0 ? spacing : WIDEST_SPACING;
  }

  private Sent send(Item item, Region region) throws InterruptedException {
    Optional<Placement> placement = placer.handOn(item, region.near(item.key(), k), timeout);
    List<Copy> copies = placement.map(Placement::copies).orElse(List.of());
    List<Contact> silent =
        copies.stream()
            .filter(copy -> copy.fate() instanceof Fate.Unreachable)
            .map(Copy::at)
            .toList();
    boolean reached = copies.isEmpty() || silent.size() < copies.size();
    if (reached) {
      store.replicated(item);
    }
    return new Sent(item, reached, silent);
  }
}
