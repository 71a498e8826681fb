package dev.weft.tcp;

import dev.weft.admission.Buckets;
import dev.weft.admission.Refusal;
import dev.weft.admission.Tally;
import dev.weft.kademlia.Prefix;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Guarded by the lock of the connection table: from where connections come, and whether one more
 * may. What is kept is bounded by the connections and handshakes that there are.
 */
final class Origins {

  /** Those of addresses, and those of networks. */
  private record Tallies(Tally<InetAddress> addresses, Tally<Prefix> networks) {
    Tallies() {
      this(new Tally<>(), new Tally<>());
    }

    void add(InetAddress remote) {
      addresses.add(remote);
      networks.add(Prefix.of(remote));
    }

    void remove(InetAddress remote) {
      addresses.remove(remote);
      networks.remove(Prefix.of(remote));
    }
  }

  private final Shares shares;
  private final Buckets<Prefix> rates;
  private final Tallies connections = new Tallies();
  private final Tallies handshakes = new Tallies();

  Origins(Shares shares) {
    this.shares = shares;
    this.rates = new Buckets<>(shares.handshakes());
  }

  /** A handshake begins. */
  void begun(InetAddress remote) {
    handshakes.add(remote);
  }

  /** A handshake is over. */
  void over(InetAddress remote) {
    handshakes.remove(remote);
  }

  /** There is a connection. */
  void connected(InetAddress remote) {
    connections.add(remote);
  }

  /** There was a connection. */
  void closed(InetAddress remote) {
    connections.remove(remote);
  }

  /** Why a connection is not to be accepted; null if it is. */
  @Nullable NotNow judge(InetAddress remote, long now) {
    if (remote.isLoopbackAddress() && !shares.ofLoopback()) {
      return null;
    }
    int ofAddress = handshakes.addresses.count(remote);
    Prefix network = Prefix.of(remote);
    int ofNetwork = handshakes.networks.count(network);
    if (ofAddress + connections.addresses.count(remote) >= shares.connectionsPerAddress()) {
      return tooMany(
          Refusal.ADDRESS_CONNECTIONS, shares.connectionsPerAddress(), "connections", "address");
    }
    if (ofNetwork + connections.networks.count(network) >= shares.connectionsPerNetwork()) {
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
    if (!rates.of(Prefix.host(remote), now).take(now)) {
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
