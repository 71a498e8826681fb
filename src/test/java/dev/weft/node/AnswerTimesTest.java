package dev.weft.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Handler;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How long others take to answer is known of those called last, once somebody wants to know. */
class AnswerTimesTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Contact PEER = World.contact(Key.of("peer"), 1);

  private final Environment environment = mock();
  private final Transport inner = mock();
  private final AnswerTimes times = new AnswerTimes(environment);
  private final Transport transport = times.over(inner);

  private void call(Contact peer, long nanos) throws Exception {
    when(inner.call(any(), any(), any())).thenReturn(new Response.Pong());
    when(environment.nanoTime()).thenReturn(100L, 100L + nanos);
    transport.call(peer, new Request.Ping(), TIMEOUT);
  }

  @Test
  void nothingIsNotedBeforeSomebodyAsks() throws Exception {
    call(PEER, 5);
    assertThat(times.of(PEER.key())).isEmpty();
    call(PEER, 6);
    assertThat(times.of(PEER.key())).contains(Duration.ofNanos(6));
    call(PEER, 7);
    assertThat(times.of(PEER.key())).contains(Duration.ofNanos(7));
  }

  @Test
  void aCallThatIsNotAnsweredTellsNoTime() throws Exception {
    times.of(PEER.key());
    when(inner.call(any(), any(), any())).thenThrow(new RpcException.Timeout("too late"));
    assertThatExceptionOfType(RpcException.Timeout.class)
        .isThrownBy(() -> transport.call(PEER, new Request.Ping(), TIMEOUT));
    assertThat(times.of(PEER.key())).isEmpty();
  }

  @Test
  void thoseCalledLongestAgoAreForgotten() throws Exception {
    times.of(PEER.key());
    call(PEER, 5);
    for (int i = 0; i < 2_000; i++) {
      call(World.contact(Key.of("peer " + i), 1), 6);
    }
    assertThat(times.of(PEER.key())).isEmpty();
    assertThat(times.of(Key.of("peer 0"))).contains(Duration.ofNanos(6));
  }

  @Test
  void allElseIsTheTransportsOwn() throws Exception {
    InetSocketAddress address = PEER.address();
    Handler handler = mock();
    when(inner.identify(address, TIMEOUT)).thenReturn(PEER);
    when(inner.self()).thenReturn(Optional.of(PEER));
    when(inner.provesCallers()).thenReturn(true, false);
    when(inner.refusals()).thenReturn(Map.of("flood", 1L));
    assertThat(transport.identify(address, TIMEOUT)).isEqualTo(PEER);
    assertThat(transport.self()).contains(PEER);
    assertThat(transport.provesCallers()).isTrue();
    assertThat(transport.provesCallers()).isFalse();
    assertThat(transport.refusals()).containsEntry("flood", 1L);
    transport.serve(handler);
    transport.close();
    verify(inner).serve(handler);
    verify(inner).close();
  }
}
