package dev.weft.node;

import dev.weft.item.ContentItem;
import dev.weft.item.Item;
import dev.weft.item.OwnedItem;
import dev.weft.item.Owner;
import dev.weft.kademlia.Key;
import dev.weft.runtime.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The items that this node's owner stored through it, which are renewed for as long as the node
 * runs: at half of their time to live (Kademlia, §2.5). Guarded by its lock; may be used by any
 * thread.
 */
final class Renewals {

  /** How many items are renewed at most; what is stored beyond that expires in its time. */
  static final int MOST_ITEMS = 100_000;

  /** An item, and for how long it is renewed each time. */
  record Renewal(Item item, Duration timeToLive) {
    private boolean isDue(Instant now) {
      return !now.isBefore(item.expires().minus(timeToLive.dividedBy(2)));
    }

    /** Of two versions of an item the newer, whichever was added first. */
    private static Renewal newer(Renewal known, Renewal added) {
      return known.item.compareVersion(added.item) > 0 ? known : added;
    }
  }

  private final Owner owner;
  private final Environment environment;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();
  private final Map<Key, Renewal> renewals = new LinkedHashMap<>();

  Renewals(Owner owner, Environment environment) {
    this.owner = owner;
    this.environment = environment;
  }

  /**
   * Takes an item on, in place of an earlier version. Where a newer version is being renewed, it
   * stays.
   *
   * @return false if there are too many
   */
  boolean add(Item item, Duration timeToLive) {
    lock.lock();
    try {
      if (renewals.size() == MOST_ITEMS && !renewals.containsKey(item.key())) {
        return false;
      }
      renewals.merge(item.key(), new Renewal(item, timeToLive), Renewal::newer);
      added.signalAll();
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

  /** Waits until there is something to renew, due or not. */
  void awaitSome() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (renewals.isEmpty()) {
        added.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** What is due. It stays so until it is replaced by what was signed anew, or ended. */
  List<Renewal> due() {
    lock.lock();
    try {
      Instant now = environment.now();
      return renewals.values().stream().filter(renewal -> renewal.isDue(now)).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Renews the item: it lives for its whole time from now on. Costs a signature; holds no lock. */
  Renewal sign(Renewal due) {
    Instant expires = environment.now().plus(due.timeToLive);
    Item item =
        switch (due.item) {
          case OwnedItem owned -> owner.renew(owned, expires);
          case ContentItem content -> content.renew(expires);
        };
    return new Renewal(item, due.timeToLive);
  }

  /** Puts what was signed anew in the place of what was due, unless that has changed meanwhile. */
  void replace(Renewal due, Renewal next) {
    lock.lock();
    try {
      renewals.replace(due.item.key(), due, next);
    } finally {
      lock.unlock();
    }
  }

  /** Renews an item no longer, unless another version has taken its place meanwhile. */
  void end(Renewal due) {
    lock.lock();
    try {
      renewals.remove(due.item.key(), due);
    } finally {
      lock.unlock();
    }
  }
}
