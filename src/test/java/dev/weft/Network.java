package dev.weft;

import dev.weft.item.Identity;
import dev.weft.kademlia.Contact;
import dev.weft.rpc.Handler;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.runtime.Background;
import dev.weft.runtime.WatchedEnvironment;
import dev.weft.tcp.TcpOptions;
import dev.weft.tcp.TcpTransport;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The nodes of one test, on the loopback address. Closing checks that they leave no thread. */
final class Network implements AutoCloseable {

  final WatchedEnvironment environment = new WatchedEnvironment();
  final List<Dht> nodes = new ArrayList<>();
  private final List<Closeable> bare = new ArrayList<>();

  /** Settings for a node that knows no seed. */
  static DhtConfig.Builder alone() {
    return DhtConfig.builder().port(0).bind("127.0.0.1");
  }

  /** Settings for a node that joins this network. */
  DhtConfig.Builder joining() {
    DhtConfig.Builder builder = alone();
    if (!nodes.isEmpty()) {
      builder.seed(address(nodes.getFirst()));
    }
    return builder;
  }

  static String address(Dht node) {
    return "127.0.0.1:" + port(node);
  }

  static int port(Dht node) {
    return node.self().orElseThrow().address().getPort();
  }

  Dht open(DhtConfig.Builder config) throws InterruptedException {
    Dht node = Dht.open(config.build(), new RealHabitat(environment));
    nodes.add(node);
    return node;
  }

  Dht join() throws InterruptedException {
    return open(joining());
  }

  void join(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      join();
    }
  }

  /** A client that speaks to single nodes. */
  TcpTransport client() throws IOException {
    return transport(TcpOptions.client());
  }

  /** A node that answers nothing but a ping, and is in the given node's table. */
  TcpTransport mute(Dht knownTo) throws Exception {
    TcpTransport mute = transport(TcpOptions.node(new InetSocketAddress("127.0.0.1", 0)));
    Handler handler =
        (from, request) -> {
          if (!(request instanceof Request.Ping)) {
            environment.promise().await();
          }
          return new Response.Pong();
        };
    mute.serve(handler);
    Contact to = knownTo.self().orElseThrow();
    mute.call(to, new Request.Ping(), Duration.ofSeconds(10));
    Background.until(() -> knownTo.contacts() == 1);
    return mute;
  }

  private TcpTransport transport(TcpOptions options) throws IOException {
    TcpTransport transport = TcpTransport.open(environment, Identity.generate(), options);
    bare.add(transport::close);
    return transport;
  }

  /** A port that is listened on by nobody who would answer. */
  ServerSocket socket() throws IOException {
    ServerSocket socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    bare.add(socket);
    return socket;
  }

  @Override
  public void close() throws IOException {
    nodes.forEach(Dht::abort);
    for (Closeable other : bare) {
      other.close();
    }
    Background.until(() -> environment.alive().isEmpty());
  }
}
