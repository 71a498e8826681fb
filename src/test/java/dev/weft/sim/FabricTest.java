package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.runtime.Promise;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a message, and of the call that waits for it. */
class FabricTest {

  private final Rig rig = new Rig();
  private final Rig.Machine caller = rig.machine();
  private final Rig.Machine server = rig.server();

  @AfterEach
  void end() {
    rig.close();
  }

  private void assertFails(
      Class<? extends RpcException> how, Duration after, ThrowingCallable call) {
    Duration before = rig.world.elapsed();
    assertThatThrownBy(call).isInstanceOf(how);
    assertThat(rig.world.elapsed().minus(before)).isEqualTo(after);
  }

  @Test
  void aCallTakesOneRoundTrip() throws Exception {
    rig.run(
        () -> {
          assertThat(caller.ping(server)).isEqualTo(new Response.Pong());
          assertThat(rig.world.elapsed()).isEqualTo(Rig.ROUND_TRIP);
        });
  }

  @Test
  void aCallOfADeadProcessFailsAfterOneRoundTrip() throws Exception {
    server.transport.close();
    rig.run(
        () ->
            assertFails(RpcException.Unreachable.class, Rig.ROUND_TRIP, () -> caller.ping(server)));
  }

  @Test
  void aCallOfAMachineThatIsGoneTimesOut() throws Exception {
    server.transport.close();
    server.endpoint.gone(true);
    rig.run(() -> assertFails(RpcException.Timeout.class, Rig.PATIENCE, () -> caller.ping(server)));
  }

  @Test
  void aCallOfAMachineThatNobodyCanConnectToTimesOutAndItsOwnAreAnswered() throws Exception {
    Rig.Machine other = rig.server();
    server.endpoint.shielded(true);
    rig.run(
        () -> {
          assertFails(RpcException.Timeout.class, Rig.PATIENCE, () -> caller.ping(server));
          assertThat(server.ping(other)).isEqualTo(new Response.Pong());
        });
  }

  @Test
  void aCallOfAnAddressThatNobodyHasTimesOut() throws Exception {
    Contact nobody = new Contact(Key.of("nobody"), new Endpoint(77, "nobody").address);
    rig.run(
        () ->
            assertFails(
                RpcException.Timeout.class,
                Rig.PATIENCE,
                () -> caller.transport.call(nobody, new Request.Ping(), Rig.PATIENCE)));
    assertThat(rig.sent(MessageKind.PING).messages()).isOne();
  }

  @Test
  void whereAnotherNodeListensThanWasCalledTheCallerIsTold() throws Exception {
    Contact another = new Contact(Key.of("another"), server.endpoint.address);
    rig.run(
        () ->
            assertFails(
                RpcException.Unreachable.class,
                Rig.ROUND_TRIP,
                () -> caller.transport.call(another, new Request.Ping(), Rig.PATIENCE)));
    assertThat(server.received).isEmpty();
  }

  @Test
  void aRefusalIsThrownWithItsCode() throws Exception {
    Rig.Machine refusing =
        rig.machine().serving((from, request) -> new Response.Refused(RefusalCode.FULL, "full"));
    rig.run(
        () ->
            assertThatThrownBy(() -> caller.ping(refusing))
                .isInstanceOfSatisfying(
                    RpcException.Refused.class,
                    refused -> assertThat(refused.code()).isEqualTo(RefusalCode.FULL)));
  }

  @Test
  void whoListensSomewhereIsFoundOut() throws Exception {
    rig.run(
        () -> {
          assertThat(caller.transport.identify(server.endpoint.address, Rig.PATIENCE))
              .isEqualTo(server.contact);
          assertThat(rig.world.elapsed()).isEqualTo(Rig.ROUND_TRIP);
        });
    assertThat(rig.sent(MessageKind.HELLO).messages()).isEqualTo(2);
  }

  @Test
  void whereNobodyListensThatIsFoundOutTooAndWhereNothingIsNothing() throws Exception {
    server.transport.close();
    InetSocketAddress nowhere = new Endpoint(77, "nowhere").address;
    rig.run(
        () -> {
          assertFails(
              RpcException.Unreachable.class,
              Rig.ROUND_TRIP,
              () -> caller.transport.identify(server.endpoint.address, Rig.PATIENCE));
          assertFails(
              RpcException.Timeout.class,
              Rig.PATIENCE,
              () -> caller.transport.identify(nowhere, Rig.PATIENCE));
        });
  }

  @Test
  void anAnswerIsShownWithTheNamesOfTheNodesThatItTellsOf() throws Exception {
    Contact nobody = new Contact(Key.of("nobody"), new Endpoint(77, "nobody").address);
    Rig.Machine telling =
        rig.machine()
            .serving((from, request) -> new Response.Nodes(List.of(server.contact, nobody)));
    List<String> seen = new ArrayList<>();
    rig.fabric.meter().watch(passage -> seen.add(passage.what()));
    rig.run(() -> caller.ping(telling));
    assertThat(seen).containsExactly("PING", "NODES node-1 " + nobody);
  }

  @Test
  void aFrozenMachineAnswersAfterTheThaw() throws Exception {
    rig.run(
        () -> {
          server.node.freeze();
          rig.world.start(
              "thaw",
              () -> {
                try {
                  rig.world.sleep(Duration.ofSeconds(2));
                  server.node.thaw();
                } catch (InterruptedException e) {
                  // The rig is closed.
                }
              });
          assertThat(caller.ping(server)).isEqualTo(new Response.Pong());
          assertThat(rig.world.elapsed()).isEqualTo(Rig.ONE_WAY.plusSeconds(2));
        });
  }

  @Test
  void aCutOneWayLosesTheRequest() throws Exception {
    rig.fabric.faults().cut(List.of(caller.node), List.of(server.node));
    rig.run(() -> assertFails(RpcException.Timeout.class, Rig.PATIENCE, () -> caller.ping(server)));
    assertThat(server.received).isEmpty();
  }

  @Test
  void aCutTheOtherWayLosesTheAnswerToARequestThatWasCarriedOut() throws Exception {
    rig.fabric.faults().cut(List.of(server.node), List.of(caller.node));
    rig.run(() -> assertFails(RpcException.Timeout.class, Rig.PATIENCE, () -> caller.ping(server)));
    assertThat(server.received).containsExactly(new Request.Ping());
  }

  @Test
  void thatNobodyListensIsLostInACutToo() throws Exception {
    server.transport.close();
    rig.fabric.faults().cut(List.of(server.node), List.of(caller.node));
    rig.run(() -> assertFails(RpcException.Timeout.class, Rig.PATIENCE, () -> caller.ping(server)));
  }

  @Test
  void aLostMessageIsCountedAndNeverArrives() throws Exception {
    rig.fabric.faults().loss(1);
    rig.run(() -> assertFails(RpcException.Timeout.class, Rig.PATIENCE, () -> caller.ping(server)));
    assertThat(rig.sent(MessageKind.PING).messages()).isOne();
    assertThat(server.received).isEmpty();
  }

  @Test
  void aDuplicateIsHandledTwiceAndTheCallAnsweredOnce() throws Exception {
    rig.fabric.faults().duplicates(1);
    rig.run(
        () -> {
          assertThat(caller.ping(server)).isEqualTo(new Response.Pong());
          rig.world.sleep(Rig.PATIENCE);
        });
    assertThat(server.received).hasSize(2);
    assertThat(rig.sent(MessageKind.PONG).messages()).isEqualTo(2);
  }

  @Test
  void messagesToAndFromASlowNodeTakeLonger() throws Exception {
    rig.fabric.faults().slow(server.node, Duration.ofSeconds(1));
    rig.run(() -> caller.ping(server));
    assertThat(rig.world.elapsed()).isEqualTo(Rig.ROUND_TRIP.plusSeconds(2));
  }

  @Test
  void aMessageMayTakeNoTimeAtAll() throws Exception {
    Fabric fabric =
        new Fabric(
            rig.world.scheduler(),
            rig.world.split(),
            Latency.constant(Duration.ZERO),
            new Wire(true, Runnable::run));
    fabric.plug(server.endpoint);
    rig.run(
        () -> {
          Promise<Outcome> met = rig.world.promise();
          fabric.meet(caller.endpoint, server.endpoint.address, met::complete);
          assertThat(met.await()).isEqualTo(new Outcome.Met(server.contact));
        });
    assertThat(rig.world.elapsed()).isZero();
  }

  @Test
  void aMessageDrawsItsTimeSoThatOneOvertakesAnother() throws Exception {
    Fabric fabric =
        new Fabric(
            rig.world.scheduler(),
            rig.world.split(),
            Latency.uniform(Duration.ZERO, Duration.ofSeconds(1)),
            new Wire(true, Runnable::run));
    StringBuilder order = new StringBuilder();
    fabric.plug(server.endpoint);
    rig.run(
        () -> {
          for (char name = 'a'; name <= 'j'; name++) {
            char one = name;
            fabric.meet(caller.endpoint, server.endpoint.address, reply -> order.append(one));
          }
          rig.world.sleep(Rig.PATIENCE);
        });
    assertThat(order.toString()).hasSize(10).isNotEqualTo("abcdefghij");
  }
}
