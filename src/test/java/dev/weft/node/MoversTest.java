package dev.weft.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.routing.RoutingActor;
import dev.weft.routing.RoutingSnapshot;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Handler;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Crew;
import dev.weft.sim.Simulated;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is found to have moved when a node calls from another address. */
class MoversTest extends Simulated {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Request PING = new Request.Ping();
  private static final Key KEY = Key.of("a node");
  private static final Contact OLD = World.contact(KEY, 1);
  private static final Contact NEW = World.contact(KEY, 2);

  private final Transport transport = mock();
  private final RoutingActor routing = mock();
  private final RoutingSnapshot table = mock();
  private final Crew errands = new Crew(environment);
  private final Handler handler =
      new Handler() {
        @Override
        public Response handle(Caller from, Request request) {
          return new Response.Pong();
        }

        @Override
        public boolean mayWait(Request request) {
          return false;
        }
      };
  private final Movers movers =
      new Movers(handler, environment, transport, routing, errands, TIMEOUT);

  @BeforeEach
  void knowTheNode() {
    when(routing.snapshot()).thenReturn(table);
    when(table.sound(any())).thenReturn(Optional.empty());
    when(table.sound(KEY)).thenReturn(Optional.of(OLD));
  }

  @AfterEach
  void end() {
    errands.close();
  }

  private void call(Caller from) throws InterruptedException {
    assertThat(movers.mayWait(PING)).isFalse();
    assertThat(movers.handle(from, PING)).isEqualTo(new Response.Pong());
    settle();
  }

  private void find(RpcException why) throws Exception {
    when(transport.identify(OLD.address(), TIMEOUT)).thenThrow(why);
  }

  @Test
  void whoIsNotWhereItWasHasFailedThereAndIsACandidateElsewhere() throws Exception {
    find(new RpcException.Timeout("gone"));
    call(Caller.node(NEW));
    verify(routing).failed(OLD);
    verify(routing).seen(NEW, false);
  }

  @Test
  void whereSomebodyElseIsNowItIsNot() throws Exception {
    when(transport.identify(OLD.address(), TIMEOUT))
        .thenReturn(new Contact(Key.of("another"), OLD.address()));
    call(Caller.node(NEW));
    verify(routing).failed(OLD);
  }

  @Test
  void whoIsWhereItWasStays() throws Exception {
    when(transport.identify(OLD.address(), TIMEOUT)).thenReturn(OLD);
    call(Caller.node(NEW));
    verify(transport).identify(OLD.address(), TIMEOUT);
    verify(routing, never()).failed(any());
  }

  @Test
  void whatCouldNotBeSentSaysNothing() throws Exception {
    find(new RpcException.Unsent("busy"));
    call(Caller.node(NEW));
    verify(routing, never()).failed(any());
  }

  @Test
  void nobodyIsDialledWhoCallsFromWhereItIsKnownOrIsUnknownOrAClient() throws Exception {
    call(Caller.node(OLD));
    call(Caller.client(KEY));
    call(Caller.node(World.contact(Key.of("unknown"), 3)));
    verify(transport, never()).identify(any(), any());
  }

  @Test
  void whoeverCallsFromAThousandPlacesIsLookedForOnceAMinute() throws Exception {
    when(transport.identify(OLD.address(), TIMEOUT)).thenReturn(OLD);
    for (int i = 0; i < 1_000; i++) {
      call(Caller.node(World.contact(KEY, 10 + i)));
    }
    verify(transport).identify(any(), any());
    environment.sleep(Duration.ofMinutes(1));
    call(Caller.node(NEW));
    verify(transport, times(2)).identify(any(), any());
  }

  @Test
  void ofMoreThanAThousandTheFirstIsForgotten() throws Exception {
    when(transport.identify(any(), any())).thenReturn(OLD);
    when(table.sound(any())).thenReturn(Optional.of(OLD));
    call(Caller.node(NEW));
    for (int i = 0; i < 1_000; i++) {
      call(Caller.node(World.contact(Key.of("node " + i), 2)));
    }
    call(Caller.node(NEW));
    verify(transport, times(1_002)).identify(any(), any());
  }
}
