package dev.weft.node;

import dev.weft.item.Item;
import dev.weft.item.ItemException;
import dev.weft.item.OwnedItem;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.routing.RoutingActor;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Handler;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.runtime.Environment;
import dev.weft.store.ItemStore;
import dev.weft.store.PutOutcome;
import dev.weft.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what other nodes ask (Kademlia, §2.3). Called by many threads at once; beside the routing
 * actor and the store it has one flag.
 *
 * <p>A node that is about to leave goes on answering questions, but keeps nothing any more: what it
 * said yes to would be gone with it. One that has just come back tells what it held only when it
 * has read that anew, as {@link Rereading} says.
 */
final class RequestHandler implements Handler {

  private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

  private final int k;
  private final Environment environment;
  private final RoutingActor routing;
  private final ItemStore store;
  private final Rereading rereading;
  private volatile boolean leaving;

  RequestHandler(
      int k, Environment environment, RoutingActor routing, ItemStore store, Rereading rereading) {
    this.k = k;
    this.environment = environment;
    this.routing = routing;
    this.store = store;
    this.rereading = rereading;
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
      LOG.debug("{} from {} is refused: {}", request, from, e.getMessage());
      return new Response.Refused(RefusalCode.BUSY, "this node cannot reach its items");
    }
  }

  private Response answer(Caller from, Request request) throws InterruptedException {
    return switch (request) {
      case Request.Ping() -> new Response.Pong();
      case Request.Leave() -> new Response.Pong();
      case Request.FindNode(Key target) -> nodes(from, target);
      case Request.FindValue(Key key) -> value(from, key);
      case Request.Store store -> keep(store);
    };
  }

  /**
   * {@inheritDoc}
   *
   * <p>Questions about nodes are answered from the snapshot of the routing table; with items it is
   * up to the store. To verify a signature takes as long as to answer ten questions. Whoever leaves
   * is told to the routing actor in a way that may wait for it.
   */
  @Override
  public boolean mayWait(Request request) {
    return switch (request) {
      case Request.Ping() -> false;
      case Request.FindNode _ -> false;
      case Request.FindValue _ -> store.mayWait();
      case Request.Store(Item item, Duration _) -> item instanceof OwnedItem || store.mayWait();
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
      return new Response.Refused(RefusalCode.BUSY, "what this node held is to be read anew first");
    }
    Optional<Item> held = store.get(key);
    return held.isPresent() ? new Response.Values(List.of(held.get())) : nodes(from, key);
  }

  /** Whoever asks knows itself, so it is left out, and the list is no shorter for it. */
  private Response nodes(Caller from, Key target) {
    var closest = new ArrayList<>(routing.snapshot().closestToName(target, k + 1));
    closest.removeIf(contact -> contact.key().equals(from.key()));
    return new Response.Nodes(closest.subList(0, Math.min(k, closest.size())));
  }

  private Response keep(Request.Store request) throws InterruptedException {
    if (leaving) {
      return new Response.Refused(RefusalCode.CLOSING, "this node is about to stop");
    }
    Item item = request.item();
    try {
      // What is held was verified when it came, and its copies come every hour.
      if (!store.get(item.key()).equals(Optional.of(item))) {
        item.admit(environment.now());
      }
    } catch (ItemException e) {
      return new Response.Refused(code(e.flaw()), e.getMessage());
    }
    return switch (store.put(item, request.cacheFor())) {
      case PutOutcome.Stored() -> new Response.Stored();
      case PutOutcome.Renewed() -> new Response.Stored();
      case PutOutcome.Unchanged() -> new Response.Stored();
      case PutOutcome.Stale _ ->
          new Response.Refused(RefusalCode.STALE, "a newer version is held here");
      case PutOutcome.Expired _ ->
          new Response.Refused(RefusalCode.EXPIRED, "the item has expired");
      case PutOutcome.Full(String reason) -> new Response.Refused(RefusalCode.FULL, reason);
    };
  }

  private static RefusalCode code(ItemException.Flaw flaw) {
    return switch (flaw) {
      case EXPIRED -> RefusalCode.EXPIRED;
      case FUTURE -> RefusalCode.FUTURE;
      case FORGED, MALFORMED -> RefusalCode.FORGED;
    };
  }
}
