package dev.weft.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.routing.RoutingActor;
import dev.weft.routing.RoutingOptions;
import dev.weft.rpc.MemoryNetwork.Health;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Crew;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CheckupsTest extends NodeFixture {

  private static final Duration FAIR = Duration.ofSeconds(5);
  private final Contact self = World.contact(Key.of("self"), 1);
  private final Contact slow = World.contact(Key.of("slow"), 2);
  private final Contact other = World.contact(Key.of("other"), 3);
  private final RoutingActor routing =
      RoutingActor.start(environment, self.key(), RoutingOptions.defaults(), _ -> true, _ -> {});
  private final Transport transport =
      new ObservedTransport(world.network.transport(self), routing, FAIR);
  private final Crew errands = new Crew(environment, 1);
  private final Checkups checkups = new Checkups(environment, errands, transport, routing, FAIR);

  @AfterEach
  void endParts() {
    errands.close();
    transport.close();
    routing.close();
  }

  private int pings() {
    return world.sent(Request.Ping.class).size();
  }

  @Test
  void aPeerIsPingedOnceAtATimeAndWhatComesOfItIsTold() throws InterruptedException {
    routing.seen(slow, true);
    world.network.transport(slow).serve((from, request) -> new Response.Pong());
    world.network.health(slow, Health.SILENT);
    for (int failures = 1; failures <= 5; failures++) {
      assertThat(routing.settled().size()).isEqualTo(1);
      checkups.leftWaiting(slow);
      checkups.leftWaiting(slow);
      settle();
      assertThat(pings()).isEqualTo(failures);
      environment.sleep(FAIR);
    }
    assertThat(routing.settled().size()).isZero();
    world.network.health(slow, Health.ALIVE);
    checkups.leftWaiting(slow);
    settle();
    assertThat(routing.settled().contacts()).containsExactly(slow);
  }

  @Test
  void aPeerThatWasNotPingedForLackOfRoomIsPingedTheNextTime() throws InterruptedException {
    world.network.transport(slow).serve((from, request) -> new Response.Pong());
    world.network.transport(other).serve((from, request) -> new Response.Pong());
    world.network.health(slow, Health.SILENT);
    checkups.leftWaiting(slow);
    checkups.leftWaiting(other);
    settle();
    assertThat(pings()).isEqualTo(1);
    environment.sleep(FAIR);
    checkups.leftWaiting(other);
    settle();
    assertThat(pings()).isEqualTo(2);
  }

  @Test
  void aLiarIsReported() throws InterruptedException {
    routing.seen(slow, true);
    checkups.lied(slow, "on purpose");
    assertThat(routing.settled().size()).isZero();
  }

  @Test
  void crowdsAreCountedThoughNotEachIsSpokenOf() throws InterruptedException {
    for (int i = 1; i <= 3; i++) {
      checkups.crowded(Key.of("aimed at"), 20);
      checkups.crowded(Key.of("aimed at"), 20);
      assertThat(checkups.crowds()).isEqualTo(2 * i);
      environment.sleep(Duration.ofSeconds(40));
    }
  }
}
