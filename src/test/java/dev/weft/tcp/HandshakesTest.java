package dev.weft.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.admission.Refusal;
import dev.weft.item.Identity;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Caller;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.runtime.Promise;
import dev.weft.sim.Simulated;
import dev.weft.socket.MemoryLine;
import dev.weft.tls.TlsIdentity;
import dev.weft.tls.TlsLine;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandshakesTest extends Simulated {

  private static final Duration LONG = Duration.ofSeconds(20);

  private final Samples samples = new Samples(8);
  private final Limits limits = new Limits();
  private final MemoryLine[] lines = MemoryLine.pair(InetAddress.getLoopbackAddress());
  private final RawPeer peer;
  private Hub hub;
  private ConnectionTable table;
  private Handshakes handshakes;

  HandshakesTest() throws IOException {
    peer = RawPeer.on(lines[1]);
  }

  private void open() {
    open(null);
  }

  private void open(TlsIdentity tls) {
    Identity self = Identity.fromSecret(samples.bytes(32));
    hub = new Hub(environment, limits.build());
    table = new ConnectionTable(self.key(), limits.build());
    handshakes = new Handshakes(hub, table, new Introductions(Nodes.hello(self, 1)), tls);
  }

  @AfterEach
  void nothingIsLeft() {
    hub.crew().close();
    assertThat(table.all()).isEmpty();
  }

  @Test
  void whenAllIsClosedNobodyIsWelcomed() throws Exception {
    open();
    hub.crew().close();
    handshakes.accept(lines[0]);
    assertThat(peer.isCutOff()).isTrue();
  }

  @Test
  void closingEndsAHandshake() throws Exception {
    open();
    handshakes.accept(lines[0]);
    settle();
    assertThat(environment.threads()).as("with this one").isEqualTo(3);
    hub.crew().close();
    assertThat(peer.isCutOff()).isTrue();
  }

  @Test
  void aHelloThatComesTooLateMakesNoConnection() throws Exception {
    limits.handshakeTime = Duration.ofMillis(5);
    open();
    Message.Hello late = samples.hello();
    peer.send(new Message.Hello("weft", late.publicKey(), 1, null, ""));
    Promise<Dialled> dial =
        handshakes.dial(lines[0], samples.contact().address(), null, this::dawdle);
    assertThat(dial.await())
        .isInstanceOfSatisfying(
            Dialled.Failed.class,
            failed -> assertThat(failed.reason()).hasMessageContaining("time"));
    environment.sleep(limits.handshakeTime.multipliedBy(2));
    assertThat(peer.isCutOff()).isTrue();
    assertThat(hub.refusals().count(Refusal.HANDSHAKE_TIME)).isOne();
  }

  private void dawdle() {
    try {
      environment.sleep(limits.handshakeTime.multipliedBy(2));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whoIsConnectedMeanwhileIsNotDialled() throws Exception {
    open();
    Key key = samples.key();
    var connection =
        new PeerConnection(
            hub, lines[0], MessageCodec.frames(), Caller.client(key), false, table::remove);
    var contact = new Contact(key, samples.contact().address());
    connection.reached(contact.address());
    table.add(connection);
    var dials = new Dials(hub, table, handshakes);
    assertThat(dials.connect(contact, LONG)).isSameAs(connection);
    connection.close(new RpcException.Unsent("the test is over"));
  }

  private Identity identity() {
    return Identity.fromSecret(samples.bytes(32));
  }

  /** The peer, when it has proved another key than this. */
  private RawPeer proven(Identity identity) throws IOException {
    var line = TlsLine.dialled(lines[1], TlsIdentity.of(identity));
    line.open();
    return RawPeer.on(line);
  }

  @Test
  void whoHasProvedItsKeyAndSaysHelloIsWelcome() throws Exception {
    open(TlsIdentity.of(identity()));
    handshakes.accept(lines[0]);
    Identity other = identity();
    RawPeer proven = proven(other);
    proven.send(Nodes.hello(other, 0));
    assertThat(proven.receive()).isInstanceOf(Message.Hello.class);
    PeerConnection connection = table.find(other.key());
    assertThat(connection).isNotNull();
    connection.close(new RpcException.Unsent("the test is over"));
  }

  @Test
  void helloNamesNoOtherKeyThanWasProved() throws Exception {
    open(TlsIdentity.of(identity()));
    handshakes.accept(lines[0]);
    RawPeer proven = proven(identity());
    proven.send(Nodes.hello(identity(), 0));
    assertThat(proven.isCutOff()).isTrue();
    assertThat(hub.refusals().count(Refusal.UNREADABLE)).isOne();
  }

  @Test
  void whoDoesNotEndTheTlsHandshakeIsCutOffInTime() throws Exception {
    limits.handshakeTime = Duration.ofMillis(5);
    open(TlsIdentity.of(identity()));
    handshakes.accept(lines[0]);
    peer.send(new byte[] {TlsLine.FIRST_BYTE, 3, 1, 2, 0});
    environment.sleep(limits.handshakeTime.multipliedBy(2));
    assertThat(peer.isCutOff()).isTrue();
    assertThat(hub.refusals().count(Refusal.HANDSHAKE_TIME)).isOne();
  }

  @Test
  void whoSpeaksInTheClearIsToldThatTlsIsSpoken() throws Exception {
    open(TlsIdentity.of(identity()));
    handshakes.accept(lines[0]);
    peer.send(samples.hello());
    assertThat(peer.receive())
        .isEqualTo(
            new Message.Answer(
                Message.NO_CALL,
                new Response.Refused(
                    RefusalCode.INSECURE,
                    "the node speaks TLS, and was dialled in the clear; start both with --insecure,"
                        + " or neither")));
    assertThat(peer.isCutOff()).isTrue();
  }

  private static final String TAKEN = "this node is welcoming 1 others";

  @Test
  void whoIsOneTooManyIsToldInTheClearAndCutOff() throws Exception {
    limits.handshakes = 1;
    open(TlsIdentity.of(identity()));
    MemoryLine[] before = MemoryLine.pair(InetAddress.getLoopbackAddress());
    handshakes.accept(before[0]);
    handshakes.accept(lines[0]);
    assertThat(peer.receive())
        .isEqualTo(
            new Message.Answer(Message.NO_CALL, new Response.Refused(RefusalCode.BUSY, TAKEN)));
    assertThat(peer.isCutOff()).isTrue();
    assertThat(hub.refusals().count(Refusal.HANDSHAKES)).isOne();
    before[1].close();
  }

  @Test
  void whoIsOneTooManyAndGoneAlreadyIsLetGo() throws Exception {
    limits.handshakes = 1;
    open();
    MemoryLine[] before = MemoryLine.pair(InetAddress.getLoopbackAddress());
    handshakes.accept(before[0]);
    lines[1].close();
    handshakes.accept(lines[0]);
    assertThat(hub.refusals().count(Refusal.HANDSHAKES)).isOne();
    before[1].close();
  }

  /** What a node that speaks TLS makes of what is said to it in the clear. */
  private RpcException dialledByTls(byte[] said) throws Exception {
    open(TlsIdentity.of(identity()));
    Promise<Dialled> dial = handshakes.dial(lines[0], samples.contact().address(), null, () -> {});
    settle();
    peer.send(said);
    return ((Dialled.Failed) dial.await()).reason();
  }

  @Test
  void whoDialsByTlsUnderstandsThatTheOtherIsBusyThoughThatHasProvedNothing() throws Exception {
    var busy = new Message.Answer(Message.NO_CALL, new Response.Refused(RefusalCode.BUSY, TAKEN));
    assertThat(dialledByTls(MessageCodec.frame(busy)))
        .isInstanceOf(RpcException.Unreachable.class)
        .hasMessageEndingWith("takes no connection: " + TAKEN);
  }

  @Test
  void anyOtherThingInTheClearMeansThatTheOtherSpeaksNoTls() throws Exception {
    assertThat(dialledByTls(MessageCodec.frame(samples.hello())))
        .isInstanceOfSatisfying(
            RpcException.Refused.class,
            no -> assertThat(no.code()).isEqualTo(RefusalCode.INSECURE));
  }

  @Test
  void aRefusalInTheClearOfAnotherKindMeansThatToo() throws Exception {
    var closing =
        new Message.Answer(Message.NO_CALL, new Response.Refused(RefusalCode.CLOSING, "bye"));
    assertThat(dialledByTls(MessageCodec.frame(closing)))
        .isInstanceOfSatisfying(
            RpcException.Refused.class,
            no -> assertThat(no.code()).isEqualTo(RefusalCode.INSECURE));
  }

  @Test
  void everyStrangerIsCounted() throws Exception {
    open();
    for (int i = 0; i < 3; i++) {
      MemoryLine[] next = MemoryLine.pair(InetAddress.getLoopbackAddress());
      RawPeer stranger = RawPeer.on(next[1]);
      stranger.send(new Message.Hello("elsewhere", samples.bytes(32), 1, null, ""));
      handshakes.accept(next[0]);
      assertThat(stranger.receive()).isInstanceOf(Message.Answer.class);
      assertThat(stranger.isCutOff()).isTrue();
    }
    assertThat(hub.refusals().count(Refusal.OTHER_NETWORK)).isEqualTo(3);
  }
}
