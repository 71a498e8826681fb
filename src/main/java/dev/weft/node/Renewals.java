package dev.weft.node;

import dev.weft.item.ContentItem;
import dev.weft.item.Item;
import dev.weft.item.OwnedItem;
import dev.weft.item.Owner;
import dev.weft.kademlia.Key;
import dev.weft.runtime.Environment;
import dev.weft.store.RenewalBook;
import dev.weft.store.RenewalBook.Entry;
import dev.weft.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The items that this node's owner stored through it, which are renewed for as long as a node runs
 * on its store (Kademlia, §2.5). Guarded by its lock; may be used by any thread.
 *
 * <p>Each change is written to the store's {@link RenewalBook} before the call that makes it
 * returns, with no lock held. Where it cannot be written, the items are renewed all the same, as
 * long as this node runs. What the book says at the start goes on to be renewed: what was due
 * meanwhile, at once; what has expired meanwhile, too, as its owner wants it to live.
 *
 * <p>An item is due an eighth of its time to live before half of that is over, so that its copies
 * never fall under half of it, though the items are renewed one after the other, and some not at
 * the first attempt. Who may be at work for longer than an eighth, because what is due is looked
 * for no more often, begins sooner.
 */
final class Renewals {

  private static final Logger LOG = LoggerFactory.getLogger(Renewals.class);

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

    /** What becomes of it when it is not renewed any more. */
    Forgotten forgotten(Instant now) {
      return new Forgotten(item, now.plus(timeToLive));
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
  private final RenewalBook book;

  /**
   * @param timeToLive how long items live, usually; what is due is looked for sixteen times in it
   * @param book what was being renewed before, where changes are written
   */
  Renewals(Owner owner, Environment environment, Duration timeToLive, RenewalBook book) {
    Duration sixteenth = timeToLive.dividedBy(16);
    this.owner = owner;
    this.environment = environment;
    this.interval = sixteenth.compareTo(INTERVAL) < 0 ? sixteenth : INTERVAL;
    this.book = book;
    load();
  }

  /** Takes on what an earlier run has left, but for what somebody else signed. */
  private void load() {
    for (Entry entry : written()) {
      Item item = entry.item();
      if (item instanceof OwnedItem owned && !owned.owner().equals(owner.key())) {
        LOG.warn("{} is renewed no longer: it was stored when this node had another owner", item);
        write(item.key());
      } else {
        renewals.put(item.key(), renewal(item, entry.timeToLive()));
      }
    }
  }

  private List<Entry> written() {
    try {
      return book.all();
    } catch (StoreException e) {
      LOG.error("what this node renewed before cannot be read, and is not renewed", e);
      return List.of();
    }
  }

  /** How many items are being renewed. */
  int size() {
    lock.lock();
    try {
      return renewals.size();
    } finally {
      lock.unlock();
    }
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
    } finally {
      lock.unlock();
    }
    write(item.key());
    return true;
  }

  /**
   * Writes down what is to become of an item. As others may change that meanwhile, and write it
   * down sooner, it is looked at once more afterwards: whoever writes last leaves what is true.
   */
  private void write(Key key) {
    try {
      Optional<Entry> now = entry(key);
      Optional<Entry> written;
      do {
        now.ifPresentOrElse(book::put, () -> book.remove(key));
        written = now;
        now = entry(key);
      } while (!now.equals(written));
    } catch (StoreException e) {
      LOG.warn(
          "whether {} is to be renewed is known only as long as this node runs: {}",
          key,
          e.getMessage());
    }
  }

  private Optional<Entry> entry(Key key) {
    lock.lock();
    try {
      return Optional.ofNullable(renewals.get(key))
          .map(renewal -> new Entry(renewal.item, renewal.timeToLive));
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
    Optional<Renewal> removed;
    lock.lock();
    try {
      removed = Optional.ofNullable(renewals.remove(key));
    } finally {
      lock.unlock();
    }
    if (removed.isPresent()) {
      write(key);
    }
    return removed;
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
    exchange(due, next); // of which the book says the same
    return next;
  }

  /** Puts what was signed anew in the place of what was due, unless that has changed meanwhile. */
  void replace(Renewal due, Renewal next) {
    if (exchange(due, next)) {
      write(due.item.key());
    }
  }

  private boolean exchange(Renewal due, Renewal next) {
    lock.lock();
    try {
      return renewals.replace(due.item.key(), due, next);
    } finally {
      lock.unlock();
    }
  }

  /** Renews an item no longer, unless another version has taken its place meanwhile. */
  void end(Renewal due) {
    boolean ended;
    lock.lock();
    try {
      ended = renewals.remove(due.item.key(), due);
    } finally {
      lock.unlock();
    }
    if (ended) {
      write(due.item.key());
    }
  }
}
