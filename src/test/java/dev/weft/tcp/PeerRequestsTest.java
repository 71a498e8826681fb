package dev.weft.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.rpc.Caller;
import dev.weft.rpc.Handler;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.runtime.Background;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Requests that come in over a connection. */
class PeerRequestsTest extends PeerConnectionFixture {

  @Test
  void requestsAreAnswered() throws Exception {
    var contact = samples.contact();
    connect((from, request) -> new Response.Nodes(List.of(contact)));
    peer.send(new Message.Call(5, new Request.FindNode(samples.key())));
    assertThat(peer.receive())
        .isEqualTo(new Message.Answer(5, new Response.Nodes(List.of(contact))));
  }

  /** A handler that never waits. */
  private record Prompt(Response response) implements Handler {
    @Override
    public Response handle(Caller from, Request request) {
      return response;
    }

    @Override
    public boolean mayWait(Request request) {
      return false;
    }
  }

  @Test
  void requestsThatCameTogetherAndNeedNoWaitAreAnsweredTogether() throws Exception {
    connect(new Prompt(PONG));
    byte[] first = MessageCodec.frame(new Message.Call(1, PING));
    byte[] second = MessageCodec.frame(new Message.Call(2, PING));
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    peer.send(both);
    assertThat(peer.receive()).isEqualTo(new Message.Answer(1, PONG));
    assertThat(peer.receive()).isEqualTo(new Message.Answer(2, PONG));
    assertThat(hub.traffic().framesOut.sum()).isEqualTo(2);
    assertThat(hub.requests().inFlight()).isZero();
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
  void anAnswerThatDoesNotFitTheQueueCutsThePeerOff() throws Exception {
    limits.queuedBytes = 2 * MessageCodec.MAX_BYTES;
    var values = new Response.Values(List.of(large()));
    connect((from, request) -> values);
    Background.of(
        environment,
        () -> {
          for (int i = 0; i < 8; i++) {
            peer.send(new Message.Call(i, new Request.FindValue(samples.key())));
          }
          return true;
        });
    settle();
    assertThat(closed).hasSize(1);
    assertThat(hub.traffic().shed.sum()).isOne();
    assertThat(peer.isCutOff()).isTrue();
  }

  @Test
  void whoAsksForTheUnknownAndReadsNoRefusalIsCutOff() throws Exception {
    limits.queuedBytes = 2 * MessageCodec.MAX_BYTES;
    connect();
    byte[] unknown = MessageCodec.frame(new Message.Unknown(99, 1));
    Background.of(
        environment,
        () -> {
          for (int i = 0; i < 100_000; i++) {
            peer.send(unknown);
          }
          return true;
        });
    settle();
    assertThat(hub.traffic().shed.sum()).isOne();
    assertThat(peer.isCutOff()).isTrue();
  }
}
