package dev.weft.lookup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bench.MemoryNetwork;
import dev.weft.item.ContentItem;
import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.Step.Outcome;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.sim.SimEnvironment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a lookup does, whatever the style it is written in. Nodes are numbered by their distance to
 * the target; after every lookup no call is under way and no timer is left.
 */
@Timeout(60)
abstract class LookupContract extends ContractFixture {

  /** Runs one lookup to its end, which may be a failure, or to when it is cancelled. */
  abstract Ended run(Look look) throws Exception;

  private Ended lookUp(Look look) throws Exception {
    Ended ended = run(look);
    assertThat(network.underWay()).isZero();
    return ended;
  }

  private LookupResult.Closest findNodes(LookupOptions options, int... start) throws Exception {
    return (LookupResult.Closest) lookUp(look(options, nodes(start))).get();
  }

  @Test
  void emptyStartIsCompleteAndAsksNobody() throws Exception {
    LookupResult.Closest result = findNodes(PATIENT);
    assertThat(result.complete()).isTrue();
    assertThat(result.closest()).isEmpty();
    assertThat(asked).isEmpty();
  }

  @Test
  void peersThatOthersTellOfAreFoundClosestFirst() throws Exception {
    knows(9, node(5));
    knows(5, node(1), node(9));
    knows(1);
    LookupResult.Closest result = findNodes(PATIENT, 9);
    assertThat(result.closest()).isEqualTo(nodes(1, 5, 9));
    assertThat(result.complete()).isTrue();
    assertThat(asked).containsExactly(9, 5, 1);
    assertThat(watched).isEqualTo(result.trace());
    assertThat(result.trace()).extracting(Step::hop).containsExactly(1, 2, 3);
  }

  @Test
  void theKClosestOfARandomNetworkAreFound() throws Exception {
    for (int seed = 0; seed < 20; seed++) {
      var random = new SplittableRandom(seed);
      List<Contact> all = connect(200, random);
      for (int i = 0; i < 5; i++) {
        Key target = Key.random(random);
        Look look = look(LookupOptions.DEFAULT, all.subList(i, i + 3)).at(target);
        LookupResult result = lookUp(look).get();
        assertThat(result.closest()).isEqualTo(closest(all, target, 20));
        assertThat(((LookupResult.Closest) result).complete()).isTrue();
      }
    }
    assertThat(lies).isEmpty();
    assertThat(left).isEmpty();
  }

  @Test
  void aValueEndsTheLookupAndNamesWhoDidNotHoldIt() throws Exception {
    Item item = item("value");
    answers(1, new Response.Values(List.of(item)), Duration.ofMillis(5));
    answers(2, new Response.Nodes(List.of()), Duration.ZERO);
    silent(3);
    LookupResult result = lookUp(look(PATIENT, nodes(1, 2, 3)).value(item.key())).get();
    assertThat(result)
        .isInstanceOfSatisfying(
            LookupResult.Found.class,
            found -> {
              assertThat(found.item()).isEqualTo(item);
              assertThat(found.holder()).isEqualTo(node(1));
              assertThat(found.closest()).isEqualTo(nodes(2));
            });
    assertThat(result.trace().getLast().outcome()).isEqualTo(new Outcome.Abandoned());
    assertThat(watched).isEqualTo(result.trace());
    assertThat(left).as("who was abandoned, but was not slow").isEmpty();
  }

  @Test
  void liarsAreDroppedAndReportedAndTheLookupGoesOn() throws Exception {
    answers(1, new Response.Nodes(List.of(node(7), contact(key(7), 99))), Duration.ZERO);
    answers(2, new Response.Pong(), Duration.ZERO);
    answers(3, new Response.Values(List.of(item("unasked for"))), Duration.ZERO);
    knows(5, node(6));
    knows(6);
    assertThat(findNodes(PATIENT, 1, 2, 3, 5).closest()).isEqualTo(nodes(5, 6));
    assertThat(lies)
        .containsExactlyInAnyOrder(
            "1 it named a node twice",
            "2 its answer does not fit the question",
            "3 its answer does not fit the question");
  }

  @Test
  void valuesOfAnotherKeyAreALieAndExpiredOnesAreNone() throws Exception {
    Item item = item("value");
    Item old = ContentItem.of("old".getBytes(UTF_8), SimEnvironment.START.minusSeconds(1));
    answers(1, new Response.Values(List.of(item("other"))), Duration.ZERO);
    knows(2);
    LookupResult lied = lookUp(look(PATIENT, nodes(1, 2)).value(item.key())).get();
    assertThat(lied.closest()).isEqualTo(nodes(2));
    assertThat(lies).containsExactly("1 it gave a value that belongs under another key");
    answers(1, new Response.Values(List.of(old)), Duration.ZERO);
    LookupResult late = lookUp(look(PATIENT, nodes(1, 2)).value(old.key())).get();
    assertThat(late.closest()).containsExactlyInAnyOrderElementsOf(nodes(1, 2));
    assertThat(lies).hasSize(1);
  }

  @Test
  void aFloodOfContactsGainsNothing() throws Exception {
    Contact[] many = range(10, 1000).toArray(Contact[]::new);
    knows(9, many);
    LookupResult.Closest result = findNodes(PATIENT, 9);
    assertThat(result.closest()).isEqualTo(nodes(9));
    assertThat(result.trace().getFirst().outcome()).isEqualTo(new Outcome.Nodes(20, 20));
    assertThat(result.trace()).hasSize(21);
  }

  @Test
  void whoRefusesOrIsUnreachableIsPassedOver() throws Exception {
    answers(1, new Response.Refused(RefusalCode.BUSY, "busy"), Duration.ZERO);
    knows(3);
    LookupResult.Closest result = findNodes(PATIENT, 1, 2, 3);
    assertThat(result.closest()).isEqualTo(nodes(3));
    assertThat(result.complete()).isTrue();
    assertThat(failures(result))
        .containsExactlyInAnyOrder(RpcException.Refused.class, RpcException.Unreachable.class);
  }

  private static List<Class<?>> failures(LookupResult result) {
    List<Class<?>> failures = new ArrayList<>();
    for (Step step : result.trace()) {
      if (step.outcome() instanceof Outcome.Failed(RpcException why)) {
        failures.add(why.getClass());
      }
    }
    return failures;
  }

  @Test
  void whereAllAreSilentTheCallsTimeOutAndTheLookupEnds() throws Exception {
    var options = new LookupOptions(20, 2, 3, Duration.ofMillis(100), Duration.ofMillis(1));
    silent(IntStream.rangeClosed(1, 12).toArray());
    LookupResult.Closest result = (LookupResult.Closest) lookUp(look(options, range(1, 12))).get();
    assertThat(result.closest()).isEmpty();
    assertThat(result.complete()).isTrue();
    assertThat(failures(result)).hasSize(12).containsOnly(RpcException.Timeout.class);
    assertThat(result.took()).as("2 + 3 at a time").isGreaterThan(Duration.ofMillis(299));
    assertThat(left).as("all were waited for").isEmpty();
  }

  @Test
  void silentPeersDoNotDelayBeyondTheSoftDeadlineAndAreReported() throws Exception {
    silent(1, 2, 3);
    range(4, 30).forEach(contact -> knows(contact.address().getPort()));
    LookupResult.Closest result = (LookupResult.Closest) lookUp(look(HASTY, range(1, 30))).get();
    assertThat(result.complete()).isTrue();
    assertThat(result.closest()).isEqualTo(range(4, 23));
    assertThat(result.took()).isLessThan(Duration.ofSeconds(1));
    assertThat(left).containsExactlyInAnyOrderElementsOf(nodes(1, 2, 3));
    assertThat(result.trace()).anyMatch(Step::hedge);
    assertThat(watched).isEqualTo(result.trace());
  }

  @Test
  void anOnlySlowPeerIsWaitedFor() throws Exception {
    answers(1, new Response.Nodes(List.of()), Duration.ofMillis(60));
    LookupResult.Closest result = findNodes(HASTY, 1);
    assertThat(result.closest()).isEqualTo(nodes(1));
    assertThat(result.complete()).isTrue();
  }

  @Test
  void inASmallNetworkSilentPeersAreGivenUpBeforeTheirCallsEnd() throws Exception {
    var options = new LookupOptions(20, 3, 12, Duration.ofMillis(800), Duration.ofMillis(1));
    knows(2);
    silent(1);
    LookupResult.Closest result = findNodes(options, 1, 2);
    assertThat(result.closest()).isEqualTo(nodes(2));
    assertThat(result.complete()).isTrue();
    assertThat(result.took()).isLessThan(Duration.ofMillis(400));
    assertThat(left).containsExactly(node(1));
  }

  @Test
  void aPatientLookupWaitsForASlowPeerAmongTheClosestAndAnotherDoesNot() throws Exception {
    var options = new LookupOptions(1, 1, 1, Duration.ofSeconds(2), Duration.ofMillis(20));
    answers(1, new Response.Nodes(List.of()), Duration.ofMillis(400));
    knows(2);
    assertThat(findNodes(options, 1, 2).closest()).isEqualTo(nodes(2));
    assertThat(lookUp(look(options, nodes(1, 2)).patiently()).get().closest()).isEqualTo(nodes(1));
  }

  @Test
  void theDeadlineGivesWhatWasFoundByThen() throws Exception {
    knows(1);
    silent(2);
    Look look = look(PATIENT, nodes(1, 2)).within(Duration.ofMillis(300));
    LookupResult.Closest result = (LookupResult.Closest) lookUp(look).get();
    assertThat(result.complete()).isFalse();
    assertThat(result.closest()).isEqualTo(nodes(1));
    assertThat(result.took()).isEqualTo(Duration.ofMillis(300));
    assertThat(result.trace().getLast().outcome()).isEqualTo(new Outcome.Abandoned());
    assertThat(left).as("it is not slow by the soft deadline").isEmpty();
  }

  @Test
  void aDeadlineThatHasPassedAsksNobodyAndTheLongestIsNoTrouble() throws Exception {
    knows(1);
    Look look = look(PATIENT, nodes(1));
    LookupResult none = lookUp(look.within(Duration.ZERO)).get();
    assertThat(none.closest()).isEmpty();
    assertThat(asked).isEmpty();
    LookupResult all = lookUp(look.within(Duration.ofSeconds(Long.MAX_VALUE))).get();
    assertThat(all.closest()).isEqualTo(nodes(1));
  }

  @Test
  void cancellationEndsAllCallsUnderWayAndReportsWhoIsSlow() throws Exception {
    silent(1, 2, 3, 4);
    Look patient = look(PATIENT, nodes(1, 2, 3, 4)).cancelledAfter(Duration.ofSeconds(1));
    assertThat(lookUp(patient).cancelled()).isTrue();
    assertThat(asked).hasSize(3);
    assertThat(left).isEmpty();
    Look hasty = look(HASTY, nodes(1, 2, 3, 4)).cancelledAfter(Duration.ofSeconds(1));
    assertThat(lookUp(hasty).cancelled()).isTrue();
    assertThat(left).containsExactlyInAnyOrderElementsOf(nodes(1, 2, 3, 4));
  }

  @Test
  void aWatcherThatThrowsFailsTheLookup() throws Exception {
    var failure = new IllegalStateException("watcher");
    knows(1);
    silent(2, 3, 4);
    Consumer<Step> throwing =
        _ -> {
          throw failure;
        };
    assertThat(lookUp(look(PATIENT, range(1, 4)).watchedBy(throwing)).failure()).isSameAs(failure);
  }

  @Test
  void aTransportThatThrowsFailsTheLookup() throws Exception {
    var failure = new IllegalStateException("transport");
    silent(1, 3);
    node(
        2,
        Duration.ZERO,
        _ -> {
          throw failure;
        });
    assertThat(lookUp(look(PATIENT, range(1, 3))).failure()).isSameAs(failure);
  }

  @Test
  void everyLookupAmongFaultyNodesEndsInTimeAndLeavesNothingBehind() throws Exception {
    for (int seed = 0; seed < 100; seed++) {
      var random = new SplittableRandom(seed);
      List<Contact> all = connect(60, random);
      for (Contact node : all) {
        spoil(node, random.nextInt(10), random);
      }
      var options =
          new LookupOptions(
              1 + random.nextInt(20),
              1 + random.nextInt(4),
              random.nextInt(13),
              Duration.ofMillis(40),
              Duration.ofMillis(1 + random.nextInt(10)));
      Duration timeout = Duration.ofMillis(10 + random.nextInt(300));
      Look look = look(options, all.subList(0, 10)).at(Key.random(random)).within(timeout);
      watched.clear();
      LookupResult result = lookUp(look).get();
      assertThat(result.took()).isLessThanOrEqualTo(timeout);
      assertThat(watched).isEqualTo(result.trace());
      assertThat(result.trace()).extracting(Step::peer).doesNotHaveDuplicates();
      assertThat(result.closest()).isSubsetOf(all);
    }
  }

  private void spoil(Contact node, int how, SplittableRandom random) {
    Duration late = Duration.ofNanos(random.nextLong(50_000_000));
    switch (how) {
      case 0 -> nodes.remove(node.key());
      case 1 -> node(node, late, _ -> null);
      case 2 -> node(node, late, _ -> new Response.Pong());
      case 3 -> node(node, late, _ -> new Response.Nodes(Arrays.asList(node, node)));
      case 4, 5 -> {
        MemoryNetwork.Node before = nodes.get(node.key());
        node(node, late, (Request request) -> before.answer(request));
      }
      default -> {}
    }
  }
}
