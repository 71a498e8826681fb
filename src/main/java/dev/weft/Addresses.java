package dev.weft;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Seed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** The addresses that a configuration names, looked up. Stateless. */
final class Addresses {

  private Addresses() {}

  /** Where to listen. */
  static InetSocketAddress bind(DhtConfig config) throws IOException {
    return config.bind().isPresent()
        ? new InetSocketAddress(host(config.bind().get()), config.port())
        : new InetSocketAddress(config.port());
  }

  /** Reads {@code HOST[:PORT]}; without a port, it is the one that is listened on. */
  static InetSocketAddress advertised(String text) throws IOException {
    Seed address = Seed.parse(text, 1);
    boolean namesPort = address.equals(Seed.parse(text, 2));
    InetAddress host = host(address.host());
    if (!Contact.isPlausible(new InetSocketAddress(host, 1))) {
      throw new IOException(
          "nobody can reach the advertised address " + text + "; name one that others can dial");
    }
    return new InetSocketAddress(host, namesPort ? address.port() : 0);
  }

  private static InetAddress host(String name) throws IOException {
    try {
      return InetAddress.getByName(name);
    } catch (UnknownHostException e) {
      throw new IOException("there is no host named " + name + " to listen on or advertise", e);
    }
  }
}
