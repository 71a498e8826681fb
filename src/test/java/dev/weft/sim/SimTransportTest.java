package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.rpc.Caller;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.runtime.FanOut;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The limits of a transport, and how it is closed. */
class SimTransportTest {

  private static final Duration LONG = Duration.ofHours(1);

  private final Rig rig = new Rig();
  private final Rig.Machine caller = rig.machine();

  /** Answers nothing, whoever may leave, before it is interrupted. */
  private final Rig.Machine stuck =
      rig.machine().serving((from, request) -> rig.world.<Response>promise().await());

  @AfterEach
  void end() {
    rig.close();
  }

  /** Makes a call on a thread of its own. */
  private void start(List<Object> outcomes) {
    caller.host.start(
        "caller",
        () -> {
          try {
            outcomes.add(caller.transport.call(stuck.contact, new Request.Leave(), LONG));
          } catch (RpcException | InterruptedException e) {
            outcomes.add(e);
          }
        });
  }

  private static void assertIs(Object outcome, Class<? extends Exception> type, String message) {
    assertThat(outcome).isInstanceOf(type).asString().contains(message);
  }

  @Test
  void closingEndsEachCallThatIsUnderWayAndAllThatFollow() throws Exception {
    List<Object> outcomes = new ArrayList<>();
    rig.run(
        () -> {
          start(outcomes);
          rig.world.sleep(Duration.ofSeconds(1));
          assertThat(caller.transport.calls()).isOne();
          caller.transport.close();
          caller.transport.close();
          rig.world.sleep(Duration.ZERO.plusNanos(1));
          assertThat(caller.transport.calls()).isZero();
          assertThatThrownBy(() -> caller.ping(stuck)).isInstanceOf(RpcException.Unsent.class);
        });
    assertThat(outcomes).hasSize(1);
    assertIs(outcomes.getFirst(), RpcException.Unsent.class, "closed");
  }

  @Test
  void callsFromAnAddressThatIsGoneEndAndOthersGoOn() throws Exception {
    List<Object> outcomes = new ArrayList<>();
    rig.run(
        () -> {
          start(outcomes);
          rig.world.sleep(Duration.ofSeconds(1));
          InetAddress here = caller.endpoint.address.getAddress();
          assertThat(caller.transport.cutOff(new HashSet<>(List.of(here)))).isZero();
          assertThat(outcomes).isEmpty();
          assertThat(caller.transport.cutOff(new HashSet<>())).isOne();
          rig.world.sleep(Duration.ofMillis(1));
        });
    assertIs(outcomes.getFirst(), RpcException.Unreachable.class, "is gone");
  }

  @Test
  void whoeverIsStillBeingAnsweredByATransportThatIsClosedIsTold() throws Exception {
    List<Object> outcomes = new ArrayList<>();
    rig.run(
        () -> {
          start(outcomes);
          rig.world.sleep(Duration.ofSeconds(1));
          stuck.transport.close();
          assertThat(stuck.host.host().threads()).isZero();
          rig.world.sleep(Duration.ofSeconds(1));
        });
    assertThat(outcomes).hasSize(1);
    assertIs(outcomes.getFirst(), RpcException.Unreachable.class, "has stopped");
  }

  @Test
  void aCallThatIsInterruptedIsForgotten() throws Exception {
    rig.run(
        () -> {
          Thread thread =
              caller.host.start(
                  "caller",
                  () ->
                      assertThatThrownBy(() -> caller.leave(stuck))
                          .isInstanceOf(InterruptedException.class));
          rig.world.sleep(Duration.ofMillis(1));
          thread.interrupt();
          rig.world.sleep(Duration.ofSeconds(1));
        });
    assertThat(caller.transport.calls()).isZero();
  }

  @Test
  void moreThanAThousandRequestsAtOnceAreRefused() throws Exception {
    List<Object> outcomes = Collections.synchronizedList(new ArrayList<>());
    rig.run(
        () -> {
          for (int i = 0; i < 1_001; i++) {
            start(outcomes);
          }
          rig.world.sleep(Duration.ofSeconds(1));
        });
    assertThat(stuck.transport.received()).isEqualTo(1_001);
    assertThat(outcomes).hasSize(1);
    assertThat((RpcException.Refused) outcomes.getFirst())
        .extracting(RpcException.Refused::code)
        .isEqualTo(RefusalCode.BUSY);
  }

  @Test
  void moreThanTenThousandCallsAtOnceAreNotSent() throws Exception {
    rig.run(
        () -> {
          try (FanOut lanes = FanOut.open(caller.host.threads("call"), () -> false)) {
            for (int i = 0; i < 10_000; i++) {
              lanes.fork(
                  () ->
                      assertThatThrownBy(() -> caller.leave(stuck)).isInstanceOf(Exception.class));
            }
            rig.world.sleep(Duration.ofMillis(1));
            assertThatThrownBy(() -> caller.ping(stuck))
                .isInstanceOf(RpcException.Unsent.class)
                .hasMessageContaining("too many calls at once");
            lanes.cancel();
          }
        });
  }

  @Test
  void aClientListensOnNothing() throws Exception {
    Rig.Machine client = rig.machine();
    client.transport = client.transport(Caller.client(client.identity.key()));
    client.serving((from, request) -> new Response.Pong());
    assertThat(client.transport.self()).isEmpty();
    assertThat(caller.transport.self()).contains(caller.contact);
    rig.run(
        () ->
            assertThatThrownBy(() -> caller.ping(client))
                .isInstanceOf(RpcException.Unreachable.class));
  }

  @Test
  void whatIsClosedBeforeItServesNeverDoes() throws Exception {
    caller.transport.close();
    caller.serving((from, request) -> new Response.Pong());
    assertThat(caller.endpoint.listener()).isNull();
  }

  @Test
  void closingLateDoesNotUnplugWhoListensThereNow() throws Exception {
    SimTransport first = stuck.transport;
    stuck.transport = stuck.transport(Caller.node(stuck.contact));
    stuck.serving((from, request) -> new Response.Pong());
    first.close();
    rig.run(() -> assertThat(caller.ping(stuck)).isEqualTo(new Response.Pong()));
  }
}
