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
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The items that this node's owner stored through it, which are renewed for as long as the node
 * runs (Kademlia, §2.5). Guarded by its lock; may be used by any thread.
 *
 * <p>An item is due an eighth of its time to live before half of that is over, so that its copies
 * never fall under half of it, though the items are renewed one after the other, and some not at
 * the first attempt. Who may be at work for longer than an eighth, because what is due is looked
 * for no more often, begins sooner.
 */
final class Renewals {

  /** How many items are renewed at most; what is stored beyond that expires in its time. */
  static final int MOST_ITEMS = 100_000;

  /** At most how long passes until what is due is looked for again. */
  private static final Duration INTERVAL = Duration.ofSeconds(15);

  /** How often in its time to live, at least, an item that could not be renewed is tried again. */
  private static final int ATTEMPTS = 16;

  private static final int MOST_DOUBLINGS = 20;

  /**
   * An item that is to be renewed.
   *
   * @param timeToLive for how long it is renewed each time
   * @param dueAt when
   * @param failures how many attempts have failed since it was renewed last
   */
  record Renewal(Item item, Duration timeToLive, Instant dueAt, int failures) {
    private boolean isDue(Instant now) {
      return !now.isBefore(dueAt);
    }

    /** Of two versions of an item the newer, whichever was added first. */
    private static Renewal newer(Renewal known, Renewal added) {
      return known.item.compareVersion(added.item) > 0 ? known : added;
    }
  }

  private final Owner owner;
  private final Environment environment;
  private final Duration interval;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();
  private final Map<Key, Renewal> renewals = new LinkedHashMap<>();

  /**
   * @param timeToLive how long items live, usually; what is due is looked for sixteen times in it
   */
  Renewals(Owner owner, Environment environment, Duration timeToLive) {
    Duration sixteenth = timeToLive.dividedBy(16);
    this.owner = owner;
    this.environment = environment;
    this.interval = sixteenth.compareTo(INTERVAL) < 0 ? sixteenth : INTERVAL;
  }

  /** How often to look for what is due. */
  Duration interval() {
    return interval;
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
      renewals.merge(item.key(), renewal(item, timeToLive), Renewal::newer);
      added.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Renews an item no longer.
   *
   * @return how it was renewed, if it was
   */
  Optional<Renewal> remove(Key key) {
    lock.lock();
    try {
      return Optional.ofNullable(renewals.remove(key));
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
    return renewal(item, due.timeToLive);
  }

  private Renewal renewal(Item item, Duration timeToLive) {
    Duration eighth = timeToLive.dividedBy(8);
    Duration longest = interval.multipliedBy(3).dividedBy(2);
    Duration ahead = eighth.compareTo(longest) < 0 ? longest : eighth;
    Instant dueAt = item.expires().minus(timeToLive.dividedBy(2)).minus(ahead);
    return new Renewal(item, timeToLive, dueAt, 0);
  }

  /**
   * Puts off an item that could not be renewed: for an interval, which doubles with each attempt,
   * but for no more than a sixteenth of its time to live.
   *
   * @return the item as it is due then
   */
  Renewal retry(Renewal due) {
    Duration doubled = interval.multipliedBy(1L << Math.min(due.failures, MOST_DOUBLINGS));
    Duration longest = due.timeToLive.dividedBy(ATTEMPTS);
    Instant dueAt = environment.now().plus(doubled.compareTo(longest) < 0 ? doubled : longest);
    Renewal next = new Renewal(due.item, due.timeToLive, dueAt, due.failures + 1);
    replace(due, next);
    return next;
  }

  /** Puts what is due next in the place of what was due, unless that has changed meanwhile. */
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
