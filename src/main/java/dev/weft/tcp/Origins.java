package dev.weft.tcp;

import dev.weft.admission.Buckets;
import dev.weft.admission.Refusal;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Guarded by the lock of the connection table: from where connections come, and whether one more
 * may. What is kept is bounded by the connections and handshakes that there are.
 */
final class Origins {

  /** How many there are of each kind. */
  private static final class Tally<K> {
    private final Map<K, Integer> counts = new HashMap<>();

    int count(K what) {
      return counts.getOrDefault(what, 0);
    }

    void add(K what, int change) {
      int count = count(what) + change;
      if (count > 0) {
        counts.put(what, count);
      } else {
        counts.remove(what);
      }
    }
  }

  /** Those of addresses, and those of networks. */
  private record Tallies(Tally<InetAddress> addresses, Tally<Origin> networks) {
    Tallies() {
      this(new Tally<>(), new Tally<>());
    }

    void add(InetAddress remote, int change) {
      addresses.add(remote, change);
      networks.add(Origin.network(remote), change);
    }
  }

  private final Shares shares;
  private final Buckets<Origin> rates;
  private final Tallies connections = new Tallies();
  private final Tallies handshakes = new Tallies();

  Origins(Shares shares) {
    this.shares = shares;
    this.rates = new Buckets<>(shares.handshakes());
  }

  /** A handshake begins. */
  void begun(InetAddress remote) {
    handshakes.add(remote, 1);
  }

  /** A handshake is over. */
  void over(InetAddress remote) {
    handshakes.add(remote, -1);
  }

  /** There is a connection. */
  void connected(InetAddress remote) {
    connections.add(remote, 1);
  }

  /** There was a connection. */
  void closed(InetAddress remote) {
    connections.add(remote, -1);
  }

  /** Why a connection is not to be accepted; null if it is. */
  @Nullable NotNow judge(InetAddress remote, long now) {
    if (remote.isLoopbackAddress() && !shares.ofLoopback()) {
      return null;
    }
    int ofAddress = handshakes.addresses.count(remote);
    int ofNetwork = handshakes.networks.count(Origin.network(remote));
    if (ofAddress + connections.addresses.count(remote) >= shares.connectionsPerAddress()) {
      return tooMany(
          Refusal.ADDRESS_CONNECTIONS, shares.connectionsPerAddress(), "connections", "address");
    }
    if (ofNetwork + connections.networks.count(Origin.network(remote))
        >= shares.connectionsPerNetwork()) {
      return tooMany(
          Refusal.NETWORK_CONNECTIONS, shares.connectionsPerNetwork(), "connections", "network");
    }
    if (ofAddress >= shares.handshakesPerAddress()) {
      return tooMany(
          Refusal.ADDRESS_HANDSHAKES, shares.handshakesPerAddress(), "handshakes", "address");
    }
    if (ofNetwork >= shares.handshakesPerNetwork()) {
      return tooMany(
          Refusal.NETWORK_HANDSHAKES, shares.handshakesPerNetwork(), "handshakes", "network");
    }
    if (!rates.of(Origin.host(remote), now).take(now)) {
      return new NotNow(
          Refusal.HANDSHAKE_RATE,
          "this node takes " + shares.handshakes() + " connections of one address");
    }
    return null;
  }

  private static NotNow tooMany(Refusal refusal, int most, String what, String whose) {
    return new NotNow(refusal, "this node takes at most " + most + " " + what + " of one " + whose);
  }
}
