package dev.weft.rpc;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether others can connect to a node, as far as it knows. Immutable.
 *
 * @param state yes, no, or not known
 * @param address where they can, or cannot; empty where nobody knows, and for a client
 * @param why for people: what was seen, and where nobody can connect what to do
 */
public record Reachability(State state, Optional<InetSocketAddress> address, String why) {

  /** What there is to be known. */
  public enum State {
    /** Another node has connected to it. */
    YES,
    /** It has called several nodes that would have connected, and none has. */
    NO,
    /** Too few were called, or not long enough ago. */
    UNKNOWN;

    /** {@return the name in small letters, as it is told to programs} */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
