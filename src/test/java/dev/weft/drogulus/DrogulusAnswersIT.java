package dev.weft.drogulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Caller;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What nodes of this wire answer each other over TCP, and what they take for an answer. */
class DrogulusAnswersIT extends DrogulusFixture {

  @Test
  void everyKindOfRequestIsAnswered() throws Exception {
    DrogulusItem item =
        DrogulusItem.sign(Vectors.identity(9), "name", JsonValue.of("value"), 1.0, 0);
    DrogulusTransport server =
        node(
            (_, request) ->
                switch (request) {
                  case Request.Ping _,
                      Request.Leave _,
                      Request.Announce _,
                      Request.FindProviders _,
                      Request.Watch _ ->
                      throw new AssertionError(request);
                  case Request.FindNode _ -> NONE;
                  case Request.FindValue _ -> new Response.Values(List.of(item));
                  case Request.Store store -> {
                    assertThat(store.item()).isEqualTo(item);
                    yield new Response.Stored();
                  }
                });
    DrogulusTransport client = client();
    Contact to = client.identify(contact(server).address(), LONG);
    assertThat(to).isEqualTo(contact(server));
    assertThat(client.call(to, new Request.Ping(), LONG)).isEqualTo(new Response.Pong());
    assertThat(client.call(to, FIND, LONG)).isEqualTo(NONE);
    assertThat(client.call(to, new Request.FindValue(KEY), LONG))
        .isEqualTo(new Response.Values(List.of(item)));
    assertThat(client.call(to, new Request.Store(item), LONG)).isEqualTo(new Response.Stored());
    assertThat(client.connections()).isOne();
  }

  @Test
  void findsAreNeverLeftUnansweredAndRefusedStoresAre() throws Exception {
    DrogulusTransport silent = open(Optional.of(loopback(0)));
    DrogulusTransport failing =
        node(
            (_, _) -> {
              throw new IllegalStateException("a test of what is logged");
            });
    DrogulusTransport refusing = node((_, _) -> new Response.Refused(RefusalCode.FULL, "full"));
    RawPeer peer = stranger(contact(silent).address(), 7);
    DrogulusItem item = DrogulusItem.sign(peer.identity(), "name", JsonValue.of("x"), 1.0, 0);
    List<DrogulusTransport> nodes = List.of(silent, failing, refusing);
    for (int i = 0; i < nodes.size(); i++) {
      RsaPublicKey key = key(i);
      RawPeer asking = again(contact(nodes.get(i)).address(), peer, 7);
      asking.send(asking.message(key, new DrogulusMessage.Store(item)));
      assertThat(asking.ask(key, FIND_NODE).message()).isEqualTo(NOBODY);
      assertThat(asking.ask(key, new DrogulusMessage.FindValue(KEY)).message()).isEqualTo(NOBODY);
    }
  }

  @Test
  void answersNameNeitherThisNodeNorAnybodyTwiceNorTheUnusable() throws Exception {
    RsaPublicKey known = key(9);
    var contact = DrogulusContact.of(known, loopback(7));
    RawNode liar =
        raw(
            (peer, message) ->
                peer.answer(
                    message,
                    new DrogulusMessage.Nodes(
                        List.of(
                            DrogulusContact.of(key(1), loopback(8)),
                            contact,
                            contact,
                            new DrogulusContact(known.text(), "", "netstring://127.0.0.1:True")))));
    DrogulusTransport node = node(NONE_KNOWN);
    Contact to = node.identify(liar.contact().address(), LONG);
    assertThat(node.call(to, FIND, LONG))
        .isEqualTo(new Response.Nodes(List.of(new Contact(known.id(), loopback(7)))));
  }

  @Test
  void anAnswerOfAnotherNodeIsNotTaken() throws Exception {
    RsaIdentity accomplice = Vectors.identity(9);
    RawNode other =
        raw(
            (peer, message) -> {
              Envelope asked = message.envelope();
              var envelope =
                  Envelope.of(asked.uuid(), asked.sender().text(), accomplice.publicKey(), 7);
              peer.send(
                  asked.recipient().isEmpty()
                      ? peer.message(asked.uuid(), asked.sender().text(), NOBODY)
                      : SealedMessage.seal(accomplice, envelope, NOBODY));
            });
    DrogulusTransport node = node(NONE_KNOWN);
    Contact to = node.identify(other.contact().address(), LONG);
    assertThatThrownBy(() -> node.call(to, FIND, LONG))
        .isInstanceOf(RpcException.Unreachable.class);
  }

  @Test
  void anAnswerToAnotherQuestionIsNotTaken() throws Exception {
    RawNode other =
        raw(
            (peer, message) -> {
              Envelope asked = message.envelope();
              String uuid = asked.recipient().isEmpty() ? asked.uuid() : "another";
              peer.send(peer.message(uuid, asked.sender().text(), NOBODY));
            });
    DrogulusTransport node = node(NONE_KNOWN);
    Contact to = node.identify(other.contact().address(), LONG);
    assertThatThrownBy(() -> node.call(to, FIND, BRIEF)).isInstanceOf(RpcException.Timeout.class);
  }

  @Test
  void whatIsForAnotherRecipientIsMetWithSilence() throws Exception {
    DrogulusTransport node = node(this::note);
    RawPeer peer = stranger(contact(node).address(), 7);
    peer.send(peer.message(key(9), FIND_NODE));
    SealedMessage next = peer.ask(key(0), new DrogulusMessage.FindValue(KEY));
    assertThat(next.envelope().uuid()).isEqualTo("uuid 2");
    assertThat(callers).hasSize(1);
  }

  @Test
  void keysMayBeShortAndInUpperCase() throws Exception {
    var asked = new CopyOnWriteArrayList<Request>();
    DrogulusTransport node =
        node(
            (_, request) -> {
              asked.add(request);
              return NONE;
            });
    RawPeer peer = stranger(contact(node).address(), 7);
    Key small = Key.parse("0".repeat(126) + "ab");
    for (String digits :
        List.of("ab", "AB", small.toString(), KEY.toString().toUpperCase(Locale.ROOT))) {
      SealedMessage question = peer.message(key(0), FIND_NODE);
      var members = new TreeMap<>(question.sealed().members());
      members.put("key", JsonValue.of(digits));
      var sealed = new JsonValue.Obj(members);
      peer.send(
          new SealedMessage(
              question.envelope(), question.message(), sealed, peer.identity().sign(sealed)));
      assertThat(peer.receive().message()).isEqualTo(NOBODY);
    }
    Request.FindNode find = new Request.FindNode(small);
    assertThat(asked).containsExactly(find, find, find, FIND);
  }

  @Test
  void aCallerIsWhereItConnectsFromAtThePortThatItLastSaid() throws Exception {
    DrogulusTransport node = node(this::note);
    InetAddress from = InetAddress.getByName("127.0.0.7");
    InetSocketAddress to = contact(node).address();
    try (var socket = new Socket(to.getAddress(), to.getPort(), from, 0)) {
      RsaIdentity who = identity();
      RawPeer.on(socket, who, 4242).ask(key(0), FIND_NODE);
      RawPeer.on(socket, who, 4243).ask(key(0), FIND_NODE);
      RawPeer.on(socket, who, 0).ask(key(0), FIND_NODE);
      assertThat(callers)
          .containsExactly(
              Caller.node(new Contact(who.key(), new InetSocketAddress(from, 4242))),
              Caller.node(new Contact(who.key(), new InetSocketAddress(from, 4243))),
              Caller.client(who.key()));
    }
  }

  @Test
  void aTimeOutIsTheCallersOwn() throws Exception {
    var go = new CountDownLatch(1);
    DrogulusTransport slow =
        node(
            (_, request) -> {
              if (request.equals(FIND)) {
                go.await();
              }
              return NONE;
            });
    DrogulusTransport client = client();
    Contact to = client.identify(contact(slow).address(), LONG);
    assertThatThrownBy(() -> client.call(to, FIND, Duration.ofMillis(50)))
        .isInstanceOf(RpcException.Timeout.class);
    go.countDown();
    assertThat(client.call(to, FIND, LONG)).isEqualTo(NONE);
  }
}
