package dev.weft.node;

import dev.weft.item.OwnedItem;
import dev.weft.item.Provider;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.Lookups;
import dev.weft.routing.RoutingActor;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.store.ItemStore;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a node watches for those who use it, and for others. Immutable beside its parts; may be used
 * by any thread, which it keeps until that is interrupted.
 */
public final class Watches {

  private final Key self;
  private final boolean client;
  private final Duration callTimeout;
  private final Environment environment;
  private final Transport transport;
  private final RoutingActor routing;
  private final Lookups lookups;
  private final Placer placer;
  private final ItemStore items;
  private final WatchHandler handler;

  Watches(
      Key self,
      Duration callTimeout,
      Environment environment,
      Transport transport,
      RoutingActor routing,
      Lookups lookups,
      Placer placer,
      ItemStore items,
      WatchHandler handler) {
    this.self = self;
    this.client = transport.self().isEmpty();
    this.callTimeout = callTimeout;
    this.environment = environment;
    this.transport = transport;
    this.routing = routing;
    this.lookups = lookups;
    this.placer = placer;
    this.items = items;
    this.handler = handler;
  }

  /**
   * Follows an item until the thread is interrupted.
   *
   * @param told is told of each new version once, in order, first of the one that is there;
   *     tombstones are among them. It must not wait
   */
  public void item(Key key, Consumer<OwnedItem> told) {
    follow(new WatchedItem(key, callTimeout, placer, lookups, items, told));
  }

  /**
   * Follows the records under a topic until the thread is interrupted.
   *
   * @param told is told of each new version of a record once, first of those that are there;
   *     withdrawals are among them, of those that were told of. It must not wait
   */
  public void topic(Key topic, Consumer<Provider> told) {
    Duration timeout = callTimeout.multipliedBy(2);
    follow(new WatchedTopic(topic, timeout, environment, routing, lookups, told));
  }

  private void follow(Watched watched) {
    new Watching(watched, environment, this::ask, client).run();
  }

  private Response ask(Optional<Contact> whom, Request.Watch watch, Duration lease)
      throws RpcException, InterruptedException {
    if (whom.isPresent()) {
      return transport.call(whom.get(), watch, lease.plus(callTimeout));
    }
    Response answer = handler.answer(Caller.client(self), watch);
    if (answer instanceof Response.Refused no) {
      throw new RpcException.Refused(no.code(), no.reason());
    }
    return answer;
  }
}
