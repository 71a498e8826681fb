package dev.weft.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.Step.Outcome;
import dev.weft.rpc.MemoryNetwork.Health;
import dev.weft.rpc.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each test is a claim of the Kademlia paper, §2.3. */
class LookupPaperTest extends LookupFixture {

  /** "Sends parallel, asynchronous FIND_NODE RPCs to the alpha nodes it has chosen." */
  @Test
  void asksAlphaPeersInParallelAndNeverMore() throws InterruptedException {
    for (int alpha = 1; alpha <= 4; alpha++) {
      range(1, 50).forEach(c -> knows(c.address().getPort()));
      lookups(new LookupOptions(20, alpha, 12, LONG, LONG))
          .findNodes(TARGET, range(1, 50), LONG, watcher);
      assertThat(network.mostUnderWay()).isEqualTo(alpha);
    }
  }

  /** "Terminates when the initiator has queried and gotten responses from the k closest nodes." */
  @Test
  void terminatesWhenTheKClosestItHasSeenHaveAnswered() throws InterruptedException {
    range(1, 50).forEach(c -> knows(c.address().getPort()));
    LookupResult.Closest result = lookups(PATIENT).findNodes(TARGET, range(1, 50), LONG, watcher);
    assertThat(result.complete()).isTrue();
    assertThat(result.closest()).isEqualTo(range(1, 20));
    assertThat(network.asked()).hasSize(20);
  }

  /** "Nodes that fail to respond quickly are removed from consideration until they do respond." */
  @Test
  void slowPeersAreOutOfConsiderationUntilTheyRespond() throws InterruptedException {
    var options = new LookupOptions(2, 1, 1, Duration.ofSeconds(20), Duration.ofMillis(20));
    knows(1, node(0));
    knows(0);
    knows(2);
    knows(3);
    network.intercept(
        (from, to, request, passage) -> {
          if (to.equals(node(1))) {
            environment.sleep(Duration.ofMillis(50));
          } else if (to.equals(node(3))) {
            environment.promise().await();
          }
          return passage.call();
        });
    LookupResult.Closest result = findNodes(options, 1, 2, 3);
    assertThat(result.closest()).as("it did respond, and told of another").isEqualTo(nodes(0, 1));
    assertThat(network.asked().subList(0, 2)).isEqualTo(nodes(1, 2));
    assertThat(result.complete()).isTrue();
  }

  /** "The procedure halts immediately when any node returns the value." */
  @Test
  void valueLookupStopsAtTheFirstValidValue() throws InterruptedException {
    range(1, 50).forEach(c -> silent(c.address().getPort()));
    Contact holder =
        Collections.min(range(1, 50), Comparator.comparing(Contact::key, Items.KEY.byDistance()));
    network.health(holder, Health.ALIVE);
    answers(holder.address().getPort(), new Response.Values(List.of(Items.named(1))));
    LookupResult result = lookups(PATIENT).findValue(Items.KEY, range(1, 50), LONG, watcher);
    assertThat(result)
        .isInstanceOfSatisfying(
            LookupResult.Found.class,
            found -> {
              assertThat(found.holder()).isEqualTo(holder);
              assertThat(found.item()).isEqualTo(Items.named(1));
            });
    assertThat(network.asked()).hasSizeLessThanOrEqualTo(3);
    assertThat(result.trace())
        .filteredOn(step -> !step.peer().equals(holder))
        .allMatch(step -> step.outcome() instanceof Outcome.Abandoned);
  }

  /** What is looked for is found, whatever the network is like, as long as it is connected. */
  @Test
  void findsExactlyTheKClosestOfARandomConnectedNetwork() throws InterruptedException {
    for (int seed = 1; seed <= 8; seed++) {
      var random = new Random(seed);
      List<Contact> all = new ArrayList<>();
      for (int i = 200 + random.nextInt(100); i > 0; i--) {
        all.add(contact(Key.random(random), i));
      }
      RandomNetwork.connect(network, all, PATIENT.k(), random);
      Key target = Key.random(random);
      int asked = network.asked().size();
      LookupResult.Closest result =
          lookups(PATIENT)
              .findNodes(target, List.of(all.get(random.nextInt(all.size()))), LONG, watcher);
      assertThat(result.closest())
          .as("seed " + seed)
          .isEqualTo(RandomNetwork.closest(all, target, 20));
      assertThat(result.complete()).isTrue();
      List<Contact> peers = network.asked().subList(asked, network.asked().size());
      assertThat(new HashSet<>(peers)).as("nobody twice, seed " + seed).hasSameSizeAs(peers);
      assertThat(peers.size()).as("and not everybody").isLessThan(all.size() / 2);
    }
  }

  /** A node does not ask itself, though everybody tells of it. */
  @Test
  void neverAsksItself() throws InterruptedException {
    Contact self = contact(SELF, 77);
    knows(1, self);
    lookups(PATIENT).findNodes(SELF, List.of(self, node(1)), LONG, watcher);
    assertThat(network.asked()).isEqualTo(nodes(1));
    assertThat(lies).isEmpty();
  }

  /** Many a peer tells of the same others, and of those that have been asked already. */
  @Test
  void neverAsksAPeerTwice() throws InterruptedException {
    Contact[] everybody = range(1, 10).toArray(Contact[]::new);
    range(1, 10).forEach(c -> knows(c.address().getPort(), everybody));
    findNodes(PATIENT, 10, 9, 10);
    assertThat(network.asked()).containsExactlyInAnyOrder(everybody);
  }
}
