package dev.weft.node;

import dev.weft.item.Announcement;
import dev.weft.item.ItemException;
import dev.weft.item.ItemException.Flaw;
import dev.weft.item.Provider;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.Lookups;
import dev.weft.routing.RoutingActor;
import dev.weft.rpc.Cursor;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.runtime.Environment;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Guarded by its lock: a topic that is watched. Each who keeps records under it numbers the changes
 * in its own way, so how far the watch has come is known of each.
 */
final class WatchedTopic implements Watched {

  /**
   * Of how many owners it is known what was told; of those beyond, who changed longest ago goes.
   */
  static final int MOST = 10_000;

  private final Key topic;
  private final Duration timeout;
  private final Environment environment;
  private final RoutingActor routing;
  private final Lookups lookups;
  private final Consumer<Provider> told;
  private final ReentrantLock lock = new ReentrantLock();
  private final SequencedMap<Key, Long> versions = new LinkedHashMap<>();
  private final Map<Optional<Contact>, Cursor> cursors = new LinkedHashMap<>();

  /**
   * @param told is told of each new version of a record once, with a lock held: it must not wait
   */
  WatchedTopic(
      Key topic,
      Duration timeout,
      Environment environment,
      RoutingActor routing,
      Lookups lookups,
      Consumer<Provider> told) {
    this.topic = topic;
    this.timeout = timeout;
    this.environment = environment;
    this.routing = routing;
    this.lookups = lookups;
    this.told = told;
  }

  @Override
  public List<Contact> refresh() throws InterruptedException {
    List<Contact> near =
        lookups
            .findNodes(topic, routing.startOf(topic), timeout, Lookups.UNWATCHED)
            .keepers(Integer.MAX_VALUE);
    lock.lock();
    try {
      cursors.keySet().removeIf(holder -> holder.isPresent() && !near.contains(holder.get()));
    } finally {
      lock.unlock();
    }
    return near;
  }

  @Override
  public Request.Watch question(Optional<Contact> holder, Duration lease) {
    lock.lock();
    try {
      return new Request.Watch(topic, true, cursors.getOrDefault(holder, Cursor.NONE), lease);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean take(Optional<Contact> holder, Response.Changed changed)
      throws RpcException.Misbehaved {
    lock.lock();
    try {
      boolean news = false;
      for (Provider provider : changed.providers()) {
        news |= take(provider);
      }
      cursors.put(holder, changed.now());
      return news;
    } catch (ItemException e) {
      holder.ifPresent(peer -> routing.misbehaved(peer, e.getMessage()));
      throw new RpcException.Misbehaved(e.getMessage());
    } finally {
      lock.unlock();
    }
  }

  /** Takes in one record, with the lock held; others may bring the same at the same time. */
  private boolean take(Provider provider) throws ItemException {
    Announcement record = provider.announcement();
    if (!record.topic().equals(topic)) {
      throw new ItemException(Flaw.FORGED, "it gave a record that belongs under another topic");
    }
    Long known = versions.get(record.owner());
    if (known != null && known >= record.terms().version()) {
      return false;
    }
    try {
      record.checkLimits(environment.now());
    } catch (ItemException e) {
      return false; // it has expired on the way, or comes from a clock that runs ahead
    }
    record.verify();
    versions.remove(record.owner());
    versions.putLast(record.owner(), record.terms().version());
    if (versions.size() > MOST) {
      versions.pollFirstEntry();
    }
    if (known != null || !record.isWithdrawn()) {
      told.accept(provider);
    }
    return true;
  }
}
