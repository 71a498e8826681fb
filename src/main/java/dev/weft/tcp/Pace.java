package dev.weft.tcp;

import dev.weft.admission.Rate;
import dev.weft.admission.Refusal;
import dev.weft.admission.TokenBucket;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.Prefix;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Confined to the thread that reads a connection: holds it up where its peer asks too fast, as
 * {@link Shares} says. The buckets are shared with other connections of that peer, and of its
 * address.
 */
final class Pace {

  /** How long the peer is not read from: what has come meanwhile is then taken at once. */
  static final Duration PAUSE = Duration.ofMillis(100);

  /** How often that may be in a row: for a minute or so. */
  private static final Rate PATIENCE = new Rate(600, Duration.ofSeconds(1));

  private final Hub hub;
  private final Object peer;
  private final TokenBucket ofPeer;
  private final TokenBucket ofAddress;
  private @Nullable TokenBucket patience;

  /**
   * @param peer the peer, for the log
   */
  Pace(Hub hub, Key key, InetAddress remote, Object peer) {
    long now = hub.environment().nanoTime();
    this.hub = hub;
    this.peer = peer;
    this.ofPeer = hub.peers().of(key, now);
    this.ofAddress =
        remote.isLoopbackAddress() && !hub.limits().shares().ofLoopback()
            ? new TokenBucket(Rate.UNLIMITED, now)
            : hub.addresses().of(Prefix.host(remote), now);
  }

  /**
   * Returns when the peer may ask.
   *
   * @param now the time
   * @param waits run each time before this waits
   * @return null, or why it may not: it has gone on for too long
   */
  @Nullable NotNow hold(long now, Runnable waits) throws InterruptedException {
    long time = now;
    for (NotNow why = over(time); why != null; why = over(time)) {
      hub.refusals().count(why.refusal(), peer, why.why());
      if (patience == null) {
        patience = new TokenBucket(PATIENCE, time);
      }
      if (!patience.take(time)) {
        var flood = new NotNow(Refusal.FLOOD, why.why() + ", and this one goes on and on");
        hub.refusals().count(flood.refusal(), peer, flood.why());
        return flood;
      }
      waits.run();
      hub.environment().sleep(PAUSE);
      time = hub.environment().nanoTime();
    }
    return null;
  }

  private @Nullable NotNow over(long now) {
    if (!ofPeer.hasToken(now)) {
      return tooFast(Refusal.PEER_RATE, ofPeer, "peer");
    }
    if (!ofAddress.take(now)) {
      return tooFast(Refusal.ADDRESS_RATE, ofAddress, "address");
    }
    ofPeer.take(now);
    return null;
  }

  private static NotNow tooFast(Refusal refusal, TokenBucket bucket, String whose) {
    return new NotNow(refusal, "this node answers " + bucket.rate() + " to one " + whose);
  }
}
