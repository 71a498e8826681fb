package dev.weft.cli;

import dev.weft.kademlia.Contact;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** By which of its addresses this machine takes part in the network. Stateless. */
final class OwnAddress {

  private OwnAddress() {}

  /**
   * The address from which others are reached: those with a public address rather than those on
   * this machine or its networks, as whoever asks may be anywhere.
   *
   * @param from as {@link #from}
   * @return empty if none of them can be reached
   */
  static Optional<InetAddress> among(
      List<Contact> others, Function<InetSocketAddress, Optional<InetAddress>> from) {
    return others.stream()
        .sorted(
            Comparator.comparing(Contact::reach)
                .reversed()
                .thenComparing(other -> other.address().getAddress().isLoopbackAddress()))
        .flatMap(other -> from.apply(other.address()).stream())
        .findFirst();
  }

  /** The address from which this machine would send to another; nothing is sent. */
  static Optional<InetAddress> from(InetSocketAddress other) {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(other);
      return Optional.of(socket.getLocalAddress())
          .filter(Predicate.not(InetAddress::isAnyLocalAddress));
    } catch (SocketException e) {
      return Optional.empty(); // no way leads there
    }
  }
}
