package dev.weft.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.lookup.Step.Outcome;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What lookups bring, from peers of all kinds. */
class LookupsTest extends LookupFixture {

  private static final Response NOBODY = new Response.Nodes(List.of());

  private void holds(int distance, Item... items) {
    answers(distance, new Response.Values(List.of(items)));
  }

  @Test
  void emptyStartIsCompleteAndAsksNobody() throws InterruptedException {
    LookupResult.Closest result = findNodes(PATIENT);
    assertThat(result.complete()).isTrue();
    assertThat(result.closest()).isEmpty();
    assertThat(result.trace()).isEmpty();
    assertThat(result.hops()).isZero();
    assertThat(result.target()).isEqualTo(TARGET);
    assertThat(network.asked()).isEmpty();
  }

  @Test
  void onePeerIsFound() throws InterruptedException {
    knows(1);
    LookupResult.Closest result = findNodes(PATIENT, 1);
    assertThat(result.complete()).isTrue();
    assertThat(result.closest()).isEqualTo(nodes(1));
    assertThat(watched).hasSize(1);
  }

  @Test
  void peersThatOthersTellOfAreFoundClosestFirst() throws InterruptedException {
    knows(9, node(5));
    knows(5, node(1), node(9));
    knows(1);
    LookupResult.Closest result = findNodes(PATIENT, 9);
    assertThat(result.closest()).isEqualTo(nodes(1, 5, 9));
    assertThat(result.complete()).isTrue();
    assertThat(network.asked()).isEqualTo(nodes(9, 5, 1));
  }

  @Test
  void traceTellsWhoWasAskedAndWhatEachSaid() throws InterruptedException {
    knows(9, node(5), node(4), node(9));
    answers(5, new Response.Refused(RefusalCode.BUSY, "busy"));
    LookupResult.Closest result = findNodes(new LookupOptions(20, 1, 0, LONG, LONG), 9);
    assertThat(result.trace()).extracting(Step::peer).isEqualTo(nodes(9, 4, 5));
    assertThat(result.trace()).extracting(Step::commonPrefix).containsExactly(508, 509, 509);
    assertThat(result.trace()).extracting(Step::hedge).containsOnly(false);
    assertThat(result.trace().getFirst().outcome()).isEqualTo(new Outcome.Nodes(3, 2));
    assertThat(result.trace().get(1).outcome()).isInstanceOf(Outcome.Failed.class);
    assertThat(result.trace().get(2).outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.why()).isInstanceOf(RpcException.Refused.class));
    assertThat(result.trace()).extracting(Step::asked).isSorted();
    assertThat(result.trace().getLast().asked()).isLessThanOrEqualTo(result.took());
    assertThat(watched).containsExactlyElementsOf(result.trace());
  }

  @Test
  void hopsAreCountedToTheClosestNodeThatAnswered() throws InterruptedException {
    knows(9, node(5), node(4));
    knows(5, node(3), node(1));
    knows(3);
    LookupResult.Closest result = findNodes(new LookupOptions(20, 1, 0, LONG, LONG), 9);
    assertThat(result.trace()).extracting(Step::peer).isEqualTo(nodes(9, 4, 5, 1, 3));
    assertThat(result.trace()).extracting(Step::hop).containsExactly(1, 2, 2, 3, 3);
    assertThat(result.hops()).as("nodes 1 and 4 are dead").isEqualTo(3);
    assertThat(findNodes(PATIENT, 9, 5, 3).hops()).as("known from the start").isOne();
  }

  @Test
  void hopsAreCountedToWhoGaveTheValue() throws InterruptedException {
    knows(9, node(5), node(2));
    knows(2);
    holds(5, Items.named(1));
    LookupResult result = findValue(new LookupOptions(20, 1, 0, LONG, LONG), Items.KEY, 9);
    assertThat(result).isInstanceOf(LookupResult.Found.class);
    assertThat(result.hops()).isEqualTo(2);
    assertThat(result.closest()).as("and not to who did not have it").contains(node(9));
  }

  @Test
  void whereAllPeersAreDeadTheResultIsEmptyAndComes() throws InterruptedException {
    LookupResult.Closest result = findNodes(PATIENT, 1, 2, 3, 4, 5);
    assertThat(result.closest()).isEmpty();
    assertThat(result.complete()).isTrue();
    assertThat(network.asked()).containsExactlyInAnyOrderElementsOf(range(1, 5));
  }

  @Test
  void misbehavedCallIsNoLieOfThePeerThatWasDialled() throws InterruptedException {
    network.intercept(
        (from, to, request, passage) -> {
          throw new RpcException.Misbehaved("somebody else is at this address");
        });
    assertThat(findNodes(PATIENT, 1).closest()).isEmpty();
    assertThat(lies).isEmpty();
  }

  @Test
  void liarsAreDroppedAndReportedAndTheLookupGoesOn() throws InterruptedException {
    answers(1, new Response.Nodes(List.of(node(7), contact(key(7), 99))));
    answers(2, new Response.Pong());
    answers(3, new Response.Stored());
    holds(4, Items.named(1));
    knows(5, node(6));
    knows(6);
    LookupResult.Closest result = findNodes(PATIENT, 1, 2, 3, 4, 5);
    assertThat(result.closest()).isEqualTo(nodes(5, 6));
    assertThat(lies)
        .containsExactlyInAnyOrder(
            "1 it named a node twice",
            "2 its answer does not fit the question",
            "3 its answer does not fit the question",
            "4 its answer does not fit the question");
    assertThat(result.trace()).filteredOn(s -> s.outcome() instanceof Outcome.Lied).hasSize(4);
  }

  @Test
  void liarsAboutValuesAreDroppedAndReportedAndTheValueIsFound() throws InterruptedException {
    holds(1, Items.forged());
    holds(2, Items.content("other"));
    holds(3);
    holds(4, Items.named(1));
    var options = new LookupOptions(20, 1, 0, LONG, LONG);
    List<Contact> start = nodes(1, 2, 3, 4).stream().sorted(closestFirst()).toList();
    knows(5);
    network.intercept(
        (from, to, request, passage) -> {
          assertThat(request).isEqualTo(new Request.FindValue(Items.KEY));
          return passage.call();
        });
    // The honest holder is asked by one who is told of it only after all the liars.
    LookupResult liars =
        lookups(options)
            .findValue(
                Items.KEY, start.stream().filter(c -> !c.equals(node(4))).toList(), LONG, watcher);
    assertThat(liars).isInstanceOf(LookupResult.Closest.class);
    assertThat(lies).hasSize(3);
    LookupResult found = lookups(options).findValue(Items.KEY, start, LONG, watcher);
    assertThat(found)
        .isInstanceOfSatisfying(
            LookupResult.Found.class,
            value -> {
              assertThat(value.item()).isEqualTo(Items.named(1));
              assertThat(value.holder()).isEqualTo(node(4));
              assertThat(value.closest()).isEmpty();
            });
  }

  private static Comparator<Contact> closestFirst() {
    return Comparator.comparing(Contact::key, Items.KEY.byDistance());
  }

  @Test
  void floodOfContactsGainsNothing() throws InterruptedException {
    answers(9, new Response.Nodes(range(10, 1000)));
    LookupResult.Closest result = findNodes(PATIENT, 9);
    assertThat(network.asked()).hasSize(21);
    assertThat(result.trace().getFirst().outcome()).isEqualTo(new Outcome.Nodes(20, 20));
    assertThat(lies).isEmpty();
  }

  @Test
  void expiredAndFutureItemsAreIgnoredWithoutBeingCalledLies() throws InterruptedException {
    holds(1, Items.expired());
    holds(2, Items.future());
    LookupResult result = findValue(PATIENT, Items.KEY, 1, 2);
    assertThat(result)
        .isInstanceOfSatisfying(
            LookupResult.Closest.class, closest -> assertThat(closest.complete()).isTrue());
    assertThat(result.closest()).containsExactlyInAnyOrder(node(1), node(2));
    assertThat(lies).isEmpty();
  }

  @Test
  void foundNamesTheClosestThatDidNotHoldIt() throws InterruptedException {
    Contact holder = node(1);
    holds(1, Items.named(1));
    answers(2, NOBODY);
    network.intercept(
        (from, to, request, passage) -> {
          if (to.equals(holder)) {
            environment.sleep(Duration.ofMillis(5));
          }
          return passage.call();
        });
    LookupResult result = findValue(PATIENT, Items.KEY, 1, 2);
    assertThat(result).isInstanceOf(LookupResult.Found.class);
    assertThat(result.closest()).isEqualTo(nodes(2));
  }

  /** Two lanes get values at once; neither sees its interrupt before it has its answer. */
  private LookupResult findTwo(Item first, Item second) throws InterruptedException {
    holds(1, first);
    holds(2, second);
    network.intercept(
        (from, to, request, passage) -> {
          Response answer = passage.call();
          try {
            environment.sleep(to.equals(node(1)) ? Duration.ofMillis(5) : LONG);
          } catch (InterruptedException e) {
            assertThat(to).isEqualTo(node(2));
          }
          return answer;
        });
    return findValue(PATIENT, Items.KEY, 1, 2);
  }

  @Test
  void newestOfSeveralValuesWins() throws InterruptedException {
    assertThat(findTwo(Items.named(1), Items.named(2)))
        .isInstanceOfSatisfying(
            LookupResult.Found.class,
            found -> {
              assertThat(found.item()).isEqualTo(Items.named(2));
              assertThat(found.holder()).isEqualTo(node(2));
              assertThat(found.closest()).isEmpty();
            });
    assertThat(watched).extracting(Step::peer).isEqualTo(nodes(1, 2));
  }

  @Test
  void olderValueThatComesLaterDoesNotReplaceTheNewer() throws InterruptedException {
    assertThat(findTwo(Items.named(2), Items.named(1)))
        .isInstanceOfSatisfying(
            LookupResult.Found.class,
            found -> {
              assertThat(found.item()).isEqualTo(Items.named(2));
              assertThat(found.holder()).isEqualTo(node(1));
              assertThat(found.closest()).isEmpty();
            });
  }

  @Test
  void questionToOnePeerIsAnsweredWithAValidValueOnly() throws Exception {
    holds(1, Items.named(1));
    answers(2, NOBODY);
    holds(3, Items.expired());
    holds(4, Items.forged());
    Lookups lookups = lookups(PATIENT);
    assertThat(lookups.ask(node(1), Items.KEY, LONG)).contains(Items.named(1));
    assertThat(lookups.ask(node(2), Items.KEY, LONG)).isEmpty();
    assertThat(lookups.ask(node(3), Items.KEY, LONG)).isEmpty();
    assertThat(lies).isEmpty();
    assertThat(lookups.ask(node(4), Items.KEY, LONG)).isEmpty();
    assertThat(lies).hasSize(1);
    assertThat(catchThrowable(() -> lookups.ask(node(5), Items.KEY, LONG)))
        .isInstanceOf(RpcException.Unreachable.class);
  }
}
