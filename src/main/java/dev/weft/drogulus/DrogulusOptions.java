package dev.weft.drogulus;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * How a transport is set up. Immutable.
 *
 * @param bind where to listen, port 0 for any free one that the drogulus accepts; empty for a
 *     client, which listens on nothing
 * @param advertised the address that is told to those who ask on this machine for this node's
 *     contact, if not the one it is bound to; others go by the address from which they see it
 *     connect. Empty if unknown
 * @param connections the most connections that it has open
 */
public record DrogulusOptions(
    Optional<InetSocketAddress> bind, Optional<InetAddress> advertised, int connections) {

  /** The last port that the drogulus accepts a message from: it ignores those with a higher one. */
  public static final int MAX_PORT = Envelope.MAX_PORT;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the port is one that the drogulus ignores, or there may be
   *     no connection
   */
  public DrogulusOptions {
    if (bind.isPresent() && bind.get().getPort() > MAX_PORT) {
      throw new IllegalArgumentException(
          "the drogulus ignores nodes that listen on a port above " + MAX_PORT);
    }
    if (connections < 1) {
      throw new IllegalArgumentException("connections must be at least 1");
    }
  }
}
