package dev.weft.node;

import dev.weft.item.Item;
import dev.weft.item.OwnedItem;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.Lookups;
import dev.weft.rpc.Cursor;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.store.ItemStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Guarded by its lock, which nobody holds while asking: an owner's item that is watched. Who holds
 * a newer version says which; it is fetched from there unless it has come from another meanwhile.
 *
 * <p>Of two values of one version number, which takes an owner who sets the same item twice in one
 * microsecond, the nodes come to hold one and the same; where the other was told of, that one
 * follows only when all are compared, which is within five minutes or so. To say on the wire which
 * of the two a watcher has would cost all others something in each call.
 */
final class WatchedItem implements Watched {

  private final Key key;
  private final Duration callTimeout;
  private final Placer placer;
  private final Lookups lookups;
  private final ItemStore store;
  private final Consumer<OwnedItem> told;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable OwnedItem last;

  /**
   * @param told is told of each new version once, in order, with a lock held: it must not wait
   */
  WatchedItem(
      Key key,
      Duration callTimeout,
      Placer placer,
      Lookups lookups,
      ItemStore store,
      Consumer<OwnedItem> told) {
    this.key = key;
    this.callTimeout = callTimeout;
    this.placer = placer;
    this.lookups = lookups;
    this.store = store;
    this.told = told;
  }

  @Override
  public List<Contact> refresh() throws InterruptedException {
    Reading reading = placer.read(key, callTimeout.multipliedBy(2));
    reading.item().ifPresent(this::offer);
    return reading.lookup().keepers(Integer.MAX_VALUE);
  }

  @Override
  public Request.Watch question(Optional<Contact> holder, Duration lease) {
    return new Request.Watch(key, false, new Cursor(0, version()), lease);
  }

  private long version() {
    lock.lock();
    try {
      return last == null ? Long.MIN_VALUE : last.version();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean take(Optional<Contact> holder, Response.Changed changed)
      throws RpcException, InterruptedException {
    if (changed.now().at() <= version()) {
      return false; // another was quicker
    }
    Optional<Item> item =
        holder.isPresent() ? lookups.ask(holder.get(), key, callTimeout) : store.get(key);
    return item.isPresent() && offer(item.get());
  }

  private boolean offer(Item item) {
    lock.lock();
    try {
      boolean isNews =
          item instanceof OwnedItem owned
              && (last == null || (owned.compareVersion(last) > 0 && !owned.sameVersion(last)));
      if (isNews) {
        last = (OwnedItem) item;
        told.accept(last);
      }
      return isNews;
    } finally {
      lock.unlock();
    }
  }
}
