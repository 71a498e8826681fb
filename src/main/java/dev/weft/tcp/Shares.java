package dev.weft.tcp;

import dev.weft.admission.Rate;

/**
 * What one of the others may take of what a transport takes on: a peer, who is known by its key, an
 * address, or a network, which is a /24 of IPv4 or a /64 of IPv6. Who comes back with another
 * connection finds what they have left: the last 10,000 peers and addresses are remembered.
 * Immutable.
 *
 * <p>A connection beyond a limit is refused as busy, with the reason, and closed. The answer goes
 * in the clear, as nothing is known of the other side yet.
 *
 * <p>A peer that asks too fast is not read from until it may ask again. So it loses nothing, if it
 * waits for answers like an honest one, and gains nothing, if it does not: what it sends stays
 * where it is, and costs no work. To refuse each request would cost as much as to answer it. Only
 * when that has gone on for a minute without a rest, a request is refused as busy, with the reason,
 * and the connection closed.
 *
 * @param connectionsPerAddress connections with one address; default {@value
 *     #CONNECTIONS_PER_ADDRESS}
 * @param connectionsPerNetwork connections with one network, default {@value
 *     #CONNECTIONS_PER_NETWORK}
 * @param handshakesPerAddress connections accepted from one address of which no HELLO was read yet,
 *     default {@value #HANDSHAKES_PER_ADDRESS}
 * @param handshakesPerNetwork the same of one network, default {@value #HANDSHAKES_PER_NETWORK}
 * @param handshakes how often an address may connect, default 32 times in a second and 64 at once;
 *     of IPv6, how often a network may
 * @param requestsOfPeer how often a peer may ask, default 10,000 times in a second and 20,000 at
 *     once
 * @param requestsOfAddress how often the peers at one address may ask together, default 20,000
 *     times in a second and 40,000 at once; of IPv6, those in one network
 * @param ofLoopback whether loopback addresses, too, are held to what an address and a network may
 *     take; false by default, as many nodes of one machine share them, and no stranger has one
 */
public record Shares(
    int connectionsPerAddress,
    int connectionsPerNetwork,
    int handshakesPerAddress,
    int handshakesPerNetwork,
    Rate handshakes,
    Rate requestsOfPeer,
    Rate requestsOfAddress,
    boolean ofLoopback) {

  public static final int CONNECTIONS_PER_ADDRESS = 64;
  public static final int CONNECTIONS_PER_NETWORK = 128;
  public static final int HANDSHAKES_PER_ADDRESS = 16;
  public static final int HANDSHAKES_PER_NETWORK = 64;

  /** The defaults. */
  public static final Shares DEFAULT =
      new Shares(
          CONNECTIONS_PER_ADDRESS,
          CONNECTIONS_PER_NETWORK,
          HANDSHAKES_PER_ADDRESS,
          HANDSHAKES_PER_NETWORK,
          Rate.perSecond(32, 64),
          Rate.perSecond(10_000, 20_000),
          Rate.perSecond(20_000, 40_000),
          false);

  /** Everybody may take all: for measurements in which one peer does all the work. */
  public static final Shares UNLIMITED =
      new Shares(
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Rate.UNLIMITED,
          Rate.UNLIMITED,
          Rate.UNLIMITED,
          false);

  /**
   * @throws IllegalArgumentException if a limit is not positive; the message names it
   */
  public Shares {
    positive("connectionsPerAddress", connectionsPerAddress);
    positive("connectionsPerNetwork", connectionsPerNetwork);
    positive("handshakesPerAddress", handshakesPerAddress);
    positive("handshakesPerNetwork", handshakesPerNetwork);
  }

  static void positive(String limit, int value) {
    check(limit, value > 0, value);
  }

  static void check(String limit, boolean positive, Object value) {
    if (!positive) {
      throw new IllegalArgumentException(limit + " must be positive, not " + value);
    }
  }
}
