package dev.weft.drogulus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Dht;
import dev.weft.DhtConfig;
import dev.weft.Habitat;
import dev.weft.Wire;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Handler;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.runtime.Background;
import dev.weft.runtime.WatchedEnvironment;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Nodes of this wire on the loopback address. After each test nothing may be left of them. */
@Timeout(60)
abstract class DrogulusFixture {

  static final Duration LONG = Duration.ofSeconds(20);

  /** Where it is to be shown that nothing comes. */
  static final Duration BRIEF = Duration.ofMillis(300);

  static final Key KEY = Key.of("a key");
  static final Request FIND = new Request.FindNode(KEY);
  static final DrogulusMessage FIND_NODE = new DrogulusMessage.FindNode(KEY);
  static final DrogulusMessage OK = new DrogulusMessage.Ok();
  static final DrogulusMessage NOBODY = new DrogulusMessage.Nodes(List.of());
  static final Response NONE = new Response.Nodes(List.of());
  static final Handler NONE_KNOWN = (_, _) -> NONE;

  final WatchedEnvironment environment = new WatchedEnvironment();
  final List<Caller> callers = new CopyOnWriteArrayList<>();
  private final List<Closeable> opened = new ArrayList<>();
  private final List<DrogulusTransport> transports = new ArrayList<>();
  private int identities;

  /** Another identity with each call; those of a test are always the same. */
  final RsaIdentity identity() {
    return Vectors.identity(identities++);
  }

  /** The public key of the node that was opened as the given one. */
  static RsaPublicKey key(int number) {
    return Vectors.identity(number).publicKey();
  }

  /** Answers, and takes note of who has asked. */
  final Response note(Caller from, Request request) {
    callers.add(from);
    return request instanceof Request.Store ? new Response.Stored() : NONE;
  }

  static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  final DrogulusTransport open(Optional<InetSocketAddress> bind) throws IOException {
    var options = new DrogulusOptions(bind, Optional.empty(), 100);
    DrogulusTransport transport = DrogulusTransport.open(environment, identity(), options);
    transports.add(transport);
    return transport;
  }

  final DrogulusTransport node(Handler handler) throws IOException {
    DrogulusTransport node = open(Optional.of(loopback(0)));
    node.serve(handler);
    return node;
  }

  final DrogulusTransport client() throws IOException {
    return open(Optional.empty());
  }

  static Contact contact(DrogulusTransport node) {
    return node.self().orElseThrow();
  }

  /** Settings of a whole node. */
  final DhtConfig.Builder config() {
    return DhtConfig.builder()
        .wire(Wire.DROGULUS)
        .bind("127.0.0.1")
        .port(0)
        .identity(identity())
        .callTimeout(Duration.ofSeconds(1))
        .operationTimeout(Duration.ofSeconds(10));
  }

  final Dht dht(DhtConfig.Builder config) throws InterruptedException {
    Dht dht = Dht.open(config.build(), Habitat.real(environment));
    opened.add(dht::abort);
    return dht;
  }

  static InetSocketAddress address(Dht dht) {
    return dht.self().orElseThrow().address();
  }

  static String seed(Contact contact) {
    return "127.0.0.1:" + contact.address().getPort();
  }

  /** A node that does as the test says. */
  final RawNode raw(RawNode.Script script) throws IOException {
    var node = new RawNode(identity(), script);
    opened.add(node);
    return node;
  }

  /** Somebody who connects, and says that it listens at a port. */
  final RawPeer stranger(InetSocketAddress address, int port) throws IOException {
    RawPeer peer = RawPeer.connect(address, identity(), port);
    opened.add(peer::close);
    return peer;
  }

  /** The same node once more. */
  final RawPeer again(InetSocketAddress address, RawPeer who, int port) throws IOException {
    RawPeer peer = RawPeer.connect(address, who.identity(), port);
    opened.add(peer::close);
    return peer;
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    for (Closeable each : opened) {
      each.close();
    }
    transports.forEach(DrogulusTransport::close);
    assertThat(transports).allMatch(transport -> transport.connections() == 0);
    assertThat(transports).allMatch(transport -> transport.calls() == 0);
    Background.until(() -> environment.alive().isEmpty());
  }
}
