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
    boolean news = false;
    for (Provider provider : changed.providers()) {
      try {
        news |= take(provider);
      } catch (ItemException e) {
        holder.ifPresent(peer -> routing.misbehaved(peer, e.getMessage()));
        throw new RpcException.Misbehaved(e.getMessage());
      }
    }
    advance(holder, changed.now());
    return news;
  }

  /** Notes how far one has told. */
  private void advance(Optional<Contact> holder, Cursor now) {
    lock.lock();
    try {
      cursors.put(holder, now);
    } finally {
      lock.unlock();
    }
  }

  private boolean take(Provider provider) throws ItemException {
    Announcement record = provider.announcement();
    if (!record.topic().equals(topic)) {
      throw new ItemException(Flaw.FORGED, "it gave a record that belongs under another topic");
    }
    if (!isNews(record)) {
      return false;
    }
    try {
      record.checkLimits(environment.now());
    } catch (ItemException e) {
      return false; // it has expired on the way, or comes from a clock that runs ahead
    }
    record.verify();
    return offer(provider);
  }

  private boolean isNews(Announcement record) {
    lock.lock();
    try {
      Long known = versions.get(record.owner());
      return known == null || known < record.terms().version();
    } finally {
      lock.unlock();
    }
  }

  private boolean offer(Provider provider) {
    lock.lock();
    try {
      Announcement record = provider.announcement();
      boolean isNews = isNews(record); // or another was quicker
      if (isNews) {
        Long before = versions.remove(record.owner());
        versions.putLast(record.owner(), record.terms().version());
        if (versions.size() > MOST) {
          versions.pollFirstEntry();
        }
        if (before != null || !record.isWithdrawn()) {
          told.accept(provider);
        }
      }
      return isNews;
    } finally {
      lock.unlock();
    }
  }
}
