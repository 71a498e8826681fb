package dev.weft.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.admission.Refusal;
import dev.weft.item.Identity;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Handler;
import dev.weft.rpc.Response;
import dev.weft.runtime.Background;
import dev.weft.runtime.WatchedEnvironment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** The nodes of one test on the loopback address. Closing checks that they leave nothing. */
final class Nodes implements AutoCloseable {

  static final Handler PONG = (from, request) -> new Response.Pong();

  final WatchedEnvironment environment = new WatchedEnvironment();
  private final List<TcpTransport> opened = new ArrayList<>();
  private final List<RawPeer> raw = new ArrayList<>();
  private int secrets;

  /** Whether the nodes that are opened speak TLS. */
  boolean secure;

  static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Another identity with each call; those of a test are always the same. */
  Identity identity() {
    byte[] secret = new byte[32];
    secret[0] = (byte) ++secrets;
    return Identity.fromSecret(secret);
  }

  TcpTransport open(Identity identity, TcpOptions options) throws IOException {
    TcpTransport transport = TcpTransport.open(environment, identity, options.withSecure(secure));
    opened.add(transport);
    return transport;
  }

  TcpTransport node(Handler handler) throws IOException {
    return node(handler, new Limits());
  }

  TcpTransport node(Handler handler, Limits limits) throws IOException {
    var options = TcpOptions.node(loopback(0)).withLimits(limits.build());
    TcpTransport node = open(identity(), options);
    node.serve(handler);
    return node;
  }

  TcpTransport client() throws IOException {
    return client(new Limits());
  }

  TcpTransport client(Limits limits) throws IOException {
    return open(identity(), TcpOptions.client().withLimits(limits.build()));
  }

  static Contact contact(TcpTransport node) {
    return node.self().orElseThrow();
  }

  /** A stranger who connects to a node. */
  RawPeer stranger(TcpTransport node) throws IOException {
    RawPeer peer = RawPeer.connect(contact(node).address());
    raw.add(peer);
    return peer;
  }

  /** A stranger who listens: what the next to connect will meet. */
  RawPeer accept(ServerSocket server) throws IOException {
    RawPeer peer = RawPeer.on(server.accept());
    raw.add(peer);
    return peer;
  }

  static ServerSocket server() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  static Contact at(ServerSocket server, Key key) {
    return new Contact(key, loopback(server.getLocalPort()));
  }

  static Message.Hello hello(Identity identity, int port) {
    return new Message.Hello(TcpOptions.NETWORK, identity.publicKey(), port, null, "test");
  }

  /** How often a node has refused something for one reason. */
  static long refused(TcpTransport node, Refusal refusal) {
    return node.refusals().getOrDefault(refusal.label(), 0L);
  }

  @Override
  public void close() throws IOException {
    for (RawPeer peer : raw) {
      peer.close();
    }
    opened.forEach(TcpTransport::close);
    for (TcpTransport transport : opened) {
      assertThat(transport.counts().connections()).isZero();
      assertThat(transport.counts().callsInFlight()).isZero();
      assertThat(transport.counts().requestsInFlight()).isZero();
      Background.until(() -> transport.counts().bytesInFlight() == 0);
    }
    Background.until(() -> environment.alive().isEmpty());
  }
}
