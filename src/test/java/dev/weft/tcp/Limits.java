package dev.weft.tcp;

import java.time.Duration;

/** Limits for tests: the defaults, but for what is set. */
final class Limits {

  int connections = TcpLimits.CONNECTIONS;
  int connectionsPerAddress = TcpLimits.CONNECTIONS_PER_ADDRESS;
  int handshakes = TcpLimits.HANDSHAKES;
  int dials = TcpLimits.DIALS;
  Duration handshakeTime = Duration.ofSeconds(5);
  int callsPerConnection = TcpLimits.CALLS_PER_CONNECTION;
  int requestsPerConnection = TcpLimits.REQUESTS_PER_CONNECTION;
  int requests = TcpLimits.REQUESTS;
  int queuedBytes = 1024 * 1024;
  Duration silence = Duration.ofSeconds(10);
  Duration idle = Duration.ofMinutes(2);

  TcpLimits build() {
    return new TcpLimits(
        connections,
        connectionsPerAddress,
        handshakes,
        dials,
        handshakeTime,
        callsPerConnection,
        requestsPerConnection,
        requests,
        queuedBytes,
        silence,
        idle);
  }
}
