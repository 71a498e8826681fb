package dev.weft.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.admission.Refusal;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.runtime.Background;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls that go out over a connection. */
class PeerConnectionCallsTest extends PeerConnectionFixture {

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
    var find = new Request.FindProviders(samples.key(), 9);
    assertThat(outcome(find, PONG)).isInstanceOf(RpcException.Misbehaved.class);
    assertThat(outcome(find, nodes)).isEqualTo(nodes);
    assertThat(outcome(store, PONG)).isInstanceOf(RpcException.Misbehaved.class);
    assertThat(outcome(new Request.FindValue(samples.key()), nodes)).isEqualTo(nodes);
    assertThat(outcome(store, new Response.Stored())).isEqualTo(new Response.Stored());
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
    settle();
    timesOut();
    environment.sleep(limits.silence.dividedBy(2));
    timesOut();
    environment.sleep(limits.silence.dividedBy(2).plusMillis(1));
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
    environment.sleep(limits.silence.multipliedBy(2));
    assertThat(outcome(PING, PONG)).isEqualTo(PONG);
  }

  @Test
  void aCallThatTimesOutWhileThePeerSpeaksIsNoSilence() throws Exception {
    connect();
    var slow = calling(PING, Duration.ofMillis(30));
    peer.receiveCall();
    assertThat(outcome(PING, PONG)).isEqualTo(PONG);
    assertThat(slow.failure()).isInstanceOf(RpcException.Timeout.class);
    environment.sleep(limits.silence.multipliedBy(2));
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
  void aPeerThatDoesNotReadHoldsUpNoCallerBeyondItsTime() throws Exception {
    limits.queuedBytes = 3 * MessageCodec.MAX_BYTES;
    connect();
    var store = new Request.Store(large());
    var failures = new ArrayList<Throwable>();
    for (int i = 0; i < 8; i++) {
      failures.add(calling(store, Duration.ofMillis(1)).failure());
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
    settle();
    assertThat(connection.callsInFlight()).isEqualTo(2);
    assertThat(connection.isSpare()).isFalse();
    environment.sleep(limits.silence.plusSeconds(1));
    assertThat(connection.isSpare()).isTrue();
    assertThatThrownBy(() -> connection.call(PING, LONG))
        .isInstanceOf(RpcException.Unreachable.class)
        .hasMessageContaining("does not read");
    assertThat(stuck.failure()).hasMessageContaining("does not read");
    assertThat(behind.failure()).hasMessageContaining("does not read");
    assertThat(hub.refusals().count(Refusal.SILENT)).isOne();
  }
}
