package dev.weft.store;

import dev.weft.item.Item;
import dev.weft.kademlia.Key;
import dev.weft.runtime.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Shared by any number of threads, and guarded by its lock: a store in memory, which forgets all
 * when it is closed, but for what its node renews.
 *
 * <p>{@link #get} takes no lock. Every other call holds the lock for some steps down a tree: O(log
 * n) for each item that is added, dropped or returned. The thread that puts an item also drops what
 * has lapsed by then; {@link #expire} is for times when nobody does.
 */
public final class MemoryItemStore implements ItemStore {

  private final Environment environment;
  private final ReentrantLock lock = new ReentrantLock();
  private final Shelf shelf;
  private final RenewalBook renewals = new MemoryRenewalBook();
  private volatile @Nullable Long reopenedAt;
  private boolean closed;

  /**
   * Makes an empty store.
   *
   * @param environment brings the time
   * @param self this node's key: what is far from it goes first
   * @param options the limits
   */
  public MemoryItemStore(Environment environment, Key self, StoreOptions options) {
    this.environment = environment;
    this.shelf = new Shelf(self, options);
  }

  @Override
  public PutOutcome put(Item item, Duration cacheFor) throws InterruptedException {
    StoreWriteEvent event = new StoreWriteEvent();
    event.begin();
    return event.over(item, keep(item, cacheFor));
  }

  private PutOutcome keep(Item item, Duration cacheFor) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (closed) {
        throw new StoreException("the store is closed");
      }
      Instant now = environment.now();
      if (item.isExpired(now)) {
        return new PutOutcome.Expired();
      }
      shelf.removeLapsed(now);
      Holding given = Holding.of(item, cacheFor, now, environment.nanoTime());
      Holding held = shelf.find(item.key());
      PutOutcome outcome = Holding.judge(item, held);
      if (outcome instanceof PutOutcome.Stale) {
        return outcome;
      }
      String full = shelf.put(held == null ? given : given.over(held), held);
      return full == null ? outcome : new PutOutcome.Full(full);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Item> get(Key key) {
    Holding held = shelf.find(key);
    return held == null || held.hasLapsed(environment.now())
        ? Optional.empty()
        : Optional.of(held.item());
  }

  @Override
  @SuppressWarnings("exports") // as in the interface
  public List<Item> scan(@Nullable Key after, int limit) {
    lock.lock();
    try {
      expire();
      return shelf.replicasAfter(after).limit(limit).map(Holding::item).toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Item> dueForReplication(Duration age, int limit) {
    lock.lock();
    try {
      expire();
      return shelf
          .replicasByReplication()
          .takeWhile(isDueAt(age))
          .limit(limit)
          .map(Holding::item)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Item> dueForReplication(Duration age, Key after, Key last, int limit) {
    lock.lock();
    try {
      expire();
      return shelf
          .replicasAfter(after)
          .takeWhile(holding -> holding.key().compareTo(last) <= 0)
          .filter(isDueAt(age))
          .limit(limit)
          .map(Holding::item)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  private Predicate<Holding> isDueAt(Duration age) {
    long now = environment.nanoTime();
    long nanos = TimeUnit.NANOSECONDS.convert(age);
    return holding -> now - holding.replicatedAt() >= nanos;
  }

  @Override
  public void replicated(Item item) {
    lock.lock();
    try {
      Holding held = shelf.find(item.key());
      if (held != null && held.item().equals(item)) {
        shelf.put(held.replicated(environment.nanoTime()), held);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Duration> sinceReplicated(Key key) {
    Holding held = shelf.find(key);
    return held == null || held.cached() || held.hasLapsed(environment.now())
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(environment.nanoTime() - held.replicatedAt()));
  }

  /**
   * What is held counts as old from now on, as though the store had been closed and opened again:
   * for those who have it outlive the node, in a simulation.
   */
  public void reopened() {
    if (size() > 0) {
      reopenedAt = environment.nanoTime();
    }
  }

  @Override
  public boolean isOld(Key key) {
    Long reopened = reopenedAt;
    Holding held = shelf.find(key);
    return reopened != null
        && held != null
        && held.replicatedAt() - reopened < 0
        && !held.hasLapsed(environment.now());
  }

  @Override
  public RenewalBook renewals() {
    return renewals;
  }

  @Override
  public int expire() {
    lock.lock();
    try {
      return shelf.removeLapsed(environment.now());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean mayWait() {
    return reopenedAt != null;
  }

  @Override
  public int size() {
    lock.lock();
    try {
      return shelf.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long bytes() {
    lock.lock();
    try {
      return shelf.bytes();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long evicted() {
    lock.lock();
    try {
      return shelf.evicted();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      shelf.clear();
    } finally {
      lock.unlock();
    }
  }
}
