package dev.weft.drogulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.runtime.Background;
import dev.weft.sim.Simulated;
import dev.weft.socket.Line;
import dev.weft.socket.MemoryLine;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls over lines in memory, to peers that do as the test says. */
class DrogulusTransportTest extends Simulated {

  private static final Duration LONG = Duration.ofSeconds(5);
  private static final DrogulusMessage NOBODY = new DrogulusMessage.Nodes(List.of());
  private static final DrogulusMessage OK = new DrogulusMessage.Ok();
  private static final Request PING = new Request.Ping();
  private static final Request FIND = new Request.FindNode(Key.of("a key"));
  private static final Response NONE = new Response.Nodes(List.of());

  private final RsaIdentity self = Vectors.identity(0);
  private final RsaIdentity other = Vectors.identity(1);
  private final RsaIdentity stranger = Vectors.identity(2);
  private final List<MemoryLine> dialled = new ArrayList<>();
  private final DrogulusTransport transport =
      DrogulusTransport.over(environment, self, 4, Optional.of(contact(self, 1908)), this::dial);
  private final Contact to = contact(other, 1);

  private Line dial(InetSocketAddress address) {
    MemoryLine[] lines = MemoryLine.pair(address.getAddress());
    dialled.add(lines[1]);
    return lines[0];
  }

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static Contact contact(RsaIdentity node, int port) {
    return new Contact(node.key(), address(port));
  }

  private <T> Background<T> at(Callable<T> call) throws InterruptedException {
    Background<T> calling = Background.of(environment, call);
    settle();
    return calling;
  }

  private Background<Response> calling(Request request) throws InterruptedException {
    return at(() -> transport.call(to, request, LONG));
  }

  /** The end of the line that was dialled last. */
  private RawPeer last(RsaIdentity who) {
    return RawPeer.on(dialled.getLast(), who, 1);
  }

  /** Meets the other node, and gives its end of the link. */
  private RawPeer met() throws Exception {
    Background<Contact> meeting = at(() -> transport.identify(to.address(), LONG));
    RawPeer peer = last(other);
    peer.answer(peer.receive(), NOBODY);
    assertThat(meeting.result()).isEqualTo(to);
    return peer;
  }

  @Test
  void questionsAndAnswersAreCounted() throws Exception {
    RawPeer peer = met();
    assertThat(transport.messages()).isEqualTo(1);
    peer.ask(self.publicKey(), new DrogulusMessage.FindNode(self.key()));
    assertThat(transport.messages()).isEqualTo(2);
  }

  @AfterEach
  void closingLeavesNothing() throws Exception {
    transport.close();
    transport.close();
    settle();
    assertThat(transport.connections()).isZero();
    assertThat(transport.calls()).isZero();
    assertThat(environment.threads()).as("with this one").isEqualTo(1);
  }

  @Test
  void aNodeIsMetAndThenCalledOverTheSameLink() throws Exception {
    RawPeer peer = met();
    Background<Response> call = calling(FIND);
    SealedMessage question = peer.receive();
    assertThat(question.isGenuine()).isTrue();
    assertThat(question.envelope().isFor(other.publicKey())).isTrue();
    assertThat(question.envelope().replyPort()).isEqualTo(1908);
    peer.answer(question, NOBODY);
    assertThat(call.result()).isEqualTo(NONE);
    assertThat(dialled).hasSize(1);
  }

  @Test
  void whoseTextIsNotKnownIsAskedForItFirst() throws Exception {
    Background<Response> call = calling(FIND);
    RawPeer peer = last(other);
    SealedMessage who = peer.receive();
    assertThat(who.envelope().recipient()).isEmpty();
    peer.answer(who, NOBODY);
    peer.answer(peer.receive(), NOBODY);
    assertThat(call.result()).isEqualTo(NONE);
    assertThat(transport.connections()).isOne();
  }

  @Test
  void whereAnotherNodeListensTheOneWhoWasMeantIsUnreachable() throws Exception {
    Background<Response> call = calling(FIND);
    RawPeer peer = last(stranger);
    peer.answer(peer.receive(), NOBODY);
    assertThat(call.failure())
        .isInstanceOf(RpcException.Unreachable.class)
        .hasMessageContaining("is not " + to);
  }

  @Test
  void aNodeThatWasReplacedByAnotherIsUnreachable() throws Exception {
    met().close();
    settle();
    Background<Response> call = calling(FIND);
    RawPeer peer = last(stranger);
    peer.answer(peer.receive(), NOBODY);
    assertThat(call.failure())
        .isInstanceOf(RpcException.Unreachable.class)
        .hasMessageContaining("another node");
  }

  @Test
  void aPingIsAnsweredByNodesAndAGoodByeIsNotSent() throws Exception {
    RawPeer peer = met();
    Background<Response> call = calling(PING);
    peer.answer(peer.receive(), NOBODY);
    assertThat(call.result()).isEqualTo(new Response.Pong());
    assertThat(calling(new Request.Leave()).result()).isEqualTo(new Response.Pong());
    at(peer::receive);
    assertThat(transport.connections()).isOne();
  }

  @Test
  void anAnswerOfTheWrongKindIsMisbehaviour() throws Exception {
    RawPeer peer = met();
    Background<Response> call = calling(FIND);
    peer.answer(peer.receive(), OK);
    assertThat(call.failure())
        .isInstanceOf(RpcException.Misbehaved.class)
        .hasMessageContaining("wrong kind");
  }

  @Test
  void whoDoesNotAnswerIsGivenUpInTime() throws Exception {
    RawPeer peer = met();
    long start = environment.nanoTime();
    assertThatThrownBy(() -> transport.call(to, FIND, LONG))
        .isInstanceOf(RpcException.Timeout.class);
    assertThat(environment.nanoTime() - start).isEqualTo(LONG.toNanos());
    SealedMessage question = peer.receive();
    peer.answer(question, NOBODY);
    settle();
  }

  @Test
  void whoIsDialledAndSaysNothingIsGivenUpInTimeAndForgotten() throws Exception {
    long start = environment.nanoTime();
    assertThatThrownBy(() -> transport.call(to, FIND, LONG))
        .isInstanceOf(RpcException.Timeout.class);
    assertThat(environment.nanoTime() - start).isEqualTo(LONG.toNanos());
    environment.sleep(Links.ACQUAINTANCE);
    assertThat(transport.connections()).isZero();
  }

  @Test
  void afterSilenceAPeerIsDialledAnewAndTheOldLinkStaysOpen() throws Exception {
    RawPeer dead = met();
    assertThat(calling(FIND).failure()).isInstanceOf(RpcException.Timeout.class);
    Background<Response> call = calling(FIND);
    assertThat(dialled).hasSize(2);
    RawPeer peer = last(other);
    peer.answer(peer.receive(), NOBODY);
    assertThat(call.result()).isEqualTo(NONE);
    assertThat(transport.connections()).isEqualTo(2);
    dead.close();
  }

  @Test
  void aCallOverALinkThatHasEndedIsMadeAgainOverANewOne() throws Exception {
    RawPeer peer = met();
    Background<Response> call = calling(FIND);
    peer.close();
    settle();
    RawPeer again = last(other);
    again.answer(again.receive(), NOBODY);
    assertThat(call.result()).isEqualTo(NONE);
    assertThat(dialled).hasSize(2);
  }

  @Test
  void aCallIsMadeAgainOnlyOnce() throws Exception {
    RawPeer peer = met();
    Background<Response> call = calling(FIND);
    peer.close();
    settle();
    last(other).close();
    assertThat(call.failure()).isInstanceOf(RpcException.Unreachable.class);
    assertThat(dialled).hasSize(2);
  }

  @Test
  void whoRepeatsWhatAnotherSaidGetsItsCallsOnlyUntilItHasToAnswer() throws Exception {
    met();
    SealedMessage overheard = last(other).message(self.publicKey(), NOBODY);
    Background<Contact> meeting = at(() -> transport.identify(address(2), LONG));
    RawPeer liar = last(stranger);
    liar.answer(liar.receive(), NOBODY);
    meeting.result();
    liar.send(overheard);
    settle();
    Background<Response> call = calling(FIND);
    liar.answer(liar.receive(), NOBODY);
    settle();
    RawPeer peer = RawPeer.on(dialled.getFirst(), other, 1);
    peer.answer(peer.receive(), NOBODY);
    assertThat(call.result()).isEqualTo(NONE);
    assertThat(dialled).hasSize(2);
  }

  @Test
  void anInterruptEndsACallAndLeavesTheLinkOfUse() throws Exception {
    RawPeer peer = met();
    Background<Response> call = calling(FIND);
    assertThat(transport.calls()).isOne();
    call.interrupt();
    assertThat(call.failure()).isInstanceOf(InterruptedException.class);
    assertThat(transport.calls()).isZero();
    peer.receive();
    Background<Response> another = calling(FIND);
    peer.answer(peer.receive(), NOBODY);
    assertThat(another.result()).isEqualTo(NONE);
    assertThat(dialled).hasSize(1);
  }

  @Test
  void anInterruptOfAnIdentificationLeavesALinkForTheNextWhoAsks() throws Exception {
    Background<Contact> meeting = at(() -> transport.identify(to.address(), LONG));
    meeting.interrupt();
    assertThat(meeting.failure()).isInstanceOf(InterruptedException.class);
    Background<Contact> again = at(() -> transport.identify(to.address(), LONG));
    RawPeer peer = last(other);
    peer.receive();
    peer.answer(peer.receive(), NOBODY);
    assertThat(again.result()).isEqualTo(to);
    assertThat(dialled).hasSize(1);
  }

  @Test
  void closingEndsAllCallsAndTakesNoMore() throws Exception {
    met();
    Background<Response> waiting = calling(FIND);
    Background<Contact> meeting = at(() -> transport.identify(address(2), LONG));
    transport.close();
    assertThat(waiting.failure())
        .isInstanceOf(RpcException.Unsent.class)
        .hasMessage(DrogulusTransport.CLOSED);
    assertThat(meeting.failure()).isInstanceOf(RpcException.Unsent.class);
    assertThatThrownBy(() -> transport.call(to, FIND, LONG))
        .isInstanceOf(RpcException.Unsent.class)
        .hasMessage(DrogulusTransport.CLOSED);
  }

  @Test
  void thisNodeItselfIsNotDialledWhateverKeyItIsSaidToHave() {
    assertThatThrownBy(() -> transport.identify(address(1908), LONG))
        .isInstanceOf(RpcException.Unreachable.class)
        .hasMessageContaining("this node itself");
    assertThatThrownBy(() -> transport.call(contact(other, 1908), FIND, LONG))
        .isInstanceOf(RpcException.Unreachable.class)
        .hasMessageContaining("this node itself");
    assertThat(dialled).isEmpty();
  }

  @Test
  void whereNoNodeCanBeNobodyIsDialled() {
    assertThatThrownBy(() -> transport.identify(address(0), LONG))
        .isInstanceOf(RpcException.Unreachable.class)
        .hasMessageContaining("no node can be reached");
    assertThat(dialled).isEmpty();
  }

  @Test
  void aClientHasNoContactAndNoPort() throws Exception {
    try (var client = DrogulusTransport.over(environment, self, 1, Optional.empty(), this::dial)) {
      assertThat(client.self()).isEmpty();
      Background<Contact> meeting = at(() -> client.identify(address(1908), LONG));
      RawPeer peer = last(other);
      SealedMessage question = peer.receive();
      assertThat(question.envelope().replyPort()).isZero();
      peer.answer(question, NOBODY);
      assertThat(meeting.result()).isEqualTo(contact(other, 1908));
    }
    assertThat(transport.self()).contains(contact(self, 1908));
  }

  @Test
  void aTimeOutMayBeBeyondAllNanosecondsOrBeforeThem() throws Exception {
    RawPeer peer = met();
    Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
    Background<Response> call = at(() -> transport.call(to, FIND, forever));
    peer.answer(peer.receive(), NOBODY);
    assertThat(call.result()).isEqualTo(NONE);
    assertThatThrownBy(() -> transport.call(to, FIND, Duration.ofSeconds(Long.MIN_VALUE)))
        .isInstanceOf(RpcException.Timeout.class);
  }

  @Test
  void requestsAreServedOverALinkThatAnotherMade() throws Exception {
    MemoryLine[] lines = MemoryLine.pair(InetAddress.getLoopbackAddress());
    transport.accept(lines[0]);
    RawPeer peer = RawPeer.on(lines[1], other, 1);
    SealedMessage answer = peer.ask(self.publicKey(), new DrogulusMessage.FindNode(self.key()));
    assertThat(answer.message()).isEqualTo(NOBODY);
  }

  @Test
  void requestsAreServedOverALinkThatThisNodeDialled() throws Exception {
    RawPeer peer = met();
    transport.serve((_, _) -> NONE);
    Background<SealedMessage> answer =
        at(() -> peer.ask(self.publicKey(), new DrogulusMessage.FindNode(Key.of("x"))));
    assertThat(answer.result().message()).isEqualTo(NOBODY);
  }
}
