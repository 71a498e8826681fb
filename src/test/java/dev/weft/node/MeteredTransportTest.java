package dev.weft.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.CallCounts;
import dev.weft.rpc.CallEnd;
import dev.weft.rpc.CallOutcome;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Cursor;
import dev.weft.rpc.Handler;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.RequestKind;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.rpc.TransportCounts;
import dev.weft.sim.SimEnvironment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

/** Every call is counted by how it ends, and told of. */
class MeteredTransportTest {

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Contact PEER = World.contact(Key.of("peer"), 1);
  private static final Request PING = new Request.Ping();

  private final Transport inner = mock();
  private final SimEnvironment environment = new SimEnvironment(1);
  private final MeteredTransport transport = new MeteredTransport(inner, environment);

  private void fails(Throwable outcome) throws Exception {
    doThrow(outcome).when(inner).call(any(), any(), any());
    assertThatThrownBy(() -> transport.call(PEER, PING, LIMIT)).isSameAs(outcome);
  }

  @Test
  void everyOutcomeIsCounted() throws Exception {
    when(inner.call(PEER, PING, LIMIT)).thenReturn(new Response.Pong());
    transport.call(PEER, PING, LIMIT);
    fails(new RpcException.Refused(RefusalCode.BUSY, "no"));
    fails(new RpcException.Timeout("no"));
    fails(new RpcException.Unreachable("no"));
    fails(new RpcException.Misbehaved("no"));
    fails(new RpcException.Unsent("no"));
    fails(new InterruptedException());
    CallCounts counts = transport.calls();
    for (CallOutcome outcome : CallOutcome.values()) {
      assertThat(counts.made(RequestKind.PING, outcome)).as(outcome.label()).isOne();
    }
    assertThat(counts.made(RequestKind.PING)).isEqualTo(7);
    assertThat(counts.failed(RequestKind.PING)).isEqualTo(4);
    assertThat(counts.made(RequestKind.STORE)).isZero();
  }

  @Test
  void onlyAnAnswerShowsThatSomebodyIsThere() throws Exception {
    fails(new RpcException.Timeout("no"));
    assertThat(transport.sinceContact()).isEmpty();
    fails(new RpcException.Refused(RefusalCode.BUSY, "no"));
    assertThat(transport.sinceContact()).contains(Duration.ZERO);
  }

  @Test
  void howLongAnAnswerTookIsNotedAndACallThatIsNotAnsweredTellsNoTime() throws Exception {
    assertThat(transport.times().of(PEER.key())).isEmpty();
    fails(new RpcException.Timeout("too late"));
    fails(new RpcException.Refused(RefusalCode.BUSY, "no"));
    assertThat(transport.times().of(PEER.key())).isEmpty();
    doAnswer(
            _ -> {
              environment.sleep(Duration.ofMillis(6));
              return new Response.Pong();
            })
        .when(inner)
        .call(any(), any(), any());
    environment.run(() -> transport.call(PEER, PING, LIMIT));
    assertThat(transport.times().of(PEER.key())).contains(Duration.ofMillis(6));
  }

  @Test
  void aWatchThatIsAnsweredTellsNoTimeAsItWaitsForNews() throws Exception {
    when(inner.call(any(), any(), any())).thenReturn(new Response.Unchanged());
    Request watch = new Request.Watch(PEER.key(), false, Cursor.NONE, LIMIT);
    transport.call(PEER, watch, LIMIT);
    assertThat(transport.calls().made(RequestKind.WATCH, CallOutcome.ANSWERED)).isOne();
    assertThat(transport.sinceContact()).contains(Duration.ZERO);
    assertThat(transport.times().of(PEER.key())).isEmpty();
  }

  @Test
  void allListenersAreTold() throws Exception {
    List<CallEnd> first = new ArrayList<>();
    List<CallEnd> second = new ArrayList<>();
    Runnable end = transport.onCall(first::add);
    transport.onCall(second::add);
    fails(new RpcException.Timeout("no"));
    assertThat(first)
        .containsExactly(
            new CallEnd(0, PEER, RequestKind.PING, CallOutcome.TIMED_OUT, Duration.ZERO))
        .isEqualTo(second);
    end.run();
    fails(new RpcException.Timeout("no"));
    assertThat(first).hasSize(1);
    assertThat(second).hasSize(2);
  }

  @Test
  void requestsAreCountedByTheirKind() throws Exception {
    Handler handler = mock();
    when(handler.handle(any(), any())).thenReturn(new Response.Pong());
    when(handler.mayWait(any())).thenReturn(true);
    transport.serve(handler);
    ArgumentCaptor<Handler> served = ArgumentCaptor.captor();
    verify(inner).serve(served.capture());
    assertThat(served.getValue().mayWait(PING)).isTrue();
    Request leave = new Request.Leave();
    assertThat(served.getValue().handle(Caller.client(PEER.key()), leave))
        .isEqualTo(new Response.Pong());
    assertThat(transport.calls().answered(RequestKind.LEAVE)).isOne();
    assertThat(transport.calls().answered(RequestKind.PING)).isZero();
    assertThat(transport.sinceContact()).isPresent();
  }

  @Test
  void theRestIsPassedOn() throws Exception {
    when(inner.self()).thenReturn(Optional.of(PEER));
    assertThat(transport.self()).contains(PEER);
    when(inner.provesCallers()).thenReturn(true);
    assertThat(transport.provesCallers()).isTrue();
    when(inner.refusals()).thenReturn(new TreeMap<>(Map.of("full", 2L)));
    assertThat(transport.refusals()).containsEntry("full", 2L);
    when(inner.identify(PEER.address(), LIMIT)).thenReturn(PEER);
    assertThat(transport.identify(PEER.address(), LIMIT)).isEqualTo(PEER);
    TransportCounts counts = new TransportCounts(1, 2, 3, 4, 5, 6, 4, 7, 8);
    when(inner.counts()).thenReturn(counts);
    assertThat(transport.counts().framesPerWrite()).isEqualTo(1.5);
    assertThat(TransportCounts.NONE.framesPerWrite()).isZero();
    transport.close();
    verify(inner).close();
  }

  @Test
  void countsKeepWhatTheyWereGiven() {
    Map<RequestKind, Long> answered = new EnumMap<>(RequestKind.class);
    CallCounts empty = new CallCounts(answered, new EnumMap<>(RequestKind.class));
    answered.put(RequestKind.PING, 1L);
    assertThat(empty.answered(RequestKind.PING)).isZero();
    assertThat(empty.made(RequestKind.PING)).isZero();
  }
}
