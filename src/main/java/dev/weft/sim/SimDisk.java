package dev.weft.sim;

import dev.weft.item.Item;
import dev.weft.kademlia.Key;
import dev.weft.store.ItemStore;
import dev.weft.store.MemoryItemStore;
import dev.weft.store.PutOutcome;
import dev.weft.store.RenewalBook;
import dev.weft.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store that outlives the node: what {@link #open} returns may be closed, and opened again.
 * Shared like the store behind it.
 */
final class SimDisk {

  private final MemoryItemStore kept;

  /**
   * @param kept holds the items, and is never closed
   */
  SimDisk(MemoryItemStore kept) {
    this.kept = kept;
  }

  /** Everything that is held, closed or not. */
  ItemStore content() {
    return kept;
  }

  /** The store, for a node that starts; what it holds is old then. */
  ItemStore open() {
    kept.reopened();
    return new View();
  }

  private final class View implements ItemStore {
    private boolean closed;

    @Override
    public PutOutcome put(Item item, Duration cacheFor) throws InterruptedException {
      if (closed) {
        throw new StoreException("the store is closed");
      }
      return kept.put(item, cacheFor);
    }

    @Override
    public Optional<Item> get(Key key) {
      return closed ? Optional.empty() : kept.get(key);
    }

    @Override
    public List<Item> scan(@Nullable Key after, int limit) {
      return closed ? List.of() : kept.scan(after, limit);
    }

    @Override
    public List<Item> dueForReplication(Duration age, int limit) {
      return closed ? List.of() : kept.dueForReplication(age, limit);
    }

    @Override
    public List<Item> dueForReplication(Duration age, Key after, Key last, int limit) {
      return closed ? List.of() : kept.dueForReplication(age, after, last, limit);
    }

    @Override
    public void replicated(Item item) {
      if (!closed) {
        kept.replicated(item);
      }
    }

    @Override
    public Optional<Duration> sinceReplicated(Key key) {
      return closed ? Optional.empty() : kept.sinceReplicated(key);
    }

    @Override
    public boolean isOld(Key key) {
      return !closed && kept.isOld(key);
    }

    @Override
    public boolean mayWait() {
      return kept.mayWait();
    }

    @Override
    public RenewalBook renewals() {
      return kept.renewals();
    }

    @Override
    public int expire() {
      return closed ? 0 : kept.expire();
    }

    @Override
    public int size() {
      return closed ? 0 : kept.size();
    }

    @Override
    public long bytes() {
      return closed ? 0 : kept.bytes();
    }

    @Override
    public long evicted() {
      return kept.evicted();
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
