package dev.weft.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.admission.Refusal;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Request;
import dev.weft.rpc.RpcException;
import dev.weft.sim.Simulated;
import dev.weft.socket.MemoryLine;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectionTableTest extends Simulated {

  private static final Key SMALL = key(1);
  private static final Key MIDDLE = key(2);
  private static final Key GREAT = key(3);

  private final Limits limits = new Limits();
  private ConnectionTable table = new ConnectionTable(MIDDLE, limits.build());
  private Hub hub = new Hub(environment, limits.build());

  private static Key key(int first) {
    byte[] bytes = new byte[Key.BYTES];
    bytes[0] = (byte) first;
    return Key.fromBytes(bytes);
  }

  private static InetAddress host(int last) {
    try {
      return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private void limit() {
    table = new ConnectionTable(MIDDLE, limits.build());
    hub = new Hub(environment, limits.build());
  }

  private PeerConnection connection(Key peer, boolean dialled) throws InterruptedException {
    return connection(Caller.client(peer), dialled);
  }

  private PeerConnection connection(Caller peer, boolean dialled) throws InterruptedException {
    environment.sleep(Duration.ofSeconds(1));
    return new PeerConnection(
        hub, MemoryLine.pair(host(1))[0], MessageCodec.frames(), peer, dialled, table::remove);
  }

  private PeerConnection added(Key peer, boolean dialled) throws InterruptedException {
    PeerConnection connection = connection(peer, dialled);
    assertThat(table.add(connection)).isTrue();
    return connection;
  }

  private static void end(PeerConnection connection) {
    connection.close(new RpcException.Unsent("the test ends it"));
  }

  private static void busy(PeerConnection connection) {
    connection.greet(new Samples(1).hello()); // which nobody writes, as no thread runs
  }

  @Test
  void aConnectionIsFoundUntilItEnds() throws Exception {
    PeerConnection one = added(SMALL, true);
    assertThat(table.find(SMALL)).isSameAs(one);
    assertThat(table.find(GREAT)).isNull();
    end(one);
    assertThat(table.find(SMALL)).isNull();
    assertThat(table.all()).isEmpty();
  }

  private static Contact at(int host, int port) {
    return new Contact(SMALL, new InetSocketAddress(host(host), port));
  }

  @Test
  void aConnectionLeadsToWhereItWasDialled() throws Exception {
    assertThat(table.find(at(1, 7))).isNull();
    PeerConnection ours = connection(Caller.node(at(1, 8)), true);
    ours.reached(at(1, 7).address());
    assertThat(table.add(ours)).isTrue();
    assertThat(table.find(at(1, 7))).isSameAs(ours);
    assertThat(table.find(at(1, 8))).as("it only says so").isNull();
    assertThat(table.find(at(2, 7))).isNull();
  }

  @Test
  void aConnectionThatWasAcceptedLeadsToWhereItCameFromIfThePeerSaysSo() throws Exception {
    PeerConnection theirs = connection(Caller.node(at(1, 7)), false);
    assertThat(table.add(theirs)).isTrue();
    assertThat(table.find(at(1, 7))).isSameAs(theirs);
    assertThat(table.find(at(1, 8))).isNull();
    PeerConnection elsewhere = connection(Caller.node(at(2, 7)), false);
    assertThat(table.add(elsewhere)).isTrue();
    assertThat(table.find(at(2, 7))).as("it has connected from another host").isNull();
    assertThat(table.find(SMALL)).isSameAs(elsewhere);
  }

  @Test
  void whatWasFoundOutByDiallingIsRememberedWhereTheOtherConnectionStays() throws Exception {
    PeerConnection theirs = connection(Caller.node(at(2, 7)), false);
    assertThat(table.add(theirs)).isTrue();
    PeerConnection ours = connection(Caller.node(at(2, 7)), true);
    ours.reached(at(2, 7).address());
    assertThat(table.add(ours)).isTrue();
    assertThat(table.all()).containsExactly(theirs);
    assertThat(table.find(at(2, 7))).isSameAs(theirs);
  }

  @Test
  void ofTwoThatWereDialledAtOnceTheSmallerNodesStays() throws Exception {
    PeerConnection theirs = added(SMALL, false);
    PeerConnection ours = added(SMALL, true);
    assertThat(table.find(SMALL)).isSameAs(theirs);
    assertThat(table.all()).containsExactly(theirs); // ours was idle, and is closed
    assertThat(ours.close(new RpcException.Unsent("again"))).isFalse();
  }

  @Test
  void theOrderInWhichTheyComeMakesNoDifference() throws Exception {
    added(SMALL, true);
    PeerConnection theirs = added(SMALL, false);
    assertThat(table.all()).containsExactly(theirs);
  }

  @Test
  void theSmallerNodeLeavesTheOtherConnectionToItsPeer() throws Exception {
    PeerConnection theirs = added(GREAT, false);
    PeerConnection ours = added(GREAT, true);
    assertThat(table.find(GREAT)).isSameAs(ours);
    assertThat(table.all()).containsExactly(theirs, ours);
    end(ours);
    assertThat(table.find(GREAT)).isSameAs(theirs);
  }

  @Test
  void aLoserInUseIsClosedLater() throws Exception {
    PeerConnection ours = added(SMALL, true);
    busy(ours);
    PeerConnection theirs = added(SMALL, false);
    assertThat(table.find(SMALL)).isSameAs(theirs);
    assertThat(table.all()).containsExactly(ours, theirs);
    end(theirs);
    assertThat(table.find(SMALL)).isNull();
  }

  @Test
  void whoDialsAgainHasLostTheFormerConnection() throws Exception {
    added(GREAT, false);
    PeerConnection second = added(GREAT, false);
    assertThat(table.find(GREAT)).isSameAs(second);
    assertThat(table.all()).containsExactly(second);
  }

  @Test
  void theLeastRecentlyUsedIdleConnectionMakesRoom() throws Exception {
    limits.connections = 3;
    limit();
    PeerConnection busy = added(key(10), true);
    busy(busy);
    PeerConnection used = added(key(11), true);
    PeerConnection unused = added(key(12), false);
    assertThatThrownBy(() -> used.call(new Request.Ping(), Duration.ZERO))
        .isInstanceOf(RpcException.Timeout.class);
    PeerConnection last = added(key(13), false);
    assertThat(table.all()).containsExactly(busy, used, last);
    assertThat(unused.close(new RpcException.Unsent("again"))).isFalse();
    assertThat(hub.refusals().count(Refusal.MADE_WAY)).isOne();
  }

  @Test
  void whereNoneIsIdleANewOneIsTurnedAway() throws Exception {
    limits.connections = 1;
    limit();
    PeerConnection busy = added(SMALL, true);
    busy(busy);
    assertThat(table.add(connection(GREAT, false))).isFalse();
    assertThat(table.all()).containsExactly(busy);
  }

  @Test
  void aPeerThatDoesNotReadMakesRoom() throws Exception {
    limits.connections = 1;
    limit();
    PeerConnection stuck = added(SMALL, true);
    hub.crew().start("read", stuck::run);
    for (int i = 0; i < 1_000; i++) {
      busy(stuck);
    }
    settle();
    assertThat(stuck.isSpare()).isFalse();
    environment.sleep(limits.silence.plusNanos(1));
    assertThat(stuck.isSpare()).isTrue();
    PeerConnection next = added(GREAT, false);
    assertThat(table.all()).containsExactly(next);
    hub.crew().close();
  }

  @Test
  void aConnectionThatIsIdleForLongIsClosed() throws Exception {
    PeerConnection idle = added(SMALL, true);
    PeerConnection inUse = added(GREAT, true);
    busy(inUse);
    long since = idle.lastUsed();
    table.closeIdle(since + limits.idle.toNanos());
    assertThat(table.all()).containsExactly(idle, inUse);
    table.closeIdle(since + limits.idle.plusMinutes(1).toNanos());
    assertThat(table.all()).containsExactly(inUse);
    assertThat(table.find(SMALL)).isNull();
  }

  private Refusal admitted(InetAddress remote) {
    NotNow why = table.admit(remote, environment.nanoTime());
    return why == null ? null : why.refusal();
  }

  @Test
  void handshakesAreLimited() {
    limits.handshakes = 1;
    limit();
    assertThat(admitted(InetAddress.getLoopbackAddress())).isNull();
    assertThat(admitted(InetAddress.getLoopbackAddress())).isEqualTo(Refusal.HANDSHAKES);
    table.release(InetAddress.getLoopbackAddress());
    assertThat(admitted(InetAddress.getLoopbackAddress())).isNull();
  }

  @Test
  void anAddressHasAShareOfTheConnectionsAndEachThatEndsIsFreeForAnother() throws Exception {
    limits.connectionsPerAddress = 2;
    limit();
    PeerConnection one = added(SMALL, true);
    assertThat(admitted(host(1))).isNull();
    assertThat(admitted(host(1))).isEqualTo(Refusal.ADDRESS_CONNECTIONS);
    assertThat(admitted(host(2))).isNull();
    end(one);
    table.remove(one);
    assertThat(admitted(host(1))).isNull();
    assertThat(admitted(host(1))).isEqualTo(Refusal.ADDRESS_CONNECTIONS);
  }

  @Test
  void aClosedTableTakesNone() throws Exception {
    PeerConnection one = added(SMALL, true);
    table.close(new RpcException.Unsent("closed"));
    assertThat(table.all()).isEmpty();
    assertThat(one.close(new RpcException.Unsent("again"))).isFalse();
    assertThat(table.add(connection(GREAT, true))).isFalse();
  }
}
