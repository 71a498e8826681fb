package dev.weft.node;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.routing.RoutingActor;
import dev.weft.rpc.Request;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.store.ItemStore;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives items to the nodes that are to hold them from now on: to a newcomer, what it is among the
 * closest to (Kademlia, §2.5); when this node leaves, what would be one copy short. Stateless
 * beside its parts.
 */
final class HandOver {

  private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);
  private static final int PAGE = 500;

  /** What is done with each replica that this node holds. */
  @FunctionalInterface
  private interface Visitor {
    void visit(Item item) throws RpcException, InterruptedException;
  }

  private final Key self;
  private final int k;
  private final Duration callTimeout;
  private final Transport transport;
  private final RoutingActor routing;
  private final ItemStore store;

  HandOver(
      NodeOptions options, Key self, Transport transport, RoutingActor routing, ItemStore store) {
    this.self = self;
    this.k = options.k();
    this.callTimeout = options.lookup().callTimeout();
    this.transport = transport;
    this.routing = routing;
    this.store = store;
  }

  /** Serves one newcomer after the other, until it is interrupted. */
  void serve(Newcomers newcomers) throws InterruptedException {
    while (true) {
      welcome(newcomers.take());
    }
  }

  /** Gives a newcomer its items. */
  void welcome(Contact newcomer) throws InterruptedException {
    try {
      forEachReplica(
          item -> {
            if (isOursToGive(item.key(), newcomer)) {
              give(item, newcomer);
            }
          });
    } catch (RpcException e) {
      LOG.debug("{} was not given all its items: {}", newcomer, e.getMessage());
    }
  }

  /**
   * Whether a newcomer is among the closest to a key, and this node is the closest of the others:
   * of all that hold the item only one hands it over.
   */
  private boolean isOursToGive(Key key, Contact newcomer) {
    List<Contact> closest = routing.closest(key, k);
    return closest.contains(newcomer)
        && closest.stream()
            .filter(contact -> !contact.equals(newcomer))
            .allMatch(contact -> key.compareDistance(self, contact.key()) < 0);
  }

  /**
   * Gives each replica to the node that will be the last of its k closest once this node is gone;
   * where there are fewer than k others, they hold it already.
   */
  void bequeath() throws InterruptedException {
    try {
      forEachReplica(
          item -> {
            List<Contact> closest = routing.closest(item.key(), k);
            if (closest.size() == k) {
              give(item, closest.getLast());
            }
          });
    } catch (RpcException e) {
      LOG.info("not all items were handed over on leaving: {}", e.getMessage());
    }
  }

  private void forEachReplica(Visitor visitor) throws RpcException, InterruptedException {
    List<Item> page = store.scan(null, PAGE);
    while (!page.isEmpty()) {
      for (Item item : page) {
        visitor.visit(item);
      }
      page = store.scan(page.getLast().key(), PAGE);
    }
  }

  private void give(Item item, Contact to) throws RpcException, InterruptedException {
    try {
      transport.call(to, new Request.Store(item), callTimeout);
    } catch (RpcException.Refused e) {
      LOG.debug("{} refuses {}: {}", to, item, e.getMessage());
    }
  }
}
