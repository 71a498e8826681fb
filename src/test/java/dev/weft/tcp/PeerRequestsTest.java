package dev.weft.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.admission.Rate;
import dev.weft.admission.Refusal;
import dev.weft.item.Item;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Handler;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.runtime.Background;
import dev.weft.socket.Outbox;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
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
    assertThat(hub.refusals().count(Refusal.PEER_REQUESTS)).isOne();
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
    assertThat(hub.refusals().count(Refusal.SILENT)).isOne();
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
    assertThat(hub.refusals().count(Refusal.SILENT)).isOne();
    assertThat(peer.isCutOff()).isTrue();
  }

  @Test
  void beyondHalfOfTheBytesOnlyThoseAreAnsweredOfWhomNothingIsUnderWay() throws Exception {
    limits.bytes = 100_000;
    var go = new CountDownLatch(1);
    connect(
        (from, request) -> {
          go.await();
          return PONG;
        });
    for (int i = 1; i <= 2; i++) {
      peer.send(new Message.Call(i, new Request.FindValue(samples.key())));
    }
    assertThat(refusal(peer.receive())).isEqualTo(RefusalCode.BUSY);
    assertThat(hub.refusals().count(Refusal.BYTES)).isOne();
    assertThat(hub.traffic().underWay()).isEqualTo(Item.MAX_VALUE_BYTES);

    Outbox others = hub.outbox();
    var other =
        new PeerRequests(hub, Caller.client(samples.key()), others, () -> {}, () -> {}, () -> {});
    other.answer(1, new Request.FindValue(samples.key()));
    assertThat(hub.requests().inFlight()).isEqualTo(2);
    assertThat(hub.refusals().count(Refusal.BYTES)).isOne();
    var third =
        new PeerRequests(hub, Caller.client(samples.key()), others, () -> {}, () -> {}, () -> {});
    third.answer(1, PING);
    assertThat(hub.refusals().count(Refusal.BYTES)).isEqualTo(2);
    go.countDown();
    settle();
    others.close();
  }

  @Test
  void everyRequestWeighsWhatItHoldsOrAsksFor() throws Exception {
    var go = new CountDownLatch(1);
    connect(
        (from, request) -> {
          go.await();
          return PONG;
        });
    peer.send(new Message.Call(1, PING));
    peer.send(new Message.Call(2, new Request.Leave()));
    peer.send(new Message.Call(3, new Request.FindNode(samples.key())));
    peer.send(new Message.Call(4, new Request.Store(large())));
    settle();
    assertThat(hub.requests().inFlight()).isEqualTo(4);
    assertThat(hub.traffic().underWay()).isEqualTo(2 * 1024 + large().encodedLength());
    go.countDown();
  }

  private static final Response FORGED = new Response.Refused(RefusalCode.FORGED, "no");

  @Test
  void whoSentAForgedItemIsToldAndCutOff() throws Exception {
    connect((from, request) -> FORGED);
    peer.send(new Message.Call(1, PING));
    assertThat(peer.receive()).isEqualTo(new Message.Answer(1, FORGED));
    assertThat(peer.isCutOff()).isTrue();
  }

  @Test
  void otherRefusalsCostNoConnection() throws Exception {
    connect((from, request) -> new Response.Refused(RefusalCode.FULL, "no"));
    peer.send(new Message.Call(1, PING));
    assertThat(refusal(peer.receive())).isEqualTo(RefusalCode.FULL);
    peer.send(new Message.Call(2, PING));
    assertThat(refusal(peer.receive())).isEqualTo(RefusalCode.FULL);
  }

  @Test
  void whoLeftMeanwhileIsNotCutOffTwice() throws Exception {
    var go = new CountDownLatch(1);
    connect(
        (from, request) -> {
          go.await();
          return FORGED;
        });
    peer.send(new Message.Call(1, PING));
    settle();
    peer.close();
    settle();
    go.countDown();
    settle();
    assertThat(closed).hasSize(1);
  }

  @Test
  void whoFloodsIsToldAndCutOffAndNothingMoreIsReadFromIt() throws Exception {
    limits.requestsOfPeer = new Rate(1, Duration.ofHours(1));
    var handled = new AtomicInteger();
    connect(
        (from, request) -> {
          handled.incrementAndGet();
          return PONG;
        });
    byte[] ping = MessageCodec.frame(new Message.Call(1, PING));
    byte[] all = new byte[300 * ping.length]; // more than is read at once
    for (int i = 0; i < 300; i++) {
      System.arraycopy(ping, 0, all, i * ping.length, ping.length);
    }
    peer.send(all);
    assertThat(peer.receive()).isEqualTo(new Message.Answer(1, PONG));
    assertThat(refusal(peer.receive())).isEqualTo(RefusalCode.BUSY);
    assertThat(peer.receive()).isNull();
    assertThat(handled).hasValue(1);
    assertThat(hub.refusals().count(Refusal.FLOOD)).isOne();
  }

  @Test
  void whoIsHeldUpWhenAllEndsIsLetGo() throws Exception {
    limits.requestsOfPeer = new Rate(1, Duration.ofHours(1));
    connect();
    peer.send(new Message.Call(1, PING));
    peer.send(new Message.Call(2, PING));
    settle();
    hub.crew().close();
    settle();
    assertThat(closed).hasSize(1);
  }
}
