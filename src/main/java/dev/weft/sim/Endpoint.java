package dev.weft.sim;

import dev.weft.socket.Line;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One end of the network's wires: a number, a name, an address of its own, and who listens there.
 * Confined to the scheduler's thread.
 */
final class Endpoint {

  private static final int PORT = 1908;

  final int number;
  final String name;
  InetSocketAddress address; // of the machine where it is now
  private @Nullable SimTransport listener;
  private @Nullable Consumer<Line> door;
  private boolean gone;
  private boolean shielded;

  Endpoint(int number, String name) {
    this(number, name, inPrivate(number));
  }

  Endpoint(int number, String name, InetSocketAddress address) {
    this.number = number;
    this.name = name;
    this.address = address;
  }

  /** From 10.0.0.1 on, so there are sixteen million. */
  static InetSocketAddress inPrivate(int number) {
    int host = number + 1;
    // Nothing is looked up for an address that is written in digits.
    return new InetSocketAddress(
        "10." + (host >> 16) + "." + (host >> 8 & 0xff) + "." + (host & 0xff), PORT);
  }

  /**
   * An address on the internet, from 20.1.0.1 on, each in a /24 of its own, and 256 in a /16 each.
   */
  static InetSocketAddress onTheInternet(int number) {
    int network = number + 1;
    return new InetSocketAddress(
        (20 + (network >> 16)) + "." + (network & 0xff) + "." + (network >> 8 & 0xff) + ".1", PORT);
  }

  /** Who listens here; null where nobody does. */
  @Nullable SimTransport listener() {
    return listener;
  }

  void listener(@Nullable SimTransport transport) {
    listener = transport;
  }

  /** From now on this takes the connections that are made here; where it is null, nobody does. */
  void door(@Nullable Consumer<Line> accepting) {
    door = accepting;
  }

  /** A connection is made here; whether anybody takes it. */
  boolean knock(Line line) {
    if (door == null) {
      return false;
    }
    door.accept(line);
    return true;
  }

  /**
   * Whether the machine is gone from the network, so that it does not even say that nobody is
   * there.
   */
  boolean isGone() {
    return gone;
  }

  /** Whether nobody can connect to the machine. */
  boolean isShielded() {
    return shielded;
  }

  void shielded(boolean shielded) {
    this.shielded = shielded;
  }

  void gone(boolean gone) {
    this.gone = gone;
  }

  @Override
  public String toString() {
    return name;
  }
}
