package dev.weft.routing;

import static dev.weft.routing.Nodes.SELF;
import static dev.weft.routing.Nodes.nodes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Contact;
import dev.weft.runtime.RealEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** What only threads that run at the same time can show. */
class RoutingActorThreadsTest {

  @Test
  void everySnapshotIsWholeWhileManyThreadsTellAndRead() throws Exception {
    RoutingActor actor =
        RoutingActor.start(
            new RealEnvironment(), SELF, RoutingActorFixture.OPTIONS, contact -> true, _ -> {});
    List<Contact> population = nodes("", 300, 3);
    var tellers = new ArrayList<FutureTask<Integer>>();
    for (int t = 0; t < 4; t++) {
      var random = new Random(t);
      var teller = new FutureTask<>(() -> tellAndRead(actor, population, random), 2_000);
      tellers.add(teller);
      Thread.ofVirtual().start(teller);
    }
    for (FutureTask<Integer> teller : tellers) {
      assertThat(teller.get()).isEqualTo(2_000);
    }
    assertThat(actor.settled().size()).isPositive();
    actor.close();
  }

  private static void tellAndRead(RoutingActor actor, List<Contact> population, Random random) {
    for (int i = 0; i < 2_000; i++) {
      Contact contact = population.get(random.nextInt(population.size()));
      if (random.nextInt(8) == 0) {
        actor.failed(contact);
      } else {
        actor.seen(contact, random.nextBoolean());
      }
      RoutingSnapshot snapshot = actor.snapshot();
      List<Contact> all = snapshot.closest(contact.key(), Integer.MAX_VALUE);
      assertThat(all)
          .hasSize(snapshot.size())
          .doesNotHaveDuplicates()
          .isSortedAccordingTo((a, b) -> contact.key().compareDistance(a.key(), b.key()));
    }
  }
}
