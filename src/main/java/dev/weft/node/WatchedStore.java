package dev.weft.node;

import dev.weft.item.Item;
import dev.weft.kademlia.Key;
import dev.weft.store.ItemStore;
import dev.weft.store.PutOutcome;
import dev.weft.store.RenewalBook;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store that tells of each new version which it takes, whoever brings it; a renewal is none.
 * Stateless beside the store that does the work; may be used by any thread.
 */
final class WatchedStore implements ItemStore {

  private final ItemStore store;
  private final Consumer<Key> told;

  /**
   * @param store is closed with this one
   * @param told is told by the thread that puts, which it holds up
   */
  WatchedStore(ItemStore store, Consumer<Key> told) {
    this.store = store;
    this.told = told;
  }

  @Override
  public PutOutcome put(Item item, Duration cacheFor) throws InterruptedException {
    PutOutcome outcome = store.put(item, cacheFor);
    if (outcome instanceof PutOutcome.Stored) {
      told.accept(item.key());
    }
    return outcome;
  }

  @Override
  public Optional<Item> get(Key key) {
    return store.get(key);
  }

  @Override
  public List<Item> scan(@Nullable Key after, int limit) {
    return store.scan(after, limit);
  }

  @Override
  public List<Item> dueForReplication(Duration age, int limit) {
    return store.dueForReplication(age, limit);
  }

  @Override
  public List<Item> dueForReplication(Duration age, Key after, Key last, int limit) {
    return store.dueForReplication(age, after, last, limit);
  }

  @Override
  public void replicated(Item item) {
    store.replicated(item);
  }

  @Override
  public Optional<Duration> sinceReplicated(Key key) {
    return store.sinceReplicated(key);
  }

  @Override
  public boolean isOld(Key key) {
    return store.isOld(key);
  }

  @Override
  public RenewalBook renewals() {
    return store.renewals();
  }

  @Override
  public int expire() {
    return store.expire();
  }

  @Override
  public boolean mayWait() {
    return store.mayWait();
  }

  @Override
  public boolean isWritable() {
    return store.isWritable();
  }

  @Override
  public int size() {
    return store.size();
  }

  @Override
  public long bytes() {
    return store.bytes();
  }

  @Override
  public long evicted() {
    return store.evicted();
  }

  @Override
  public void close() {
    store.close();
  }
}
