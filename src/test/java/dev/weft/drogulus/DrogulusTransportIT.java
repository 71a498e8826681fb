package dev.weft.drogulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.FreePort;
import dev.weft.kademlia.Contact;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.runtime.Background;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Connections between nodes of this wire over TCP: what the originals rely on. */
class DrogulusTransportIT extends DrogulusFixture {

  @Test
  void aNodeAsksOverTheConnectionThatThePeerMade() throws Exception {
    DrogulusTransport node = node(this::note);
    RawPeer peer = stranger(contact(node).address(), FreePort.find());
    assertThat(peer.ask(key(0), FIND_NODE).message()).isEqualTo(NOBODY);
    Contact there = callers.getFirst().contact().orElseThrow();
    Background<Response> call = Background.of(() -> node.call(there, FIND, LONG));
    SealedMessage question = peer.receive();
    assertThat(question.message()).isEqualTo(FIND_NODE);
    assertThat(question.envelope().isFor(peer.identity().publicKey())).isTrue();
    peer.answer(question, NOBODY);
    assertThat(call.result()).isEqualTo(NONE);
    assertThat(node.connections()).isOne();
  }

  @Test
  void aNodeServesOverConnectionsThatItMade() throws Exception {
    DrogulusTransport node = node(this::note);
    var answers = new CopyOnWriteArrayList<DrogulusMessage>();
    RawNode other =
        raw(
            (peer, message) -> {
              if (message.message() instanceof DrogulusMessage.FindNode) {
                peer.answer(message, NOBODY);
                peer.send(peer.message(key(0), FIND_NODE));
              } else {
                answers.add(message.message());
              }
            });
    node.identify(other.contact().address(), LONG);
    Background.until(() -> answers.contains(NOBODY));
    assertThat(callers).containsExactly(Caller.node(other.contact()));
  }

  @Test
  void severalConnectionsOfOneNodeAreServedEachWhereTheQuestionCame() throws Exception {
    DrogulusTransport node = node(NONE_KNOWN);
    RawPeer one = stranger(contact(node).address(), 7);
    RawPeer two = again(contact(node).address(), one, 7);
    for (RawPeer each : List.of(one, two, one)) {
      assertThat(each.ask(key(0), FIND_NODE).message()).isEqualTo(NOBODY);
    }
    assertThat(node.connections()).isEqualTo(2);
  }

  @Test
  void anAnswerMayComeOverAnotherConnectionWhichIsUsedFromThenOn() throws Exception {
    DrogulusTransport node = node(this::note);
    RawPeer one = stranger(contact(node).address(), 7);
    one.ask(key(0), FIND_NODE);
    Contact there = callers.getFirst().contact().orElseThrow();
    RawPeer two = again(contact(node).address(), one, 7);
    Background<Response> call = Background.of(() -> node.call(there, FIND, LONG));
    two.answer(one.receive(), NOBODY);
    assertThat(call.result()).isEqualTo(NONE);
    Background<Response> next = Background.of(() -> node.call(there, FIND, LONG));
    two.answer(two.receive(), NOBODY);
    assertThat(next.result()).isEqualTo(NONE);
  }

  @Test
  void aFrameIsWrittenAtOnceSoThatItsLengthIsInOnePiece() throws Exception {
    DrogulusTransport node = node(NONE_KNOWN);
    InetSocketAddress to = contact(node).address();
    try (var socket = new Socket(to.getAddress(), to.getPort())) {
      RawPeer peer = RawPeer.on(socket, identity(), 7);
      peer.send(peer.message(key(0), FIND_NODE));
      byte[] read = new byte[100_000];
      int count = socket.getInputStream().read(read);
      var frames = DrogulusCodec.frames();
      var in = new ByteArrayInputStream(read, 0, count);
      ByteBuffer first = null;
      while (first == null && frames.fill(in) >= 0) {
        first = frames.next();
      }
      assertThat(first).isNotNull();
      assertThat(frames.pending()).isZero();
    }
  }

  @Test
  void framesMayComeManyInOneWriteAndAllAreAnswered() throws Exception {
    DrogulusTransport node = node(NONE_KNOWN);
    RawPeer peer = stranger(contact(node).address(), 7);
    var burst = new ByteArrayOutputStream();
    var uuids = new ArrayList<String>();
    for (int i = 0; i < 100; i++) {
      SealedMessage question = peer.message(key(0), FIND_NODE);
      uuids.add(question.envelope().uuid());
      burst.write(question.frame());
    }
    peer.send(burst.toByteArray());
    var answered = new ArrayList<String>();
    for (int i = 0; i < 100; i++) {
      answered.add(peer.receive().envelope().uuid());
    }
    assertThat(answered).containsExactlyInAnyOrderElementsOf(uuids);
  }

  @Test
  void aNodeDialsOutFromTheAddressThatItListensOn() throws Exception {
    InetAddress from = InetAddress.getByName("127.0.0.5");
    DrogulusTransport node = open(Optional.of(new InetSocketAddress(from, 0)));
    RawNode other = raw((peer, message) -> peer.answer(message, NOBODY));
    node.identify(other.contact().address(), LONG);
    assertThat(other.seen()).containsExactly(from);
    assertThat(other.heard().getFirst().envelope().replyPort())
        .isEqualTo(contact(node).address().getPort());
  }

  @Test
  void portsThatTheDrogulusIgnoresAreRefusedOrAvoided() throws Exception {
    int tooHigh = DrogulusOptions.MAX_PORT + 1;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open(Optional.of(loopback(tooHigh))))
        .withMessageContaining("49151");
    for (int i = 0; i < 30; i++) {
      try (DrogulusTransport node = open(Optional.of(loopback(0)))) {
        assertThat(contact(node).address().getPort()).isBetween(1, DrogulusOptions.MAX_PORT);
      }
    }
  }

  @Test
  void aNodeThatNamesNoAddressIsOnThisMachineOrWhereItIsAdvertised() throws Exception {
    InetAddress any = new InetSocketAddress(0).getAddress();
    DrogulusTransport node = open(Optional.of(new InetSocketAddress(any, 0)));
    assertThat(contact(node).address().getAddress().isLoopbackAddress()).isTrue();
    RawNode other = raw((peer, message) -> peer.answer(message, NOBODY));
    assertThat(node.identify(other.contact().address(), LONG)).isEqualTo(other.contact());
    InetAddress advertised = InetAddress.getByName("192.0.2.1");
    var options = new DrogulusOptions(Optional.of(loopback(0)), Optional.of(advertised), 1);
    try (var told = DrogulusTransport.open(environment, identity(), options)) {
      assertThat(contact(told).address().getAddress()).isEqualTo(advertised);
    }
  }

  @Test
  void afterAReconnectAPeerThatSpeaksFirstIsAskedThere() throws Exception {
    DrogulusTransport node = node(this::note);
    RawPeer peer = stranger(contact(node).address(), 7);
    peer.ask(key(0), FIND_NODE);
    Contact there = callers.getFirst().contact().orElseThrow();
    peer.close();
    Background.until(() -> node.connections() == 0);
    RawPeer again = again(contact(node).address(), peer, 7);
    again.ask(key(0), FIND_NODE);
    Background<Response> call = Background.of(() -> node.call(there, FIND, LONG));
    again.answer(again.receive(), NOBODY);
    assertThat(call.result()).isEqualTo(NONE);
  }

  @Test
  void aHandlerMayCloseItsTransport() throws Exception {
    var itself = new CompletableFuture<DrogulusTransport>();
    DrogulusTransport server =
        node(
            (_, request) -> {
              if (request.equals(FIND)) {
                itself.join().close();
              }
              return NONE;
            });
    itself.complete(server);
    DrogulusTransport client = client();
    Contact to = client.identify(contact(server).address(), LONG);
    assertThatThrownBy(() -> client.call(to, FIND, LONG))
        .isInstanceOf(RpcException.Unreachable.class);
  }

  @Test
  void closingEndsHandlersAndFreesThePort() throws Exception {
    int port = FreePort.find();
    DrogulusTransport server = open(Optional.of(loopback(port)));
    var asked = new CountDownLatch(1);
    server.serve(
        (_, request) -> {
          asked.countDown();
          new CountDownLatch(1).await();
          return NONE;
        });
    DrogulusTransport client = client();
    Background<Contact> call = Background.of(() -> client.identify(loopback(port), LONG));
    asked.await();
    server.close();
    assertThat(call.failure()).isInstanceOf(RpcException.Unreachable.class);
    FreePort.awaitFree(port);
    open(Optional.of(loopback(port)));
  }
}
