package dev.weft.node;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupListener;
import dev.weft.routing.RoutingActor;
import dev.weft.rpc.Request;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Crew;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows up what lookups notice about peers. Liars are reported. Peers that lookups left waiting
 * are pinged, at leisure: a lookup goes on without a peer that is slow, so nobody else would find
 * out that it is dead. Each peer is pinged by one errand at a time. May be used by any thread.
 */
final class Checkups implements LookupListener {

  private static final Logger LOG = LoggerFactory.getLogger(Checkups.class);

  private final Crew errands;
  private final Transport transport;
  private final RoutingActor routing;
  private final Duration timeout;

  /** Bounded by the number of errands. */
  private final Set<Key> underWay = ConcurrentHashMap.newKeySet();

  /**
   * @param transport tells the routing actor what comes of a ping
   */
  Checkups(Crew errands, Transport transport, RoutingActor routing, Duration timeout) {
    this.errands = errands;
    this.transport = transport;
    this.routing = routing;
    this.timeout = timeout;
  }

  /** Has a peer pinged, unless it is being pinged, or there is too much to do. Never waits. */
  @Override
  public void leftWaiting(Contact peer) {
    if (underWay.add(peer.key()) && !errands.start("errand", () -> ping(peer))) {
      underWay.remove(peer.key());
    }
  }

  @Override
  public void lied(Contact peer, String what) {
    routing.misbehaved(peer, what);
  }

  private void ping(Contact peer) throws InterruptedException {
    try {
      transport.call(peer, new Request.Ping(), timeout);
    } catch (RpcException e) {
      LOG.debug("{} is slow, and does not answer a ping: {}", peer, e.getMessage());
    } finally {
      underWay.remove(peer.key());
    }
  }
}
