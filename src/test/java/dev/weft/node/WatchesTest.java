package dev.weft.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Lookups;
import dev.weft.routing.RoutingActor;
import dev.weft.rpc.Caller;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.Transport;
import dev.weft.sim.Simulated;
import dev.weft.store.ItemStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchesTest extends Simulated {

  private static final Duration CALL = Duration.ofSeconds(5);
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Key KEY = Key.of("watched");
  private static final Contact SELF = World.contact(Key.of("self"), 1);
  private static final Contact PEER = World.contact(Key.of("peer"), 2);

  private final Transport transport = mock();
  private final Placer placer = mock();
  private final RoutingActor routing = mock();
  private final Lookups lookups = mock();
  private final ItemStore items = mock();
  private final WatchHandler handler = mock();

  @BeforeEach
  void waitForEver() throws Exception {
    when(transport.call(any(), any(), any())).then(_ -> environment.promise().await());
    when(handler.answer(any(), any())).then(_ -> environment.promise().await());
  }

  private void near(Contact... peers) throws InterruptedException {
    var closest =
        new LookupResult.Closest(KEY, List.of(peers), List.of(), true, Duration.ZERO, List.of());
    when(placer.read(any(), any())).thenReturn(new Reading(List.of(), closest, 1, 1));
  }

  private void watch(Duration time) throws InterruptedException {
    var watches =
        new Watches(
            SELF.key(), CALL, environment, transport, routing, lookups, placer, items, handler);
    Thread thread = start(() -> watches.item(KEY, _ -> {}));
    environment.sleep(time);
    assertThat(thread.isAlive()).isTrue();
    thread.interrupt();
    settle();
  }

  @Test
  void aPeerIsGivenTheTimeOfACallBeyondTheLease() throws Exception {
    when(transport.self()).thenReturn(Optional.of(SELF));
    near(PEER);
    watch(CALL);
    verify(transport).call(eq(PEER), any(Request.Watch.class), eq(LEASE.plus(CALL)));
    verify(handler).answer(eq(Caller.client(SELF.key())), any());
  }

  @Test
  void aClientWatchesAtOthersOnly() throws Exception {
    when(transport.self()).thenReturn(Optional.empty());
    near(PEER);
    watch(CALL);
    verify(transport).call(eq(PEER), any(Request.Watch.class), any());
    verify(handler, never()).answer(any(), any());
  }

  @Test
  void whereTooManyWatchAtThisNodeItIsSpared() throws Exception {
    when(transport.self()).thenReturn(Optional.of(SELF));
    doReturn(new Response.Refused(RefusalCode.BUSY, "no")).when(handler).answer(any(), any());
    near();
    watch(Duration.ofSeconds(100));
    verify(handler, times(7)).answer(any(), any());
    verify(placer, atLeastOnce()).read(KEY, CALL.multipliedBy(2));
  }
}
