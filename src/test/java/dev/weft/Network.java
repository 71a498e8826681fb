package dev.weft;

import dev.weft.drogulus.DrogulusOptions;
import dev.weft.drogulus.DrogulusTransport;
import dev.weft.drogulus.NetworkKeys;
import dev.weft.drogulus.RsaIdentity;
import dev.weft.item.Identity;
import dev.weft.item.Owner;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.routing.Notes;
import dev.weft.rpc.Handler;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Background;
import dev.weft.runtime.Environment;
import dev.weft.runtime.WatchedEnvironment;
import dev.weft.store.ItemStore;
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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** The nodes of one test, on the loopback address. Closing checks that they leave no thread. */
final class Network implements AutoCloseable {

  final WatchedEnvironment environment = new WatchedEnvironment();
  final List<Dht> nodes = new ArrayList<>();
  private final List<Closeable> bare = new ArrayList<>();
  private final Wire wire;
  private int identities;

  Network() {
    this(Wire.WEFT);
  }

  Network(Wire wire) {
    this.wire = wire;
  }

  /** Settings for a node that knows no seed. */
  static DhtConfig.Builder alone() {
    return DhtConfig.builder().port(0).bind("127.0.0.1");
  }

  /** Settings for a node that joins this network. */
  DhtConfig.Builder joining() {
    DhtConfig.Builder builder = alone().wire(wire);
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

  /** Another identity with each call. */
  Owner identity() {
    return switch (wire) {
      case WEFT -> Identity.generate();
      case DROGULUS -> NetworkKeys.identity(identities++);
    };
  }

  Dht open(DhtConfig.Builder config) throws InterruptedException {
    Habitat real = new RealHabitat(environment);
    Habitat habitat = wire == Wire.DROGULUS ? new AtHand(real, this::identity) : real;
    Dht node = Dht.open(config.build(), habitat);
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
  Transport client() throws IOException {
    return transport(Optional.empty());
  }

  /** A node that is in the given node's table, and from then on answers nothing but a ping. */
  Transport mute(Dht knownTo) throws Exception {
    Transport mute = transport(Optional.of(new InetSocketAddress("127.0.0.1", 0)));
    var known = new AtomicBoolean();
    Handler handler =
        (from, request) -> {
          if (request instanceof Request.Ping) {
            return new Response.Pong();
          }
          if (known.get()) {
            environment.promise().await();
          }
          return new Response.Nodes(List.of()); // to the drogulus, this is a ping
        };
    mute.serve(handler);
    Contact to = knownTo.self().orElseThrow();
    mute.call(to, new Request.Ping(), Duration.ofSeconds(10));
    Background.until(() -> knownTo.contacts() == 1);
    known.set(true);
    return mute;
  }

  private Transport transport(Optional<InetSocketAddress> bind) throws IOException {
    Transport transport =
        switch (identity()) {
          case RsaIdentity identity ->
              DrogulusTransport.open(
                  environment, identity, new DrogulusOptions(bind, Optional.empty(), 100));
          case Identity identity ->
              TcpTransport.open(
                  environment, identity, bind.map(TcpOptions::node).orElseGet(TcpOptions::client));
          default -> throw new AssertionError("there are two wires");
        };
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

  /** A habitat where new identities are at hand: to make one for the drogulus takes a second. */
  private record AtHand(Habitat real, Supplier<Owner> identities) implements Habitat {

    @Override
    public Environment environment() {
      return real.environment();
    }

    @Override
    public Owner newIdentity(DhtConfig config) {
      return identities.get();
    }

    @Override
    public Notes notes(DhtConfig config) throws IOException {
      return real.notes(config);
    }

    @Override
    public Transport transport(Owner self, DhtConfig config) throws IOException {
      return real.transport(self, config);
    }

    @Override
    public ItemStore store(Key self, DhtConfig config) throws IOException {
      return real.store(self, config);
    }
  }
}
