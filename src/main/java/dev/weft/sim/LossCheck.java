package dev.weft.sim;

import dev.weft.item.Item;
import dev.weft.kademlia.Key;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks that nothing is lost which was acknowledged. Confined to the scheduler's thread.
 *
 * <p>An item is lost when no node keeps it or a newer version of it, neither one that is up nor one
 * that is down with its disk. An item is whole while as many nodes that are up and not frozen keep
 * it as its {@code set} needed. The model allows a loss only while an item is not whole, and only
 * in the first maintenance interval and a quarter of that: then all holders went away before
 * replication could react. The time during which messages are {@linkplain Faults#cut cut} does not
 * count towards it. A node that is up and loses nothing of its disk must not drop what it keeps.
 *
 * <p>What was deleted is not lost, as a tombstone is a newer version; and a tombstone is kept as
 * any item.
 */
final class LossCheck {

  /** What was acknowledged, and how it fares. */
  private static final class Kept {
    private final Item item;
    private final int needed;
    private Map<SimNode, SimDisk> holders = new LinkedHashMap<>();
    private long notWholeFor;

    Kept(Item item, int needed) {
      this.item = item;
      this.needed = needed;
    }
  }

  private final SimNetwork network;
  private final long reaction;
  private final Map<Key, Kept> kept = new LinkedHashMap<>();
  private long lastCheck;
  private int lost;

  LossCheck(SimNetwork network) {
    this.network = network;
    this.reaction = network.settings().maintenanceInterval().multipliedBy(5).dividedBy(4).toNanos();
  }

  /**
   * An item was acknowledged.
   *
   * @param needed how many copies it needed for that
   * @throws Violation if nobody keeps it
   */
  void acknowledged(Item item, int needed) {
    Kept before = kept.get(item.key());
    if (before == null || !Census.isAtLeast(before.item, item)) {
      Kept one = new Kept(item, needed);
      kept.put(item.key(), one);
      check(one, new Census(network.nodes()).holders(item), 0);
    }
  }

  /** The newest version of each item that was acknowledged, has not expired and is not lost. */
  List<Item> live() {
    return kept.values().stream().map(one -> one.item).toList();
  }

  /** How many items were lost, as the model allows. */
  int lost() {
    return lost;
  }

  /**
   * Checks all items.
   *
   * @throws Violation if one was lost that must not be, or was dropped
   */
  void check(Census census) {
    long now = network.environment().nanoTime();
    long passed = network.faults().isCut() ? 0 : now - lastCheck;
    lastCheck = now;
    for (Iterator<Kept> each = kept.values().iterator(); each.hasNext(); ) {
      Kept one = each.next();
      List<SimNode> holders = census.holders(one.item);
      if (isAboutToExpire(one.item)) {
        each.remove();
      } else {
        requireKept(one, holders);
        if (holders.isEmpty() && one.notWholeFor <= reaction) {
          lost++;
          each.remove();
        } else {
          check(one, holders, passed);
        }
      }
    }
  }

  private boolean isAboutToExpire(Item item) {
    return item.isExpired(network.environment().now().plus(Item.MAX_CLOCK_SKEW));
  }

  private static boolean isAsBefore(Map.Entry<SimNode, SimDisk> holder) {
    return holder.getKey().isUp() && holder.getKey().disk() == holder.getValue();
  }

  private void requireKept(Kept one, List<SimNode> holders) {
    for (Map.Entry<SimNode, SimDisk> before : one.holders.entrySet()) {
      if (isAsBefore(before) && !holders.contains(before.getKey())) {
        throw violation(before.getKey() + " was keeping " + one.item + ", and has dropped it");
      }
    }
  }

  private void check(Kept one, List<SimNode> holders, long passed) {
    if (holders.isEmpty()) {
      throw violation(
          one.item
              + " is lost: it was acknowledged with "
              + one.needed
              + " copies, the last that were up were at "
              + one.holders.keySet()
              + ", and they were too few for "
              + Duration.ofNanos(one.notWholeFor));
    }
    one.holders = new LinkedHashMap<>();
    for (SimNode node : holders) {
      if (node.isUp()) {
        one.holders.put(node, node.disk());
      }
    }
    long awake = one.holders.keySet().stream().filter(node -> !node.isFrozen()).count();
    one.notWholeFor = awake >= one.needed ? 0 : one.notWholeFor + passed;
  }

  private Violation violation(String what) {
    return new Violation("at " + network.environment().elapsed() + ": " + what);
  }
}
