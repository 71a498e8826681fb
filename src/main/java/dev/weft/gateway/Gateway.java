package dev.weft.gateway;

import dev.weft.Dht;
import dev.weft.runtime.Crew;
import dev.weft.runtime.Environment;
import dev.weft.runtime.RealEnvironment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shared by any number of threads; its parts guard themselves: serves a node over HTTP, to programs
 * and to people. Beside Weft it takes {@code io.helidon.webserver:helidon-webserver} and {@code
 * tools.jackson.jr:jackson-jr-objects}.
 *
 * {@snippet file="dev/weft/snippets/DhtSnippetsIT.java" region="gateway"}
 *
 * <p>It does not own the node, which is to be closed after it. What it serves is told by {@code
 * /openapi.json}.
 */
public final class Gateway implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private final Front front;
  private final Server server;
  private final Crew crew;
  private final URI address;

  private Gateway(Front front, Server server, Crew crew, URI address) {
    this.front = front;
    this.server = server;
    this.crew = crew;
    this.address = address;
  }

  /**
   * Opens a gateway to a node.
   *
   * @param dht the node, which stays its owner's
   * @param options where to listen, and the limits
   * @return the gateway, which serves by now
   * @throws IOException if the address cannot be listened on; the message says what to do
   */
  public static Gateway open(Dht dht, GatewayOptions options) throws IOException {
    return open(dht, options, new RealEnvironment());
  }

  /**
   * As {@link #open(Dht, GatewayOptions)}, with time and threads from elsewhere.
   *
   * @param dht the node, which stays its owner's
   * @param options where to listen, and the limits
   * @param environment brings time and threads
   * @return the gateway, which serves by now
   * @throws IOException if the address cannot be listened on
   */
  public static Gateway open(Dht dht, GatewayOptions options, Environment environment)
      throws IOException {
    InetAddress host = resolve(options.host());
    Traffic traffic = new Traffic(dht, environment);
    Front front =
        new Front(
            routes(dht, options, environment, traffic), new Guard(options, environment), options);
    Server server = Server.start(new InetSocketAddress(host, options.port()), front, options);
    Crew crew = new Crew(environment, 1);
    crew.start("weft-gateway-traffic", traffic::run);
    if (!host.isLoopbackAddress()) {
      LOG.warn(
          "HTTP is served at {}, to others than this machine and without TLS: what is sent there,"
              + " the token, too, can be read on the way",
          options.host());
    }
    return new Gateway(front, server, crew, server.address(options.host()));
  }

  static List<Route> routes(
      Dht dht, GatewayOptions options, Environment environment, Traffic traffic) {
    List<Route> routes = new ArrayList<>();
    routes.addAll(new NodeRoutes(dht, environment, traffic).routes());
    LiveLookups live = new LiveLookups(environment);
    routes.addAll(live.toldOf(new ItemRoutes(dht, environment).routes()));
    routes.addAll(live.toldOf(new TopicRoutes(dht, environment).routes()));
    routes.addAll(new LookupRoutes(dht, environment, live).routes());
    routes.addAll(new PageRoutes(options.metrics()).routes());
    return routes;
  }

  private static InetAddress resolve(String host) throws IOException {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IOException("there is no address of the name " + host, e);
    }
  }

  /** {@return where it is served, with the port that was free} */
  public URI address() {
    return address;
  }

  /**
   * Interrupts all that is being answered, and returns when no thread or socket of the gateway is
   * left. Streams are ended, but whoever is being written to at that moment is cut off. The node
   * goes on. Idempotent.
   */
  @Override
  public void close() {
    crew.close();
    front.close();
    server.close();
  }
}
