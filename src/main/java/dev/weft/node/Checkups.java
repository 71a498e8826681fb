package dev.weft.node;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupListener;
import dev.weft.routing.RoutingActor;
import dev.weft.rpc.Request;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Crew;
import dev.weft.runtime.Environment;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows up what lookups notice about peers. Liars are reported. Peers that lookups left waiting
 * are pinged, at leisure: a lookup goes on without a peer that is slow, so nobody else would find
 * out that it is dead. Each peer is pinged by one errand at a time. Crowds are counted. May be used
 * by any thread.
 */
final class Checkups implements LookupListener {

  private static final Logger LOG = LoggerFactory.getLogger(Checkups.class);

  /** For how long nothing is said of crowds when something has been. */
  private static final Duration SILENT_FOR = Duration.ofMinutes(1);

  private final Environment environment;
  private final Crew errands;
  private final Transport transport;
  private final RoutingActor routing;
  private final Duration timeout;

  /** Bounded by the number of errands. */
  private final Set<Key> underWay = ConcurrentHashMap.newKeySet();

  private final AtomicLong crowds = new AtomicLong();

  /** When something may next be said of crowds. */
  private final AtomicLong quietUntil;

  /**
   * @param transport tells the routing actor what comes of a ping
   */
  Checkups(
      Environment environment,
      Crew errands,
      Transport transport,
      RoutingActor routing,
      Duration timeout) {
    this.environment = environment;
    this.quietUntil = new AtomicLong(environment.nanoTime());
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

  /** Counts it, and says so where that was not done within the last minute. */
  @Override
  public void crowded(Key target, int size) {
    crowds.incrementAndGet();
    long now = environment.nanoTime();
    long quiet =
        quietUntil.getAndUpdate(until -> now - until >= 0 ? now + SILENT_FOR.toNanos() : until);
    if (now - quiet >= 0) {
      LOG.warn(
          "{} nodes are closer to the key {} than there can be by chance; what is stored there is"
              + " given to those beyond them, too",
          size,
          target);
    }
  }

  /** How many lookups have found that. */
  long crowds() {
    return crowds.get();
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
