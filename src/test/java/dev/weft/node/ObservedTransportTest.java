package dev.weft.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.routing.RoutingActor;
import dev.weft.routing.RoutingOptions;
import dev.weft.rpc.Handler;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.rpc.TransportCounts;
import dev.weft.sim.Simulated;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObservedTransportTest extends Simulated {

  private static final Duration FAIR = Duration.ofSeconds(5);
  private static final Contact PEER = World.contact(Key.of("peer"), 1);
  private static final int MAX_FAILURES = RoutingOptions.defaults().maxFailures();

  private final RoutingActor routing =
      RoutingActor.start(
          environment, Key.of("self"), RoutingOptions.defaults(), _ -> true, _ -> {});
  private final Transport inner = mock();
  private final ObservedTransport transport = new ObservedTransport(inner, routing, FAIR);

  @BeforeEach
  void know() {
    routing.seen(PEER, true);
  }

  @AfterEach
  void end() {
    routing.close();
  }

  @Test
  void itsCountsAreThoseOfTheTransportBelow() {
    TransportCounts counts = new TransportCounts(1, 2, 3, 4, 5, 6, 7, 8, 9);
    when(inner.counts()).thenReturn(counts);
    assertThat(transport.counts()).isSameAs(counts);
  }

  /** Whether the peer is known still when so many calls have ended like this. */
  private boolean survives(int calls, RpcException outcome, Duration timeout)
      throws InterruptedException, RpcException {
    doThrow(outcome).when(inner).call(any(), any(), any());
    for (int i = 0; i < calls; i++) {
      assertThatThrownBy(() -> transport.call(PEER, new Request.Ping(), timeout)).isSameAs(outcome);
    }
    return routing.settled().size() == 1;
  }

  @Test
  void whoAnswersIsSeen() throws Exception {
    routing.left(PEER);
    when(inner.call(PEER, new Request.Ping(), FAIR)).thenReturn(new Response.Pong());
    assertThat(transport.call(PEER, new Request.Ping(), FAIR)).isEqualTo(new Response.Pong());
    assertThat(routing.settled().contacts()).containsExactly(PEER);
  }

  @Test
  void whoRefusesIsSeenToo() throws Exception {
    routing.left(PEER);
    assertThat(survives(1, new RpcException.Refused(RefusalCode.BUSY, "no"), FAIR)).isTrue();
  }

  @Test
  void whoSaysThatNoNodeOfTheNetworkIsThereIsNoneAndIsForgotten() throws Exception {
    routing.left(PEER);
    RpcException insecure = new RpcException.Refused(RefusalCode.INSECURE, "no");
    assertThat(survives(1, insecure, FAIR)).isFalse();
    routing.seen(PEER, true);
    RpcException elsewhere = new RpcException.Refused(RefusalCode.OTHER_NETWORK, "no");
    assertThat(survives(MAX_FAILURES - 1, elsewhere, FAIR)).isTrue();
    assertThat(survives(1, elsewhere, FAIR)).isFalse();
  }

  @Test
  void whoIsUnreachableTooOftenIsForgotten() throws Exception {
    assertThat(survives(MAX_FAILURES - 1, new RpcException.Unreachable("no"), FAIR)).isTrue();
    assertThat(survives(1, new RpcException.Unreachable("no"), FAIR)).isFalse();
  }

  @Test
  void whoDoesNotAnswerInAFairTimeIsForgotten() throws Exception {
    assertThat(survives(MAX_FAILURES, new RpcException.Timeout("no"), FAIR)).isFalse();
  }

  @Test
  void aTimeThatWasTooShortIsNotHeldAgainstThePeer() throws Exception {
    RpcException late = new RpcException.Timeout("no");
    assertThat(survives(2 * MAX_FAILURES, late, FAIR.minusNanos(1))).isTrue();
  }

  @Test
  void whatCouldNotBeSentIsNotHeldAgainstThePeer() throws Exception {
    assertThat(survives(2 * MAX_FAILURES, new RpcException.Unsent("no"), FAIR)).isTrue();
  }

  @Test
  void aLiarIsForgottenAtOnceAndIgnored() throws Exception {
    assertThat(survives(1, new RpcException.Misbehaved("no"), FAIR)).isFalse();
    routing.seen(PEER, true);
    assertThat(routing.settled().size()).isZero();
  }

  @Test
  void whoWasOnlyIdentifiedIsNotYetTrusted() throws Exception {
    routing.left(PEER);
    when(inner.identify(PEER.address(), FAIR)).thenReturn(PEER);
    assertThat(transport.identify(PEER.address(), FAIR)).isEqualTo(PEER);
    assertThat(routing.settled().size()).isZero();
  }

  @Test
  void theRestIsPassedOn() {
    Handler handler = mock();
    when(inner.self()).thenReturn(Optional.of(PEER));
    assertThat(transport.self()).contains(PEER);
    when(inner.provesCallers()).thenReturn(true);
    assertThat(transport.provesCallers()).isTrue();
    when(inner.refusals()).thenReturn(new TreeMap<>(Map.of("full", 2L)));
    assertThat(transport.refusals()).containsEntry("full", 2L);
    transport.serve(handler);
    verify(inner).serve(handler);
    transport.close();
    verify(inner).close();
  }

  @Test
  void aProbeTakesRefusalsForLifeAndHoldsNothingAgainstAPeerThatWasNotAsked() throws Exception {
    Probe probe = new Probe(inner, FAIR);
    when(inner.call(PEER, new Request.Ping(), FAIR))
        .thenReturn(new Response.Pong())
        .thenThrow(new RpcException.Refused(RefusalCode.BUSY, "no"))
        .thenThrow(new RpcException.Unsent("no"))
        .thenThrow(new RpcException.Timeout("no"))
        .thenThrow(new RpcException.Refused(RefusalCode.INSECURE, "no"));
    assertThat(probe.ping(PEER)).isTrue();
    assertThat(probe.ping(PEER)).isTrue();
    assertThat(probe.ping(PEER)).isTrue();
    assertThat(probe.ping(PEER)).isFalse();
    assertThat(probe.ping(PEER)).isFalse();
  }

  @Test
  void aProbeTakesStrangersForNobody() throws Exception {
    Probe probe = new Probe(inner, FAIR);
    when(inner.call(PEER, new Request.Ping(), FAIR))
        .thenThrow(new RpcException.Refused(RefusalCode.OTHER_NETWORK, "no"))
        .thenThrow(new RpcException.Refused(RefusalCode.INSECURE, "no"));
    assertThat(probe.ping(PEER)).isFalse();
    assertThat(probe.ping(PEER)).isFalse();
  }

  @Test
  void aProbeMeetsWhoeverIsThereAndNoOtherNode() throws Exception {
    Probe probe = new Probe(inner, FAIR);
    when(inner.identify(PEER.address(), FAIR))
        .thenReturn(PEER)
        .thenReturn(new Contact(Key.of("another"), PEER.address()))
        .thenThrow(new RpcException.Unreachable("no"));
    assertThat(probe.meet(PEER)).isTrue();
    assertThat(probe.meet(PEER)).isFalse();
    assertThat(probe.meet(PEER)).isFalse();
  }
}
