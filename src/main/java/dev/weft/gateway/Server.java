package dev.weft.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.json.Json;
import io.helidon.http.DirectHandler;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Shared by any number of threads: the only class that knows Helidon's web server, which has a
 * virtual thread for each connection. It hands each request to the {@link Front} as a {@link Call},
 * and sends the answer. Immutable but for what the server itself holds.
 */
final class Server implements AutoCloseable {

  private static final Duration IDLE = Duration.ofMinutes(1);

  private final WebServer server;

  private Server(WebServer server) {
    this.server = server;
  }

  /**
   * Starts a server.
   *
   * @throws IOException if the address cannot be listened on
   */
  static Server start(InetSocketAddress address, Front front, GatewayOptions options)
      throws IOException {
    probe(address);
    WebServer server =
        WebServer.builder()
            .bindAddress(address)
            .shutdownHook(false)
            .featuresDiscoverServices(false)
            .shutdownGracePeriod(Duration.ofMillis(1))
            .maxTcpConnections(2 * (options.requests() + options.streams()))
            .idleConnectionTimeout(IDLE)
            .idleConnectionPeriod(IDLE)
            .directHandlers(problems())
            .routing(routing -> routing.any((request, response) -> serve(front, request, response)))
            .build();
    return new Server(server.start());
  }

  /** The server would but log it. */
  private static void probe(InetSocketAddress address) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
    } catch (IOException e) {
      throw new IOException(
          "HTTP cannot be served at %s:%d (%s); choose another port"
              .formatted(address.getHostString(), address.getPort(), e.getMessage()),
          e);
    }
  }

  private static void serve(Front front, ServerRequest request, ServerResponse response) {
    front.serve(call(request), answer -> send(answer, request, response));
  }

  private static Call call(ServerRequest request) {
    Map<String, String> headers = new TreeMap<>();
    for (Header header : request.headers()) {
      headers.put(header.headerName().lowerCase(), header.values());
    }
    InetSocketAddress from = (InetSocketAddress) request.remotePeer().address();
    return new Call(
        request.prologue().method().text(),
        request.prologue().uriPath().rawPath(),
        Call.parseQuery(request.prologue().query().rawValue()),
        headers,
        from.getAddress(),
        () -> body(request));
  }

  private static InputStream body(ServerRequest request) {
    return request.content().hasEntity()
        ? request.content().inputStream()
        : InputStream.nullInputStream();
  }

  private static void send(Answer answer, ServerRequest request, ServerResponse response) {
    response.status(Status.create(answer.status()));
    answer.headers().forEach((name, value) -> response.header(name, value));
    switch (answer) {
      case Answer.Whole whole when Method.HEAD.equals(request.prologue().method()) -> {
        response.contentLength(whole.body().length);
        response.send();
      }
      case Answer.Whole whole -> response.send(whole.body());
      case Answer.Events events -> send(events, response);
    }
    if (request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
      throw new CloseConnectionException("closed as was asked");
    }
  }

  private static void send(Answer.Events events, ServerResponse response) {
    try (EventWriter out = new EventWriter(response.outputStream())) {
      events.feed().writeTo(out);
    } catch (InterruptedException e) {
      // The gateway is being closed; whoever listens is told by the end.
    }
  }

  /** What is wrong with requests that come to no route is told in the same form. */
  private static DirectHandlers problems() {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      handlers.addHandler(type, Server::problem);
    }
    return handlers.build();
  }

  private static DirectHandler.TransportResponse problem(
      DirectHandler.TransportRequest request,
      DirectHandler.EventType type,
      Status status,
      ServerResponseHeaders headers,
      String message) {
    Problem problem = new Problem(status.code(), "the request cannot be read");
    return DirectHandler.TransportResponse.builder()
        .status(status)
        .header(HeaderNames.CONTENT_TYPE, "application/problem+json")
        .entity(Json.line(problem.document()).getBytes(UTF_8))
        .keepAlive(false)
        .build();
  }

  /** Where it listens. */
  URI address(String host) {
    String literal = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return URI.create("http://" + literal + ":" + server.port() + "/");
  }

  /** Ends it; nothing is being answered any more. */
  @Override
  public void close() {
    server.stop();
  }
}
