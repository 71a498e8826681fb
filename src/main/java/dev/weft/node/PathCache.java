package dev.weft.node;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import dev.weft.rpc.Request;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Crew;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has values cached on the path of lookups: at the closest node that answered and did not have it
 * (Kademlia, §2.3). Stateless beside its parts; may be used by any thread.
 *
 * <p>A copy is cached for a maintenance interval, and for half of that with each bucket by which
 * the node is farther from the key than who held the value, so that popular values spread and
 * others do not ("exponentially inversely proportional", says the paper). Less than a minute is not
 * worth a message.
 */
final class PathCache {

  private static final Logger LOG = LoggerFactory.getLogger(PathCache.class);
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  private final Duration longest;
  private final Duration callTimeout;
  private final Transport transport;
  private final Crew errands;

  PathCache(NodeOptions options, Transport transport, Crew errands) {
    this.longest = options.maintenanceInterval();
    this.callTimeout = options.lookup().callTimeout();
    this.transport = transport;
    this.errands = errands;
  }

  /** Has a value cached that was found, where there is a node for it. Never waits. */
  void cache(LookupResult.Found found) {
    List<Contact> without = found.closest();
    if (!without.isEmpty()) {
      Contact at = without.getFirst();
      Duration time = time(found.target(), found.holder().key(), at.key());
      if (time.compareTo(SHORTEST) >= 0) {
        errands.start("errand", () -> store(found.item(), time, at));
      }
    }
  }

  private Duration time(Key target, Key holder, Key at) {
    int buckets = target.commonPrefix(holder) - target.commonPrefix(at);
    return longest.dividedBy(1L << Math.clamp(buckets, 0, 30));
  }

  private void store(Item item, Duration time, Contact at) throws InterruptedException {
    try {
      transport.call(at, new Request.Store(item, time), callTimeout);
    } catch (RpcException e) {
      LOG.debug("{} does not cache {}: {}", at, item, e.getMessage());
    }
  }
}
