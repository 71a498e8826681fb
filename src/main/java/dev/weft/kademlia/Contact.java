package dev.weft.kademlia;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;

/**
 * A node as others know it: its key, and where it listens. Immutable.
 *
 * <p>A contact can always be dialled in principle: its address is resolved, and is neither a
 * wildcard nor a multicast address, and its port is not 0. Whoever reads contacts from strangers
 * asks {@link #isPlausible} first.
 *
 * @param key the node's key, SHA-512 of its public key
 * @param address the address and port on which it accepts connections
 */
public record Contact(Key key, InetSocketAddress address) {

  /**
   * Checks that the address could be one of a node's.
   *
   * @throws IllegalArgumentException if no node could be reached at the address
   */
  public Contact {
    if (!isPlausible(address)) {
      throw new IllegalArgumentException("no node can be reached at " + address);
    }
  }

  /**
   * {@return whether a node could listen at an address at all}
   *
   * @param address an address and a port, resolved or not
   */
  public static boolean isPlausible(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    return host != null
        && !host.isAnyLocalAddress()
        && !host.isMulticastAddress()
        && address.getPort() != 0;
  }

  /** {@return from where it can be reached} */
  public Reach reach() {
    return Reach.of(address.getAddress());
  }

  /**
   * Of the contacts that this node names, those to listen to. What is {@linkplain Reach#PUBLIC
   * public} can know of no others that are of use to anybody: who names a private address would
   * have the listener dial what is in its own network.
   *
   * @param named whom it names
   * @return those of them, in the same order
   */
  public Collection<Contact> mayName(Collection<Contact> named) {
    return reach() == Reach.PUBLIC
        ? named.stream().filter(contact -> contact.reach() == Reach.PUBLIC).toList()
        : named;
  }

  /**
   * {@return an address as it is shown and written down, {@code 127.0.0.1:1908}: numeric, IPv6 in
   * brackets}
   *
   * @param address one that is resolved
   */
  public static String written(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }

  /** Abbreviated key and address, as in {@code 1f0c9a3e@127.0.0.1:1908}. */
  @Override
  public String toString() {
    return key.abbreviated() + "@" + written(address);
  }
}
