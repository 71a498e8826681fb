package dev.weft.store;

import dev.weft.kademlia.Key;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Shared by any number of threads: a renewal book in memory. */
final class MemoryRenewalBook implements RenewalBook {

  private final Map<Key, Entry> entries = new ConcurrentSkipListMap<>();

  @Override
  public void put(Entry entry) {
    entries.merge(
        entry.item().key(),
        entry,
        (held, given) -> held.item().compareVersion(given.item()) > 0 ? held : given);
  }

  @Override
  public void remove(Key key) {
    entries.remove(key);
  }

  @Override
  public List<Entry> all() {
    return List.copyOf(entries.values());
  }
}
