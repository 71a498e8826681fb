package dev.weft.tcp;

import dev.weft.runtime.Crew;
import dev.weft.runtime.Environment;
import dev.weft.socket.Outbox;

/** What all connections of a transport share. Immutable, its parts safe for use by any thread. */
record Hub(
    Environment environment, TcpLimits limits, Crew crew, Traffic traffic, Requests requests) {

  Hub(Environment environment, TcpLimits limits) {
    this(environment, limits, new Crew(environment), new Traffic());
  }

  private Hub(Environment environment, TcpLimits limits, Crew crew, Traffic traffic) {
    this(environment, limits, crew, traffic, new Requests(crew, traffic, limits.requests()));
  }

  /** What is to be written over a new connection. */
  Outbox outbox() {
    return new Outbox(environment, limits.queuedBytes(), limits.silence(), traffic::sent);
  }
}
