package dev.weft.node;

import dev.weft.item.ContentItem;
import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Key;
import dev.weft.runtime.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The items that this node's owner stored through it, which are renewed for as long as the node
 * runs: at half of their time to live (Kademlia, §2.5). Guarded by its lock; may be used by any
 * thread.
 */
final class Renewals {

  /** How many items are renewed at most; what is stored beyond that expires in its time. */
  static final int MOST_ITEMS = 100_000;

  private record Renewal(Item item, Duration timeToLive) {
    boolean isDue(Instant now) {
      return !now.isBefore(item.expires().minus(timeToLive.dividedBy(2)));
    }
  }

  private final Identity owner;
  private final Environment environment;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Renewal> renewals = new LinkedHashMap<>();

  Renewals(Identity owner, Environment environment) {
    this.owner = owner;
    this.environment = environment;
  }

  /**
   * Takes an item on, in place of an earlier version.
   *
   * @return false if there are too many
   */
  boolean add(Item item, Duration timeToLive) {
    lock.lock();
    try {
      if (renewals.size() == MOST_ITEMS && !renewals.containsKey(item.key())) {
        return false;
      }
      renewals.put(item.key(), new Renewal(item, timeToLive));
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Renews an item no longer. */
  boolean remove(Key key) {
    lock.lock();
    try {
      return renewals.remove(key) != null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The items that are due, renewed: to be stored again. They are due anew in half of their time.
   */
  List<Item> due() {
    lock.lock();
    try {
      Instant now = environment.now();
      List<Item> renewed = new ArrayList<>();
      for (Map.Entry<Key, Renewal> entry : renewals.entrySet()) {
        Renewal renewal = entry.getValue();
        if (renewal.isDue(now)) {
          Item item = renewed(renewal.item, now.plus(renewal.timeToLive));
          entry.setValue(new Renewal(item, renewal.timeToLive));
          renewed.add(item);
        }
      }
      return renewed;
    } finally {
      lock.unlock();
    }
  }

  private Item renewed(Item item, Instant expires) {
    return switch (item) {
      case NamedItem named -> named.renew(owner, expires);
      case ContentItem content -> content.renew(expires);
    };
  }
}
