package dev.weft.tcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.admission.Refusal;
import dev.weft.item.ContentItem;
import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.runtime.Background;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers, liars and limits do to a transport: they cost a connection, never the node. */
class TcpAbuseIT extends TcpFixture {

  private final Samples samples = new Samples(6);
  private final Limits limits = new Limits();
  private final Identity stranger = nodes.identity();

  private RawPeer greeted(TcpTransport node) throws Exception {
    return greeted(node, stranger);
  }

  private RawPeer greeted(TcpTransport node, Identity identity) throws Exception {
    RawPeer peer = nodes.stranger(node);
    peer.send(Nodes.hello(identity, 0));
    assertThat(peer.receive()).isInstanceOf(Message.Hello.class);
    return peer;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"GET / HTTP/1.1\r\n\r\n", "131073:", "3:\1\2\3,", "9:\2\0\0\0\0\0\0\0\0,", "0:x"})
  void garbageInPlaceOfHelloCostsTheConnection(String garbage) throws Exception {
    TcpTransport node = nodes.node(Nodes.PONG);
    RawPeer peer = nodes.stranger(node);
    peer.send(garbage.getBytes(ISO_8859_1));
    assertThat(peer.isCutOff()).isTrue();
    Background.until(() -> Nodes.refused(node, Refusal.UNREADABLE) == 1);
    assertThat(ping(nodes.client(), node)).isEqualTo(PONG);
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "131073:", "10:\2\0\0\0\0\0\0\0\0x,", "9:\1\0\0\0\0\0\0\0\0,"})
  void garbageAfterHelloCostsTheConnection(String garbage) throws Exception {
    TcpTransport node = nodes.node(Nodes.PONG);
    RawPeer peer = greeted(node);
    peer.send(garbage.getBytes(ISO_8859_1));
    assertThat(peer.isCutOff()).isTrue();
    Background.until(() -> Nodes.refused(node, Refusal.UNREADABLE) == 1);
    assertThat(ping(nodes.client(), node)).isEqualTo(PONG);
  }

  @Test
  void whoLeavesInTheMidstOfAFrameIsForgotten() throws Exception {
    TcpTransport node = nodes.node(Nodes.PONG);
    RawPeer early = nodes.stranger(node);
    early.send("100:weft".getBytes(ISO_8859_1));
    early.close();
    RawPeer late = greeted(node);
    late.send("100:weft".getBytes(ISO_8859_1));
    late.close();
    Background.until(() -> node.counts().connections() == 0);
    assertThat(ping(nodes.client(), node)).isEqualTo(PONG);
  }

  @Test
  void anUnknownRequestIsRefusedAndTheConnectionLives() throws Exception {
    RawPeer peer = greeted(nodes.node(Nodes.PONG));
    peer.send(new Message.Unknown(100, 1));
    var answer = (Message.Answer) peer.receive();
    assertThat(answer.response())
        .isInstanceOfSatisfying(
            Response.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.UNKNOWN_REQUEST));
    peer.send(new Message.Call(2, PING));
    assertThat(peer.receive()).isEqualTo(new Message.Answer(2, PONG));
  }

  @Test
  void whoSaysHelloTooSlowlyIsCutOff() throws Exception {
    limits.handshakeTime = Duration.ofMillis(20);
    TcpTransport node = nodes.node(Nodes.PONG, limits);
    RawPeer peer = nodes.stranger(node);
    peer.send("1".getBytes(ISO_8859_1));
    assertThat(peer.isCutOff()).isTrue();
    Background.until(() -> Nodes.refused(node, Refusal.HANDSHAKE_TIME) == 1);
  }

  @Test
  void whoIsDialledAndSaysNothingIsGivenUp() throws Exception {
    limits.handshakeTime = Duration.ofMillis(20);
    limits.dials = 1;
    TcpTransport client = nodes.client(limits);
    try (ServerSocket server = Nodes.server()) {
      Contact silent = Nodes.at(server, samples.key());
      assertThatThrownBy(() -> client.call(silent, PING, LONG))
          .isInstanceOf(RpcException.Timeout.class)
          .hasMessageContaining("in time");
      Background.until(() -> Nodes.refused(client, Refusal.HANDSHAKE_TIME) == 1);
    }
  }

  @Test
  void dialsAreSharedAndLimitedAndOutliveTheirCallers() throws Exception {
    limits.dials = 1;
    TcpTransport client = nodes.client(limits);
    try (ServerSocket server = Nodes.server()) {
      Contact silent = Nodes.at(server, stranger.key());
      assertThatThrownBy(() -> client.call(silent, PING, Duration.ofMillis(5)))
          .isInstanceOf(RpcException.Timeout.class);
      var interrupted = Background.of(() -> client.call(silent, PING, LONG));
      interrupted.interrupt();
      assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
      assertThatThrownBy(() -> client.call(samples.contact(), PING, LONG))
          .isInstanceOf(RpcException.Unsent.class)
          .hasMessageContaining("dials too many");
      var call = Background.of(() -> client.call(silent, PING, LONG));
      RawPeer peer = nodes.accept(server);
      assertThat(peer.receive()).isInstanceOf(Message.Hello.class);
      peer.send(Nodes.hello(stranger, server.getLocalPort()));
      peer.send(new Message.Answer(peer.receiveCall().id(), PONG));
      assertThat(call.result()).isEqualTo(PONG);
    }
  }

  @Test
  void closingEndsThoseWhoWaitForAConnection() throws Exception {
    TcpTransport client = nodes.client();
    try (ServerSocket server = Nodes.server()) {
      var call = Background.of(() -> client.call(Nodes.at(server, samples.key()), PING, LONG));
      assertThat(nodes.accept(server).receive()).isInstanceOf(Message.Hello.class);
      client.close();
      assertThat(call.failure()).isInstanceOf(RpcException.Unsent.class);
    }
  }

  private Throwable dialled(Message answer) throws Exception {
    TcpTransport client = nodes.client();
    try (ServerSocket server = Nodes.server()) {
      var call = Background.of(() -> client.call(Nodes.at(server, stranger.key()), PING, LONG));
      RawPeer peer = nodes.accept(server);
      peer.receive();
      peer.send(answer);
      return call.failure();
    }
  }

  @Test
  void whoIsDialledHasToSayHello() throws Exception {
    assertThat(dialled(new Message.Answer(0, PONG)))
        .isInstanceOf(RpcException.Unreachable.class)
        .hasMessageContaining("no HELLO");
    assertThat(dialled(new Message.Answer(0, new Response.Refused(RefusalCode.CLOSING, "bye"))))
        .isInstanceOf(RpcException.Refused.class)
        .hasMessage("bye");
    assertThat(dialled(new Message.Hello("other", stranger.publicKey(), 1, null, "")))
        .isInstanceOf(RpcException.Refused.class)
        .hasMessageContaining("network \"other\"");
  }

  @Test
  void aPeerThatDoesNotReadHoldsUpNobodyBeyondTheirTime() throws Exception {
    limits.queuedBytes = 2 * MessageCodec.MAX_BYTES;
    TcpTransport client = nodes.client(limits);
    try (ServerSocket server = Nodes.server()) {
      Contact deaf = Nodes.at(server, stranger.key());
      var store =
          new Request.Store(ContentItem.of(samples.bytes(Item.MAX_VALUE_BYTES), Instant.EPOCH));
      var first = Background.of(() -> client.call(deaf, PING, LONG));
      RawPeer peer = nodes.accept(server);
      peer.receive();
      peer.send(Nodes.hello(stranger, server.getLocalPort()));
      peer.send(new Message.Answer(peer.receiveCall().id(), PONG));
      assertThat(first.result()).isEqualTo(PONG);
      Throwable failure;
      do {
        failure = Background.of(() -> client.call(deaf, store, Duration.ofMillis(1))).failure();
      } while (failure instanceof RpcException.Timeout);
      assertThat(failure).isInstanceOf(RpcException.Unsent.class);
      nodes.environment.forward(limits.silence.multipliedBy(2));
      assertThatThrownBy(() -> client.call(deaf, PING, Duration.ofMillis(50)))
          .isInstanceOf(RpcException.class);
      assertThat(Nodes.refused(client, Refusal.SILENT)).isOne();
    }
  }

  @Test
  void strangersBeyondTheHandshakeLimitAreTurnedAway() throws Exception {
    limits.handshakes = 2;
    TcpTransport node = nodes.node(Nodes.PONG, limits);
    RawPeer first = nodes.stranger(node);
    nodes.stranger(node);
    RawPeer third = nodes.stranger(node);
    assertThat(third.isCutOff()).isTrue();
    assertThat(Nodes.refused(node, Refusal.HANDSHAKES)).isOne();
    first.send(Nodes.hello(stranger, 0));
    assertThat(first.receive()).isInstanceOf(Message.Hello.class);
  }

  @Test
  void theLeastRecentlyUsedConnectionMakesRoomForAnother() throws Exception {
    limits.connections = 2;
    TcpTransport client = nodes.client(limits);
    var servers = new ArrayList<TcpTransport>();
    for (int i = 0; i < 3; i++) {
      servers.add(nodes.node(Nodes.PONG));
    }
    for (int round = 0; round < 3; round++) {
      for (TcpTransport server : servers) {
        assertThat(ping(client, server)).isEqualTo(PONG);
      }
      assertThat(client.counts().connections()).isEqualTo(2);
    }
    // The newcomer may be in use a moment before the other has been closed and counted.
    Background.until(() -> Nodes.refused(client, Refusal.MADE_WAY) == 7);
  }

  @Test
  void whereAllConnectionsAreInUseNewOnesAreRefused() throws Exception {
    var asked = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    limits.connections = 1;
    TcpTransport server =
        nodes.node(
            (from, request) -> {
              asked.countDown();
              go.await();
              return PONG;
            },
            limits);
    TcpTransport one = nodes.client(limits);
    TcpTransport other = nodes.node(Nodes.PONG);
    var call = Background.of(() -> ping(one, server));
    asked.await();
    assertThatThrownBy(() -> ping(other, server))
        .isInstanceOfSatisfying(
            RpcException.Refused.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.BUSY));
    assertThatThrownBy(() -> ping(one, other))
        .isInstanceOf(RpcException.Unsent.class)
        .hasMessageContaining("connections are in use");
    go.countDown();
    assertThat(call.result()).isEqualTo(PONG);
  }

  @Test
  void manyStrangersAtOnceLeaveTheNodeInOrder() throws Exception {
    TcpTransport node = nodes.node(Nodes.PONG);
    for (int i = 0; i < 50; i++) {
      RawPeer peer = greeted(node, nodes.identity());
      peer.send(samples.bytes(40));
    }
    assertThat(ping(nodes.client(), node)).isEqualTo(PONG);
  }
}
