package dev.weft.drogulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.kademlia.Key;
import dev.weft.rpc.RpcException;
import dev.weft.runtime.Background;
import dev.weft.runtime.Crew;
import dev.weft.sim.Simulated;
import dev.weft.socket.Line;
import dev.weft.socket.MemoryLine;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinksTest extends Simulated {

  private static final Duration LONG = Duration.ofSeconds(5);
  private static final DrogulusMessage OK = new DrogulusMessage.Ok();
  private static final RpcException OVER = new RpcException.Unsent("the test is over");
  private static final int LIMIT = 3;

  private final RsaIdentity self = Vectors.identity(0);
  private final RsaIdentity alice = Vectors.identity(1);
  private final RsaIdentity bob = Vectors.identity(2);
  private final Crew crew = new Crew(environment);
  private final Questions questions = new Questions(environment, 10);
  private final List<RawPeer> dialled = new ArrayList<>();
  private Links links = links(LIMIT);

  private Links links(int limit) {
    var keys = new PublicKeys();
    return new Links(
        environment,
        crew,
        limit,
        this::dial,
        new DrogulusCodec(keys),
        (_, _) -> {},
        new Reception(new Speaker(self, 1908, keys), questions),
        questions);
  }

  private Line dial(InetSocketAddress address) {
    MemoryLine[] lines = MemoryLine.pair(address.getAddress());
    dialled.add(RawPeer.on(lines[1], alice, address.getPort()));
    return lines[0];
  }

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static InetAddress host(int last) throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
  }

  /** Somebody connects. */
  private RawPeer connect(RsaIdentity who, InetAddress from) {
    MemoryLine[] lines = MemoryLine.pair(from);
    links.accept(lines[0]);
    return RawPeer.on(lines[1], who, 1909);
  }

  private RawPeer connect(RsaIdentity who) {
    return connect(who, InetAddress.getLoopbackAddress());
  }

  private void speak(RawPeer peer) throws Exception {
    environment.sleep(Duration.ofSeconds(1));
    peer.send(peer.message(self.publicKey(), OK));
    settle();
  }

  private RawPeer acquainted(RsaIdentity who) throws Exception {
    RawPeer peer = connect(who);
    speak(peer);
    return peer;
  }

  private boolean isCutOff(RawPeer peer) throws Exception {
    Background<Boolean> cutOff = Background.of(environment, peer::isCutOff);
    settle();
    return cutOff.isDone() && cutOff.result();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    links.close(OVER);
    links.close(OVER);
    crew.close();
    settle();
    assertThat(links.count()).isZero();
    assertThat(links.current(alice.key())).isNull();
  }

  @Test
  void theFirstGenuineMessageTellsWhoseLinkItIs() throws Exception {
    RawPeer peer = connect(alice);
    settle();
    assertThat(links.count()).isOne();
    assertThat(links.current(alice.key())).isNull();
    speak(peer);
    assertThat(links.current(alice.key())).isNotNull();
    assertThat(links.current(bob.key())).isNull();
  }

  @Test
  void whatIsForAnotherOrFromThisNodeItselfTellsNothing() throws Exception {
    RawPeer peer = connect(alice);
    peer.send(peer.message(bob.publicKey(), OK));
    RawPeer echo = connect(self);
    speak(echo);
    assertThat(links.current(alice.key())).isNull();
    assertThat(links.current(self.key())).isNull();
  }

  @Test
  void theLatestLinkOfAPeerIsCurrentAndTheFormerStaysOpen() throws Exception {
    RawPeer first = acquainted(alice);
    Link former = links.current(alice.key());
    acquainted(alice);
    Link latter = links.current(alice.key());
    assertThat(latter).isNotSameAs(former);
    assertThat(links.count()).isEqualTo(2);
    speak(first);
    assertThat(links.current(alice.key())).isSameAs(former);
    first.close();
    settle();
    assertThat(links.current(alice.key())).isNull();
    assertThat(links.count()).isOne();
  }

  @Test
  void aLinkIsCurrentForNobodyButTheLastWhoSpoke() throws Exception {
    MemoryLine[] lines = MemoryLine.pair(InetAddress.getLoopbackAddress());
    links.accept(lines[0]);
    speak(RawPeer.on(lines[1], alice, 1));
    Link link = links.current(alice.key());
    speak(RawPeer.on(lines[1], bob, 1));
    assertThat(links.current(bob.key())).isSameAs(link);
    assertThat(links.current(alice.key())).isNull();
  }

  @Test
  void aMessageOfALinkThatHasEndedMakesNothingCurrent() throws Exception {
    RawPeer peer = acquainted(alice);
    Link link = links.current(alice.key());
    link.close(OVER);
    links.received(link, peer.message(self.publicKey(), OK));
    assertThat(links.current(alice.key())).isNull();
  }

  @Test
  void anAddressIsDialledOnce() throws Exception {
    Link link = links.dial(address(1), LONG);
    assertThat(links.dial(address(1), LONG)).isSameAs(link);
    assertThat(links.dial(address(2), LONG)).isNotSameAs(link);
    assertThat(links.count()).isEqualTo(2);
    link.close(OVER);
    assertThat(links.dial(address(1), LONG)).isNotSameAs(link);
  }

  @Test
  void aLinkOverWhichNothingCameIsDialledAnew() throws Exception {
    Link link = links.dial(address(1), LONG);
    speak(dialled.getFirst());
    long asked = environment.nanoTime();
    environment.sleep(Links.SILENCE.minusNanos(1));
    links.doubt(link, asked);
    assertThat(links.current(alice.key())).isNull();
    assertThat(links.dial(address(1), LONG)).as("as it may be alive").isSameAs(link);
    speak(dialled.getFirst());
    links.doubt(link, asked);
    assertThat(links.dial(address(1), LONG)).as("as it is alive").isSameAs(link);
    environment.sleep(Links.SILENCE);
    links.doubt(link, asked);
    assertThat(links.dial(address(1), LONG)).isNotSameAs(link);
    assertThat(link.isOpen()).as("as the peer may not notice that it ends").isTrue();
  }

  @Test
  void anAddressHasItsShareOfTheLinks() throws Exception {
    links = links(1_000);
    for (int i = 0; i < Links.MOST_PER_ADDRESS; i++) {
      connect(alice, host(1));
    }
    assertThat(isCutOff(connect(alice, host(1)))).isTrue();
    assertThat(isCutOff(connect(alice, host(2)))).isFalse();
    for (int i = 0; i <= Links.MOST_PER_ADDRESS; i++) {
      connect(alice);
    }
    assertThat(links.count()).isEqualTo(2 * Links.MOST_PER_ADDRESS + 2);
  }

  @Test
  void theStrangerWhoWasQuietLongestMakesRoom() throws Exception {
    RawPeer friend = acquainted(alice);
    RawPeer quiet = connect(bob);
    environment.sleep(Duration.ofSeconds(1));
    RawPeer late = connect(bob);
    settle();
    acquainted(bob);
    assertThat(links.count()).isEqualTo(LIMIT);
    assertThat(isCutOff(quiet)).isTrue();
    assertThat(isCutOff(late)).isFalse();
    assertThat(isCutOff(friend)).isFalse();
  }

  @Test
  void whereAllAreKnownTheOneUsedLeastRecentlyMakesRoom() throws Exception {
    RawPeer alices = acquainted(alice);
    RawPeer bobs = acquainted(bob);
    RawPeer carols = acquainted(Vectors.identity(3));
    speak(alices);
    connect(bob);
    assertThat(isCutOff(bobs)).isTrue();
    assertThat(isCutOff(carols)).isFalse();
  }

  @Test
  void linksInUseMakeNoRoom() throws Exception {
    for (int i = 0; i < LIMIT; i++) {
      questions.add("uuid " + i, links.dial(address(i + 1), LONG), null);
    }
    assertThat(isCutOff(connect(bob))).isTrue();
    assertThatThrownBy(() -> links.dial(address(9), LONG))
        .isInstanceOf(RpcException.Unsent.class)
        .hasMessageContaining("connections are in use");
    assertThat(isCutOff(dialled.getLast())).as("as it was made in vain").isTrue();
    assertThat(links.count()).isEqualTo(LIMIT);
    questions.forget("uuid 1");
    links.dial(address(9), LONG);
    assertThat(isCutOff(dialled.get(1))).isTrue();
  }

  @Test
  void aLinkOverWhichSomethingWaitsToBeSentMakesNoRoom() throws Exception {
    RawPeer busy = acquainted(alice);
    JsonValue value = JsonValue.of("x".repeat(200_000));
    links
        .current(alice.key())
        .send(
            busy.message(
                bob.publicKey(),
                new DrogulusMessage.Store(DrogulusItem.sign(alice, "name", value, 1, 0))));
    RawPeer second = acquainted(bob);
    RawPeer third = acquainted(Vectors.identity(3));
    connect(bob);
    assertThat(isCutOff(second)).isTrue();
    assertThat(isCutOff(third)).isFalse();
    assertThat(links.current(alice.key())).isNotNull();
  }

  @Test
  void onceClosedItDialsAndTakesNobody() throws Exception {
    links.close(OVER);
    assertThatThrownBy(() -> links.dial(address(1), LONG))
        .isInstanceOf(RpcException.Unsent.class)
        .hasMessage(DrogulusTransport.CLOSED);
    assertThat(isCutOff(connect(alice))).isTrue();
  }

  @Test
  void whoNeverSaysAnythingGenuineIsClosed() throws Exception {
    RawPeer friend = acquainted(alice);
    RawPeer stranger = connect(bob);
    stranger.send(stranger.message(bob.publicKey(), OK));
    environment.sleep(Links.ACQUAINTANCE);
    links.sweep();
    assertThat(links.count()).isEqualTo(2);
    environment.sleep(Duration.ofNanos(1));
    links.sweep();
    assertThat(isCutOff(stranger)).isTrue();
    environment.sleep(Duration.ofDays(1));
    links.sweep();
    assertThat(isCutOff(friend)).as("who is idle").isFalse();
  }

  @Test
  void whoTakesTooLongForALongFrameIsClosedEvenWhereItIsAskedMeanwhile() throws Exception {
    RawPeer slow = acquainted(alice);
    byte[] part = new byte[2 * LargeFrames.LONG];
    part[0] = '9';
    part[1] = '9';
    part[2] = '9';
    part[3] = '9';
    part[4] = '9';
    part[5] = '9';
    part[6] = ':';
    slow.send(part);
    environment.sleep(Links.LONG_FRAME.minusMillis(1));
    links.current(alice.key()).send(slow.message(bob.publicKey(), OK));
    links.sweep();
    assertThat(links.count()).isEqualTo(1);
    environment.sleep(Duration.ofMillis(2));
    links.sweep();
    assertThat(isCutOff(slow)).isTrue();
  }

  @Test
  void whoSweepsWaitsForTheFirstLink() throws Exception {
    Thread waiting = start(links::awaitSome);
    settle();
    assertThat(waiting.isAlive()).isTrue();
    connect(alice);
    settle();
    assertThat(waiting.isAlive()).isFalse();
    links.awaitSome();
  }

  @Test
  void theEndOfALinkEndsWhatWasAskedOverIt() throws Exception {
    Link link = links.dial(address(1), LONG);
    var outcome = questions.add("uuid", link, alice.key());
    dialled.getFirst().close();
    assertThat(outcome.await()).isInstanceOf(Questions.Outcome.Failed.class);
  }

  @Test
  void keysThatNobodySpeaksForHaveNoLink() {
    assertThat(links.current(Key.of("nobody"))).isNull();
  }
}
