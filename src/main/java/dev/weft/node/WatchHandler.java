package dev.weft.node;

import dev.weft.admission.Refusal;
import dev.weft.item.OwnedItem;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Cursor;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.runtime.Environment;
import dev.weft.store.ItemStore;
import dev.weft.store.ProviderStore;
import java.time.Duration;
import java.util.List;

/**
 * Tells watchers what is new under a key, each on the thread that answers it and waits meanwhile.
 * Called by many threads at once; stateless beside its parts.
 */
final class WatchHandler {

  /** How many records of a topic one answer tells of: as many long ones as fit a frame. */
  static final int MOST_CHANGES = 100;

  /** How long a lease lasts at most: the connection lives by it, and who has gone is forgotten. */
  static final Duration LONGEST_LEASE = Duration.ofMinutes(1);

  private final Watchers watchers;
  private final ItemStore items;
  private final ProviderStore providers;
  private final Refuser refuser;

  /** This run of the node's: a store that is new counts changes from the first again. */
  private final long epoch;

  WatchHandler(
      Environment environment,
      Watchers watchers,
      ItemStore items,
      ProviderStore providers,
      Refuser refuser) {
    this.watchers = watchers;
    this.items = items;
    this.providers = providers;
    this.refuser = refuser;
    this.epoch = environment.random().nextLong();
  }

  /** Answers when there is something new, or the lease is over. */
  Response answer(Caller from, Request.Watch watch) throws InterruptedException {
    Duration lease = watch.lease().compareTo(LONGEST_LEASE) < 0 ? watch.lease() : LONGEST_LEASE;
    return switch (watchers.await(from.key(), watch.key(), lease, () -> isNews(watch))) {
      case WOKEN -> news(watch);
      case OVER -> new Response.Unchanged();
      case FULL -> refuser.refuse(Refusal.WATCHERS, from, "as many watch as this node allows");
    };
  }

  private boolean isNews(Request.Watch watch) {
    return news(watch) instanceof Response.Changed;
  }

  private Response news(Request.Watch watch) {
    return watch.topic() ? changes(watch) : version(watch.key(), watch.since());
  }

  private Response version(Key key, Cursor since) {
    long version =
        items
            .get(key)
            .filter(OwnedItem.class::isInstance)
            .map(item -> ((OwnedItem) item).version())
            .orElse(Long.MIN_VALUE);
    return version > since.at()
        ? new Response.Changed(new Cursor(0, version), List.of())
        : new Response.Unchanged();
  }

  private Response changes(Request.Watch watch) {
    long since = watch.since().epoch() == epoch ? watch.since().at() : Long.MIN_VALUE;
    ProviderStore.Changes changes = providers.changes(watch.key(), since, MOST_CHANGES);
    return changes.providers().isEmpty()
        ? new Response.Unchanged()
        : new Response.Changed(new Cursor(epoch, changes.last()), changes.providers());
  }
}
