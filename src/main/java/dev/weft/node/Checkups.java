package dev.weft.node;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Request;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pings the peers that lookups left waiting, at leisure: a lookup goes on without a peer that is
 * slow, so nobody else would find out that it is dead. Each peer is pinged by one errand at a time.
 * May be used by any thread.
 */
final class Checkups {

  private static final Logger LOG = LoggerFactory.getLogger(Checkups.class);

  private final Errands errands;
  private final Transport transport;
  private final Duration timeout;

  /** Bounded by the number of errands. */
  private final Set<Key> underWay = ConcurrentHashMap.newKeySet();

  /**
   * @param transport tells the routing actor what comes of a ping
   */
  Checkups(Errands errands, Transport transport, Duration timeout) {
    this.errands = errands;
    this.transport = transport;
    this.timeout = timeout;
  }

  /** Has a peer pinged, unless it is being pinged, or there is too much to do. Never waits. */
  void check(Contact peer) {
    if (underWay.add(peer.key()) && !errands.run(() -> ping(peer))) {
      underWay.remove(peer.key());
    }
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
