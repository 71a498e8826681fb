package dev.weft.kademlia;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a node may meet the network for the first time. Immutable.
 *
 * @param key who must answer there, or empty where whoever answers is trusted on first use
 * @param host a host name or an address; an IPv6 address stands without brackets here
 * @param port the port, 1 to 65535
 */
public record Seed(Optional<Key> key, String host, int port) {

  /** The port of a seed that names none, and of a node that is told none: the drogulus's. */
  public static final int DEFAULT_PORT = 1908;

  /** A name or an IPv4 address; or an IPv6 address, perhaps with the interface it is local to. */
  private static final Pattern HOST =
      Pattern.compile(
          "[^\\s:@/%\\[\\]]+|[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(%[^\\s:@/%\\[\\]]+)?");

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  /**
   * Checks host and port.
   *
   * @throws IllegalArgumentException if the host has not the form of one, or the port is none
   */
  public Seed {
    if (!HOST.matcher(host).matches()) {
      throw new IllegalArgumentException(
          host.isEmpty() ? "the host is missing" : "this is no host: " + host);
    }
    if (port < 1 || port > 65535) {
      throw noPort(String.valueOf(port));
    }
  }

  private static IllegalArgumentException noPort(String text) {
    return new IllegalArgumentException("a port is a number from 1 to 65535, and this is: " + text);
  }

  /**
   * Reads {@code [KEY@]HOST[:PORT]}; an IPv6 address with a port stands in brackets. Without a
   * port, it is {@link #DEFAULT_PORT}.
   *
   * @param text the text
   * @return the seed
   * @throws IllegalArgumentException if the text is anything else; the message says where
   */
  public static Seed parse(String text) {
    return parse(text, DEFAULT_PORT);
  }

  /**
   * Reads a seed, as {@link #parse(String)} does.
   *
   * @param text the text
   * @param defaultPort the port where the text names none
   * @return the seed
   * @throws IllegalArgumentException if the text is anything else; the message says where
   */
  public static Seed parse(String text, int defaultPort) {
    int at = text.indexOf('@');
    String address = text.substring(at + 1);
    try {
      Optional<Key> key = at < 0 ? Optional.empty() : Optional.of(Key.parse(text.substring(0, at)));
      int end = endOfHost(address);
      String host = address.substring(0, end);
      int port = end == address.length() ? defaultPort : port(address.substring(end + 1));
      return new Seed(key, withoutBrackets(host), port);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "not an address: "
              + text
              + " ("
              + e.getMessage()
              + "); it is written [KEY@]HOST[:PORT], with brackets around an IPv6 address",
          e);
    }
  }

  /** The index of the colon before the port, or the end where there is none. */
  private static int endOfHost(String address) {
    int colon = address.lastIndexOf(':');
    boolean bareIpv6 = colon != address.indexOf(':') && address.charAt(colon - 1) != ']';
    return colon < 0 || bareIpv6 || colon < address.lastIndexOf(']') ? address.length() : colon;
  }

  private static int port(String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw noPort(text);
    }
    return Integer.parseInt(text);
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  /**
   * Looks the host up, which may take as long as the system's resolver takes.
   *
   * @return all that it stands for, at least one: a name may be that of many nodes
   * @throws UnknownHostException if there is no such host
   */
  public List<InetSocketAddress> resolve() throws UnknownHostException {
    return Arrays.stream(InetAddress.getAllByName(host))
        .map(address -> new InetSocketAddress(address, port))
        .toList();
  }

  /** The form that {@link #parse} reads. */
  @Override
  public String toString() {
    String address = (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    return key.map(pinned -> pinned + "@" + address).orElse(address);
  }
}
