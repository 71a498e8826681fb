package dev.weft.node;

import dev.weft.admission.Refusal;
import dev.weft.item.Announcement;
import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.routing.RoutingActor;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Handler;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.store.ItemStore;
import dev.weft.store.ProviderSample;
import dev.weft.store.PutOutcome;
import dev.weft.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers what other nodes ask (Kademlia, §2.3). Called by many threads at once; beside the routing
 * actor and the store it has one flag.
 *
 * <p>A node that is about to leave goes on answering questions, but keeps nothing any more: what it
 * said yes to would be gone with it. One that has just come back tells what it held only when it
 * has read that anew, as {@link Rereading} says.
 */
final class RequestHandler implements Handler {

  private final int k;
  private final RoutingActor routing;
  private final ItemStore store;
  private final Rereading rereading;
  private final StoreAdmission admission;
  private final TopicHandler topics;
  private final WatchHandler watches;
  private final Refuser refuser;
  private volatile boolean leaving;

  RequestHandler(
      int k,
      RoutingActor routing,
      ItemStore store,
      Rereading rereading,
      StoreAdmission admission,
      TopicHandler topics,
      WatchHandler watches,
      Refuser refuser) {
    this.k = k;
    this.routing = routing;
    this.store = store;
    this.rereading = rereading;
    this.admission = admission;
    this.topics = topics;
    this.watches = watches;
    this.refuser = refuser;
  }

  /** Refuses to keep anything from now on. */
  void leave() {
    leaving = true;
  }

  @Override
  public Response handle(Caller from, Request request) throws InterruptedException {
    from.contact().ifPresent(caller -> note(caller, request));
    try {
      return answer(from, request);
    } catch (StoreException e) {
      return refuser.refuse(Refusal.STORE_FAILS, from, "this node cannot reach its items");
    }
  }

  private Response answer(Caller from, Request request) throws InterruptedException {
    return switch (request) {
      case Request.Ping() -> new Response.Pong();
      case Request.Leave() -> new Response.Pong();
      case Request.FindNode(Key target) -> nodes(from, target);
      case Request.FindValue(Key key) -> value(from, key);
      case Request.Store store -> keep(from, store);
      case Request.Announce(Announcement announced) ->
          leaving ? leaving(from) : topics.keep(from, announced);
      case Request.FindProviders find -> providers(from, find);
      case Request.Watch watch -> leaving ? leaving(from) : watches.answer(from, watch);
    };
  }

  /**
   * {@inheritDoc}
   *
   * <p>Questions about nodes are answered from the snapshot of the routing table; with items it is
   * up to the store, and records under topics are in memory. An item that is to be kept may have to
   * wait for its turn. Whoever leaves is told to the routing actor in a way that may wait for it.
   */
  @Override
  public boolean mayWait(Request request) {
    return switch (request) {
      case Request.Ping() -> false;
      case Request.FindNode _ -> false;
      case Request.FindValue _ -> store.mayWait();
      case Request.FindProviders _ -> false;
      case Request.Store _ -> true;
      case Request.Announce _ -> true;
      case Request.Watch _ -> true;
      case Request.Leave() -> true;
    };
  }

  private void note(Contact caller, Request request) {
    if (request instanceof Request.Leave) {
      routing.left(caller);
    } else {
      routing.seen(caller, false);
    }
  }

  private Response value(Caller from, Key key) throws InterruptedException {
    if (rereading.isNeeded(from, key) && !rereading.forOther(key)) {
      return refuser.refuse(
          Refusal.REREADING, from, "what this node held is to be read anew first");
    }
    Optional<Item> held = store.get(key);
    return held.isPresent() ? new Response.Values(List.of(held.get())) : nodes(from, key);
  }

  /** Whoever asks knows itself, so it is left out, and the list is no shorter for it. */
  private Response nodes(Caller from, Key target) {
    return new Response.Nodes(closest(from, target));
  }

  private List<Contact> closest(Caller from, Key target) {
    var closest = new ArrayList<>(routing.snapshot().closestToName(target, k + 1));
    closest.removeIf(contact -> contact.key().equals(from.key()));
    return closest.subList(0, Math.min(k, closest.size()));
  }

  private Response providers(Caller from, Request.FindProviders question) {
    ProviderSample found = topics.find(question);
    return found.providers().isEmpty()
        ? nodes(from, question.topic())
        : new Response.Providers(found.total(), found.providers(), closest(from, question.topic()));
  }

  private Response keep(Caller from, Request.Store request) throws InterruptedException {
    if (leaving) {
      return leaving(from);
    }
    Item item = request.item();
    Optional<Response> no = admission.refusal(from, item);
    if (no.isPresent()) {
      return no.get();
    }
    return switch (store.put(item, request.cacheFor())) {
      case PutOutcome.Stored() -> new Response.Stored();
      case PutOutcome.Renewed() -> new Response.Stored();
      case PutOutcome.Unchanged() -> new Response.Stored();
      case PutOutcome.Stale _ ->
          refuser.refuse(Refusal.STALE, from, "a newer version is held here");
      case PutOutcome.Expired _ -> refuser.refuse(Refusal.EXPIRED, from, "the item has expired");
      case PutOutcome.Full(String reason) -> refuser.refuse(Refusal.FULL, from, reason);
    };
  }

  private Response leaving(Caller from) {
    return refuser.refuse(Refusal.LEAVING, from, "this node is about to stop");
  }
}
