package dev.weft.tcp;

import dev.weft.admission.Buckets;
import dev.weft.admission.Refusals;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.Prefix;
import dev.weft.runtime.Crew;
import dev.weft.runtime.Environment;
import dev.weft.socket.Outbox;

/**
 * What all connections of a transport share. Immutable, its parts safe for use by any thread.
 *
 * @param peers how fast peers have asked lately
 * @param addresses how fast addresses have
 */
record Hub(
    Environment environment,
    TcpLimits limits,
    Crew crew,
    Traffic traffic,
    Refusals refusals,
    Requests requests,
    Buckets<Key> peers,
    Buckets<Prefix> addresses) {

  Hub(Environment environment, TcpLimits limits) {
    this(environment, limits, new Crew(environment), new Refusals(environment));
  }

  private Hub(Environment environment, TcpLimits limits, Crew crew, Refusals refusals) {
    this(
        environment,
        limits,
        crew,
        new Traffic(),
        refusals,
        new Requests(crew, refusals, limits.requests()),
        new Buckets<>(limits.shares().requestsOfPeer()),
        new Buckets<>(limits.shares().requestsOfAddress()));
  }

  /** What is to be written over a new connection. */
  Outbox outbox() {
    return new Outbox(environment, limits.queuedBytes(), limits.silence(), traffic);
  }
}
