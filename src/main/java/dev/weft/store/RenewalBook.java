package dev.weft.store;

import dev.weft.item.Item;
import dev.weft.kademlia.Key;
import java.time.Duration;
import java.util.List;

/**
 * Which items a node renews: at most one under each key. Lives as long as the store that it belongs
 * to, and where that is durable, on the disk beside the items. Safe for use by any number of
 * threads; those that change something may wait for a disk to write, to the end, which is soon.
 */
public interface RenewalBook {

  /**
   * What is written of an item.
   *
   * @param item as it was set, or renewed last
   * @param timeToLive for how long it is renewed each time
   */
  record Entry(Item item, Duration timeToLive) {}

  /**
   * Writes an item down, in place of an earlier version. A later version stays as it is.
   *
   * @param entry the item, and how it is to be renewed
   * @throws StoreException if it could not be written; nothing has changed then
   */
  void put(Entry entry);

  /**
   * Strikes out what is written under a key, if anything is.
   *
   * @param key the key
   * @throws StoreException as for {@link #put}
   */
  void remove(Key key);

  /**
   * {@return all that is written down and can be read, in the order of the keys}
   *
   * @throws StoreException if it cannot be read
   */
  List<Entry> all();
}
