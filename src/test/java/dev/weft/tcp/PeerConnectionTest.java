package dev.weft.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.admission.Refusal;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.runtime.Background;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** How a connection ends. */
class PeerConnectionTest extends PeerConnectionFixture {

  @Test
  void whatCannotBeReadEndsTheConnectionAndItsCalls() throws Exception {
    connect();
    Background<Response> call = calling(PING);
    peer.receiveCall();
    peer.send(new byte[] {'?'});
    assertThat(call.failure()).isInstanceOf(RpcException.Misbehaved.class);
    assertThat(peer.isCutOff()).isTrue();
    assertThat(hub.refusals().count(Refusal.UNREADABLE)).isOne();
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

  @Test
  void aBrokenWireEndsTheWriterAndTheConnection() throws Exception {
    connect();
    Background<Response> call = calling(new Request.Store(large()));
    settle();
    assertThat(connection.callsInFlight()).isEqualTo(1);
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
    settle();
    assertThat(hub.requests().inFlight()).isEqualTo(1);
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
