package dev.weft.tcp;

import java.time.Duration;

/**
 * How much a transport takes on. Beyond each limit something is refused, and never more memory
 * used; the transport counts it. Each must be positive. What one stranger may take of it, or many
 * of one place, is said by {@link Shares}. Immutable.
 *
 * <p>Where no source is named, the default is Weft's own choice for a node with some hundred
 * neighbours.
 *
 * @param connections connections in all, default {@value #CONNECTIONS}; the least recently used
 *     idle one makes room, and where none is idle, the new one is turned away
 * @param handshakes connections accepted of which no HELLO was read yet, default {@value
 *     #HANDSHAKES}; further ones are refused as busy, in the clear, and closed
 * @param dials attempts to connect that are under way, default {@value #DIALS}; further calls are
 *     not sent
 * @param handshakeTime the longest time from the first byte of a connection to the other side's
 *     HELLO, default 5 s (the drogulus's time for a call)
 * @param callsPerConnection calls in flight on one connection, default {@value
 *     #CALLS_PER_CONNECTION}; further ones are not sent
 * @param requestsPerConnection requests of one peer that are being answered, default {@value
 *     #REQUESTS_PER_CONNECTION}; further ones are refused as busy
 * @param requests requests that are being answered in all, default {@value #REQUESTS}; further ones
 *     are refused as busy
 * @param queuedBytes bytes that wait to be written to one connection, default 1 MiB, at least twice
 *     the longest payload; beyond, calls are not sent, and an answer that does not fit closes the
 *     connection
 * @param bytes bytes of requests that are being answered, with room for what they ask for, and of
 *     all that waits to be written, in all; default 64 MiB. A request is refused as busy beyond a
 *     half of them; where nothing of its peer is under way, only beyond the whole: so those who do
 *     not read their answers leave enough for the first answer to everybody else
 * @param silence the longest time that a peer may leave what is written to it unread, or say
 *     nothing at all while calls time out, default 10 s; whoever next has something to send to it
 *     after that closes the connection, and calls are tried over a new one
 * @param idle how long a connection is kept that no request goes over, default 2 min: then it is
 *     closed, at the latest after half as long again. Routers in between forget a silent connection
 *     after some 5 minutes, and tell nobody
 * @param shares what one peer, address or network may take of all that, default {@link
 *     Shares#DEFAULT}
 */
public record TcpLimits(
    int connections,
    int handshakes,
    int dials,
    Duration handshakeTime,
    int callsPerConnection,
    int requestsPerConnection,
    int requests,
    int queuedBytes,
    long bytes,
    Duration silence,
    Duration idle,
    Shares shares) {

  public static final int CONNECTIONS = 512;
  public static final int HANDSHAKES = 128;
  public static final int DIALS = 256;
  public static final int CALLS_PER_CONNECTION = 1024;
  public static final int REQUESTS_PER_CONNECTION = CALLS_PER_CONNECTION;
  public static final int REQUESTS = 4096;

  /** The defaults. */
  public static final TcpLimits DEFAULT =
      new TcpLimits(
          CONNECTIONS,
          HANDSHAKES,
          DIALS,
          Duration.ofSeconds(5),
          CALLS_PER_CONNECTION,
          REQUESTS_PER_CONNECTION,
          REQUESTS,
          1024 * 1024,
          64L << 20,
          Duration.ofSeconds(10),
          Duration.ofMinutes(2),
          Shares.DEFAULT);

  /**
   * @throws IllegalArgumentException if a limit is not positive, or fewer bytes may be queued than
   *     twice the longest payload; the message names the limit
   */
  public TcpLimits {
    Shares.positive("connections", connections);
    Shares.positive("handshakes", handshakes);
    Shares.positive("dials", dials);
    positive("handshakeTime", handshakeTime);
    Shares.positive("callsPerConnection", callsPerConnection);
    Shares.positive("requestsPerConnection", requestsPerConnection);
    Shares.positive("requests", requests);
    Shares.check("bytes", bytes > 0, bytes);
    positive("silence", silence);
    positive("idle", idle);
    if (queuedBytes < 2 * MessageCodec.MAX_BYTES) {
      throw new IllegalArgumentException(
          "queuedBytes must be at least " + 2 * MessageCodec.MAX_BYTES + ", not " + queuedBytes);
    }
  }

  /** The same, with another limit to the connections in all. */
  public TcpLimits withConnections(int connections) {
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
        shares);
  }

  /** The same, with other shares. */
  public TcpLimits withShares(Shares shares) {
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
        shares);
  }

  private static void positive(String limit, Duration value) {
    Shares.check(limit, value.isPositive(), value);
  }
}
