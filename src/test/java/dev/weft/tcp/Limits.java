package dev.weft.tcp;

import dev.weft.admission.Rate;
import java.time.Duration;

/** Limits for tests: the defaults, but for what is set. */
final class Limits {

  int connections = TcpLimits.CONNECTIONS;
  int connectionsPerAddress = Shares.CONNECTIONS_PER_ADDRESS;
  int connectionsPerNetwork = Shares.CONNECTIONS_PER_NETWORK;
  int handshakesPerAddress = Shares.HANDSHAKES_PER_ADDRESS;
  int handshakesPerNetwork = Shares.HANDSHAKES_PER_NETWORK;
  Rate handshakeRate = Shares.DEFAULT.handshakes();
  Rate requestsOfPeer = Shares.DEFAULT.requestsOfPeer();
  Rate requestsOfAddress = Shares.DEFAULT.requestsOfAddress();
  boolean ofLoopback;
  int handshakes = TcpLimits.HANDSHAKES;
  int dials = TcpLimits.DIALS;
  Duration handshakeTime = Duration.ofSeconds(5);
  int callsPerConnection = TcpLimits.CALLS_PER_CONNECTION;
  int requestsPerConnection = TcpLimits.REQUESTS_PER_CONNECTION;
  int requests = TcpLimits.REQUESTS;
  int queuedBytes = 1024 * 1024;
  long bytes = 64L << 20;
  Duration silence = Duration.ofSeconds(10);
  Duration idle = Duration.ofMinutes(2);

  TcpLimits build() {
    return new TcpLimits(
        connections,
        handshakes,
        dials,
        handshakeTime,
        callsPerConnection,
        requestsPerConnection,
        requests,
        queuedBytes,
        bytes,
        silence,
        idle,
        new Shares(
            connectionsPerAddress,
            connectionsPerNetwork,
            handshakesPerAddress,
            handshakesPerNetwork,
            handshakeRate,
            requestsOfPeer,
            requestsOfAddress,
            ofLoopback));
  }
}
