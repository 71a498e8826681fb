package dev.weft.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.item.ContentItem;
import dev.weft.item.Item;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Handler;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PeerConnectionTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Request PING = new Request.Ping();
  private static final Response PONG = new Response.Pong();

  private final TestEnvironment environment = new TestEnvironment();
  private final Samples samples = new Samples(3);
  private final Limits limits = new Limits();
  private final List<PeerConnection> closed = new CopyOnWriteArrayList<>();
  private final MemoryWire[] wires = MemoryWire.pair(InetAddress.getLoopbackAddress());
  private final RawPeer peer = RawPeer.on(wires[1]);
  private Hub hub;
  private PeerConnection connection;

  private void connect() {
    connect((from, request) -> PONG);
  }

  private void connect(Handler handler) {
    make(handler);
    hub.crew().start("read", connection::run);
  }

  private void make(Handler handler) {
    hub = new Hub(environment, limits.build());
    hub.requests().serve(handler);
    connection =
        new PeerConnection(
            hub, wires[0], new Netstring(), Caller.client(samples.key()), true, closed::add);
  }

  @AfterEach
  void nothingIsLeft() throws InterruptedException {
    connection.close(new RpcException.Unsent("the test is over"));
    hub.crew().close();
    assertThat(environment.alive()).isEmpty();
    assertThat(connection.callsInFlight()).isZero();
    assertThat(hub.requests().inFlight()).isZero();
    assertThat(closed).containsExactly(connection);
  }

  private Background<Response> calling(Request request) {
    return Background.of(() -> connection.call(request, LONG));
  }

  private void answer(Message.Call call, Response response) throws Exception {
    peer.send(new Message.Answer(call.id(), response));
  }

  @Test
  void answersFindTheirCallsInAnyOrder() throws Exception {
    connect();
    var values = new Response.Values(List.of(samples.item()));
    var nodes = new Response.Nodes(List.of(samples.contact()));
    Background<Response> first = calling(new Request.FindValue(samples.key()));
    Message.Call firstSent = peer.receiveCall();
    Background<Response> second = calling(new Request.FindNode(samples.key()));
    Message.Call secondSent = peer.receiveCall();
    assertThat(connection.callsInFlight()).isEqualTo(2);
    assertThat(connection.isIdle()).isFalse();
    answer(secondSent, nodes);
    answer(firstSent, values);
    assertThat(first.result()).isEqualTo(values);
    assertThat(second.result()).isEqualTo(nodes);
    assertThat(connection.callsInFlight()).isZero();
  }

  @Test
  void anAnswerOfTheWrongKindIsMisbehaviourAndCostsThatCallOnly() throws Exception {
    connect();
    var nodes = new Response.Nodes(List.of());
    var values = new Response.Values(List.of(samples.item()));
    var store = new Request.Store(samples.item());
    assertThat(outcome(PING, nodes)).isInstanceOf(RpcException.Misbehaved.class);
    assertThat(outcome(new Request.FindNode(samples.key()), values))
        .isInstanceOf(RpcException.Misbehaved.class)
        .asString()
        .contains("wrong kind: Values");
    assertThat(outcome(new Request.FindValue(samples.key()), PONG))
        .isInstanceOf(RpcException.Misbehaved.class);
    assertThat(outcome(new Request.Leave(), nodes)).isInstanceOf(RpcException.Misbehaved.class);
    assertThat(outcome(new Request.Leave(), PONG)).isEqualTo(PONG);
    assertThat(outcome(store, PONG)).isInstanceOf(RpcException.Misbehaved.class);
    assertThat(outcome(new Request.FindValue(samples.key()), nodes)).isEqualTo(nodes);
    assertThat(outcome(store, new Response.Stored())).isEqualTo(new Response.Stored());
  }

  private Object outcome(Request request, Response response) throws Exception {
    Background<Response> call = calling(request);
    answer(peer.receiveCall(), response);
    Throwable failure = call.failure();
    return failure == null ? call.result() : failure;
  }

  @Test
  void aRefusalIsThrownWithItsReason() throws Exception {
    connect();
    assertThat(outcome(PING, new Response.Refused(RefusalCode.FULL, "no room")))
        .isInstanceOfSatisfying(
            RpcException.Refused.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.FULL))
        .hasToString("dev.weft.rpc.RpcException$Refused: no room");
  }

  @Test
  void anAnswerOfAnUnknownTypeIsMisbehaviour() throws Exception {
    connect();
    Background<Response> call = calling(PING);
    peer.send(new Message.Unknown(222, peer.receiveCall().id()));
    assertThat(call.failure())
        .isInstanceOf(RpcException.Misbehaved.class)
        .hasMessageContaining("222");
  }

  @Test
  void aCallThatTimesOutIsForgottenAndItsLateAnswerIgnored() throws Exception {
    connect();
    assertThatThrownBy(() -> connection.call(PING, Duration.ofMillis(1)))
        .isInstanceOf(RpcException.Timeout.class);
    assertThat(connection.callsInFlight()).isZero();
    answer(peer.receiveCall(), PONG);
    peer.send(new Message.Answer(4711, PONG));
    assertThat(outcome(PING, PONG)).isEqualTo(PONG);
  }

  private void timesOut() {
    assertThatThrownBy(() -> connection.call(PING, Duration.ZERO))
        .isInstanceOf(RpcException.Timeout.class);
  }

  @Test
  void aPeerThatIsSilentForTooLongWhileCallsTimeOutIsCutOff() throws Exception {
    connect();
    timesOut();
    environment.forward(limits.silence.dividedBy(2));
    timesOut();
    environment.forward(limits.silence.dividedBy(2));
    assertThatThrownBy(() -> connection.call(PING, LONG))
        .isInstanceOf(RpcException.Unreachable.class)
        .hasMessageContaining("silent");
    assertThat(peer.isCutOff()).isTrue();
  }

  @Test
  void aPeerThatSaysAnythingIsNotSilent() throws Exception {
    connect();
    timesOut();
    answer(peer.receiveCall(), PONG);
    assertThat(outcome(PING, PONG)).isEqualTo(PONG);
    environment.forward(limits.silence.multipliedBy(2));
    assertThat(outcome(PING, PONG)).isEqualTo(PONG);
  }

  @Test
  void aCallThatTimesOutWhileThePeerSpeaksIsNoSilence() throws Exception {
    connect();
    var slow = Background.of(() -> connection.call(PING, Duration.ofMillis(30)));
    peer.receiveCall();
    assertThat(outcome(PING, PONG)).isEqualTo(PONG);
    assertThat(slow.failure()).isInstanceOf(RpcException.Timeout.class);
    environment.forward(limits.silence.multipliedBy(2));
    assertThat(outcome(PING, PONG)).isEqualTo(PONG);
  }

  @Test
  void anInterruptedCallIsForgottenAndTheConnectionLives() throws Exception {
    connect();
    Background<Response> call = calling(PING);
    peer.receiveCall();
    call.interrupt();
    assertThat(call.failure()).isInstanceOf(InterruptedException.class);
    assertThat(connection.callsInFlight()).isZero();
    assertThat(outcome(PING, PONG)).isEqualTo(PONG);
  }

  @Test
  void callsBeyondTheLimitAreNotSent() throws Exception {
    limits.callsPerConnection = 1;
    connect();
    Background<Response> call = calling(PING);
    Message.Call sent = peer.receiveCall();
    assertThatThrownBy(() -> connection.call(PING, LONG)).isInstanceOf(RpcException.Unsent.class);
    answer(sent, PONG);
    assertThat(call.result()).isEqualTo(PONG);
  }

  @Test
  void requestsAreAnswered() throws Exception {
    var contact = samples.contact();
    connect((from, request) -> new Response.Nodes(List.of(contact)));
    peer.send(new Message.Call(5, new Request.FindNode(samples.key())));
    assertThat(peer.receive())
        .isEqualTo(new Message.Answer(5, new Response.Nodes(List.of(contact))));
  }

  @Test
  void anUnknownRequestIsRefused() throws Exception {
    connect();
    peer.send(new Message.Unknown(99, 5));
    assertThat(refusal(peer.receive())).isEqualTo(RefusalCode.UNKNOWN_REQUEST);
  }

  private static RefusalCode refusal(Message message) {
    return ((Response.Refused) ((Message.Answer) message).response()).code();
  }

  @Test
  void requestsBeyondTheLimitAreRefusedAsBusy() throws Exception {
    limits.requestsPerConnection = 1;
    var go = new CountDownLatch(1);
    connect(
        (from, request) -> {
          go.await();
          return PONG;
        });
    peer.send(new Message.Call(1, PING));
    peer.send(new Message.Call(2, PING));
    assertThat(refusal(peer.receive())).isEqualTo(RefusalCode.BUSY);
    assertThat(connection.isIdle()).isFalse();
    go.countDown();
    assertThat(peer.receive()).isEqualTo(new Message.Answer(1, PONG));
    assertThat(hub.traffic().refused.sum()).isOne();
  }

  @Test
  void whatCannotBeReadEndsTheConnectionAndItsCalls() throws Exception {
    connect();
    Background<Response> call = calling(PING);
    peer.receiveCall();
    peer.send(new byte[] {'?'});
    assertThat(call.failure()).isInstanceOf(RpcException.Misbehaved.class);
    assertThat(peer.isCutOff()).isTrue();
    assertThat(hub.traffic().malformed.sum()).isOne();
    assertThatThrownBy(() -> connection.call(PING, LONG))
        .isInstanceOf(RpcException.Unreachable.class);
  }

  @Test
  void aSecondHelloEndsTheConnection() throws Exception {
    connect();
    peer.send(samples.hello());
    assertThat(peer.isCutOff()).isTrue();
  }

  @Test
  void theEndOfTheStreamEndsTheCalls() throws Exception {
    connect();
    Background<Response> call = calling(PING);
    peer.receiveCall();
    peer.close();
    assertThat(call.failure())
        .isInstanceOf(RpcException.Unreachable.class)
        .hasMessageContaining("closed the connection");
  }

  @Test
  void theFirstReasonForTheEndCounts() throws Exception {
    connect();
    Background<Response> call = calling(PING);
    peer.receiveCall();
    assertThat(connection.close(new RpcException.Unsent("first"))).isTrue();
    assertThat(connection.close(new RpcException.Unsent("second"))).isFalse();
    assertThat(call.failure()).isInstanceOf(RpcException.Unsent.class).hasMessage("first");
  }

  private Item large() {
    return ContentItem.of(samples.bytes(Item.MAX_VALUE_BYTES), Instant.EPOCH);
  }

  @Test
  void aPeerThatDoesNotReadHoldsUpNoCallerBeyondItsTime() throws Exception {
    limits.queuedBytes = 3 * Netstring.MAX_PAYLOAD;
    connect();
    var store = new Request.Store(large());
    var failures = new ArrayList<Throwable>();
    for (int i = 0; i < 8; i++) {
      failures.add(Background.of(() -> connection.call(store, Duration.ofMillis(1))).failure());
    }
    assertThat(failures.get(0)).isInstanceOf(RpcException.Timeout.class);
    assertThat(failures.get(7))
        .isInstanceOf(RpcException.Unsent.class)
        .hasMessageContaining("too much waits");
    assertThat(connection.isIdle()).isFalse();
    assertThat(connection.isSpare()).isFalse();
  }

  @Test
  void aPeerThatHasReadNothingForTooLongIsCutOffByTheNextCall() throws Exception {
    connect();
    var store = new Request.Store(large());
    Background<Response> stuck = calling(store);
    Background<Response> behind = calling(store);
    TestEnvironment.until(() -> connection.callsInFlight() == 2);
    environment.forward(limits.silence.plusSeconds(1));
    TestEnvironment.until(
        () -> {
          environment.forward(limits.silence);
          return connection.isSpare();
        });
    assertThatThrownBy(() -> connection.call(PING, LONG))
        .isInstanceOf(RpcException.Unreachable.class)
        .hasMessageContaining("does not read");
    assertThat(stuck.failure()).hasMessageContaining("does not read");
    assertThat(behind.failure()).hasMessageContaining("does not read");
    assertThat(hub.traffic().shed.sum()).isOne();
  }

  @Test
  void anAnswerThatDoesNotFitTheQueueCutsThePeerOff() throws Exception {
    limits.queuedBytes = 2 * Netstring.MAX_PAYLOAD;
    var values = new Response.Values(List.of(large()));
    connect((from, request) -> values);
    Background.of(
        () -> {
          for (int i = 0; i < 8; i++) {
            peer.send(new Message.Call(i, new Request.FindValue(samples.key())));
          }
          return true;
        });
    TestEnvironment.until(() -> !closed.isEmpty());
    TestEnvironment.until(() -> hub.traffic().shed.sum() == 1);
    assertThat(peer.isCutOff()).isTrue();
  }

  @Test
  void whoAsksForTheUnknownAndReadsNoRefusalIsCutOff() throws Exception {
    limits.queuedBytes = 2 * Netstring.MAX_PAYLOAD;
    connect();
    byte[] unknown = Netstring.frame(new Message.Unknown(99, 1));
    Background.of(
        () -> {
          for (int i = 0; i < 100_000; i++) {
            peer.send(unknown);
          }
          return true;
        });
    TestEnvironment.until(() -> hub.traffic().shed.sum() == 1);
    assertThat(peer.isCutOff()).isTrue();
  }

  @Test
  void aBrokenWireEndsTheWriterAndTheConnection() throws Exception {
    connect();
    Background<Response> call = calling(new Request.Store(large()));
    TestEnvironment.until(() -> connection.callsInFlight() == 1);
    peer.close();
    assertThat(call.failure()).isInstanceOf(RpcException.Unreachable.class);
  }

  @Test
  void aRetiredConnectionEndsWhenNothingIsUnderWay() throws Exception {
    var go = new CountDownLatch(1);
    connect(
        (from, request) -> {
          go.await();
          return PONG;
        });
    Background<Response> call = calling(PING);
    Message.Call sent = peer.receiveCall();
    peer.send(new Message.Call(9, PING));
    TestEnvironment.until(() -> hub.requests().inFlight() == 1);
    connection.retire();
    assertThatThrownBy(() -> connection.call(PING, LONG))
        .isInstanceOf(RpcException.Unreachable.class);
    answer(sent, PONG);
    assertThat(call.result()).isEqualTo(PONG);
    assertThat(closed).isEmpty();
    go.countDown();
    assertThat(peer.receive()).isEqualTo(new Message.Answer(9, PONG));
    assertThat(peer.receive()).isNull();
  }

  @Test
  void anIdleConnectionThatIsRetiredEndsAtOnce() throws Exception {
    connect();
    connection.retire();
    assertThat(peer.receive()).isNull();
  }

  @Test
  void nothingStartsWhenTheCrewIsClosed() {
    make((from, request) -> PONG);
    hub.crew().close();
    connection.run();
    assertThat(closed).containsExactly(connection);
  }
}
