package dev.weft.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * How a transport is set up. Immutable.
 *
 * @param bind where to listen, port 0 for any free one; null for a client, which listens on nothing
 *     (default)
 * @param advertised where others reach this node, if that is not the address from which they see it
 *     connect, as behind a port forwarding; port 0 stands for the port listened on; null if unknown
 *     (default)
 * @param network the name of the network; nodes of different networks refuse each other; default
 *     {@value #NETWORK}
 * @param agent program and version, shown to the operators of other nodes; default {@value #AGENT}
 * @param secure whether to speak TLS with others and nothing else; otherwise all is in the clear,
 *     for laboratories; default true
 * @param limits how much to take on; default {@link TcpLimits#DEFAULT}
 */
public record TcpOptions(
    @Nullable InetSocketAddress bind,
    @Nullable InetSocketAddress advertised,
    String network,
    String agent,
    boolean secure,
    TcpLimits limits) {

  public static final String NETWORK = "weft";
  public static final String AGENT = "weft";

  /**
   * @throws IllegalArgumentException if the network's name has more than 255 bytes, or others could
   *     never reach the advertised address
   */
  public TcpOptions {
    if (network.getBytes(UTF_8).length > HelloCodec.MAX_TEXT_BYTES) {
      throw new IllegalArgumentException("the name of the network has more than 255 bytes");
    }
    if (advertised != null
        && (advertised.isUnresolved()
            || advertised.getAddress().isAnyLocalAddress()
            || advertised.getAddress().isMulticastAddress())) {
      throw new IllegalArgumentException("nobody can reach the advertised address " + advertised);
    }
  }

  /** A client of the default network. */
  public static TcpOptions client() {
    return new TcpOptions(null, null, NETWORK, AGENT, true, TcpLimits.DEFAULT);
  }

  /** A node of the default network that listens. */
  public static TcpOptions node(InetSocketAddress bind) {
    return new TcpOptions(bind, null, NETWORK, AGENT, true, TcpLimits.DEFAULT);
  }

  /** The same, in another network. */
  public TcpOptions withNetwork(String network) {
    return new TcpOptions(bind, advertised, network, agent, secure, limits);
  }

  /** The same, advertising an address. */
  public TcpOptions withAdvertised(InetSocketAddress advertised) {
    return new TcpOptions(bind, advertised, network, agent, secure, limits);
  }

  /** The same, speaking TLS or not. */
  public TcpOptions withSecure(boolean secure) {
    return new TcpOptions(bind, advertised, network, agent, secure, limits);
  }

  /** The same, with other limits. */
  public TcpOptions withLimits(TcpLimits limits) {
    return new TcpOptions(bind, advertised, network, agent, secure, limits);
  }
}
