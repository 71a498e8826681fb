package dev.weft.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.lookup.Step.Outcome;
import dev.weft.rpc.Response;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lookups among slow and silent peers: what is waited for, and what is hedged. */
class LookupSlowPeersTest extends LookupFixture {
  @Test
  void silentPeersDoNotDelayBeyondTheSoftDeadlineAndAreReported() throws InterruptedException {
    silent(1, 2, 3);
    range(4, 30).forEach(c -> knows(c.address().getPort()));
    LookupResult.Closest result = lookups(HASTY).findNodes(TARGET, range(1, 30), LONG, watcher);
    assertThat(result.complete()).isTrue();
    assertThat(result.closest()).hasSize(20).doesNotContainAnyElementsOf(nodes(1, 2, 3));
    assertThat(result.took()).isLessThan(HASTY.callTimeout());
    assertThat(left).contains(node(1), node(2), node(3));
    assertThat(result.trace()).anyMatch(Step::hedge);
    assertThat(result.trace())
        .filteredOn(s -> s.outcome() instanceof Outcome.Abandoned)
        .extracting(Step::peer)
        .contains(node(1), node(2), node(3));
    assertThat(watched).containsExactlyElementsOf(result.trace());
  }

  @Test
  void hedgesStayWithinTheirBudget() throws InterruptedException {
    var options = new LookupOptions(20, 2, 3, Duration.ofMillis(100), Duration.ofMillis(1));
    silent(range(1, 12).stream().mapToInt(c -> c.address().getPort()).toArray());
    LookupResult.Closest result = lookups(options).findNodes(TARGET, range(1, 12), LONG, watcher);
    assertThat(network.mostUnderWay()).isEqualTo(5);
    assertThat(result.closest()).isEmpty();
    assertThat(result.complete()).isTrue();
    assertThat(left).as("all were waited for").isEmpty();
  }

  @Test
  void onlySlowPeerIsWaitedFor() throws InterruptedException {
    network.latency(Duration.ofMillis(60));
    knows(1);
    var options = new LookupOptions(20, 3, 12, Duration.ofSeconds(20), Duration.ofMillis(1));
    LookupResult.Closest result = findNodes(options, 1);
    assertThat(result.closest()).isEqualTo(nodes(1));
    assertThat(result.complete()).isTrue();
  }

  @Test
  void inASmallNetworkSilentPeersAreGivenUpBeforeTheirCallsEnd() throws InterruptedException {
    var options = new LookupOptions(20, 3, 12, Duration.ofMillis(800), Duration.ofMillis(1));
    knows(2);
    silent(1);
    LookupResult.Closest result = findNodes(options, 1, 2);
    assertThat(result.closest()).isEqualTo(nodes(2));
    assertThat(result.complete()).as("nobody but the silent one is left").isTrue();
    assertThat(left).containsExactly(node(1));
  }

  @Test
  void ownerNoticesCompletionWhereAllLanesAreWaiting() throws InterruptedException {
    var options = new LookupOptions(20, 2, 0, Duration.ofMillis(800), Duration.ofMillis(1));
    knows(3, node(2));
    silent(1, 2);
    LookupResult.Closest result = findNodes(options, 1, 3);
    assertThat(result.closest()).isEqualTo(nodes(3));
    assertThat(result.complete()).isTrue();
    assertThat(left).containsExactlyInAnyOrder(node(1), node(2));
  }

  @Test
  void valueMayBeWithASlowPeerWhichIsNotGivenUp() throws InterruptedException {
    var options = new LookupOptions(20, 3, 12, Duration.ofMillis(400), Duration.ofMillis(1));
    answers(1, value());
    knows(2);
    network.intercept(
        (from, to, request, passage) -> {
          if (to.equals(node(1))) {
            environment.sleep(Duration.ofMillis(250));
          }
          return passage.call();
        });
    assertThat(findValue(options, Items.KEY, 1, 2)).isInstanceOf(LookupResult.Found.class);
  }

  @Test
  void aPatientLookupWaitsForASlowPeerAmongTheClosestAndAnotherDoesNot()
      throws InterruptedException {
    var options = new LookupOptions(1, 1, 1, Duration.ofSeconds(2), Duration.ofMillis(20));
    knows(1);
    knows(2);
    network.intercept(
        (from, to, request, passage) -> {
          environment.sleep(to.equals(node(1)) ? Duration.ofMillis(400) : Duration.ZERO);
          return passage.call();
        });
    assertThat(lookups(options).findNodes(TARGET, nodes(1, 2), LONG, watcher).closest())
        .isEqualTo(nodes(2));
    assertThat(lookups(options).findNodesPatiently(TARGET, nodes(1, 2), LONG).closest())
        .isEqualTo(nodes(1));
  }

  @Test
  void promptPeersThatAreAbandonedAreNotReported() throws InterruptedException {
    silent(1, 3);
    answers(2, value());
    network.latency(Duration.ofMillis(5));
    LookupResult result = findValue(PATIENT, Items.KEY, 1, 2, 3);
    assertThat(result).isInstanceOf(LookupResult.Found.class);
    assertThat(left).isEmpty();
    assertThat(result.trace()).anyMatch(s -> s.outcome() instanceof Outcome.Abandoned);
  }

  @Test
  void roundTripsWithoutAnAnswerDoNotCount() throws InterruptedException {
    var options = new LookupOptions(1, 1, 1, Duration.ofMillis(500), Duration.ofMillis(1));
    silent(1, 2);
    knows(3);
    Lookups lookups = lookups(options);
    lookups.findNodes(TARGET, nodes(1), LONG, watcher);
    // Had that counted, the soft deadline would be that of the call, and nobody would be slow.
    assertThat(lookups.findNodes(TARGET, nodes(2, 3), LONG, watcher).closest()).isEqualTo(nodes(3));
    assertThat(left).containsExactly(node(2));
  }

  @Test
  void lateAnswerDoesNotUndoThatTheLookupIsComplete() throws InterruptedException {
    // Two of k = 1: the farther answers first, but the closer is slow, and tells of one yet closer
    // when the lookup has ended without it.
    var options = new LookupOptions(1, 1, 1, LONG, Duration.ofMillis(20));
    knows(2);
    knows(1);
    network.intercept(
        (from, to, request, passage) -> {
          if (to.equals(node(1))) {
            try {
              environment.promise().await();
            } catch (InterruptedException e) {
              return new Response.Nodes(nodes(0));
            }
          }
          return passage.call();
        });
    LookupResult.Closest result = findNodes(options, 1, 2);
    assertThat(result.complete()).isTrue();
    assertThat(network.asked()).isEqualTo(nodes(1, 2));
    assertThat(left).as("it answered after all").isEmpty();
  }

  private static Response value() {
    return new Response.Values(List.of(Items.named(1)));
  }
}
