package dev.weft.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.Step.Outcome;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Lookups by several paths; S/Kademlia, §4.4. */
class PathsTest extends LookupFixture {

  private static LookupOptions by(int paths) {
    return PATIENT.withPaths(paths);
  }

  private static LookupOptions small(int k, int paths) {
    return new LookupOptions(k, 1, 1, LONG, LONG, paths);
  }

  @Test
  void nobodyIsAskedOnTwoPathsAndTogetherTheyFindTheKClosest() throws InterruptedException {
    for (int seed = 1; seed <= 4; seed++) {
      var random = new Random(seed);
      List<Contact> all = new ArrayList<>();
      for (int i = 300; i > 0; i--) {
        all.add(contact(Key.random(random), i));
      }
      RandomNetwork.connect(network, all, 20, random);
      Key target = Key.random(random);
      Collections.shuffle(all, random);
      List<Contact> start = all.subList(0, 30);
      int before = network.asked().size();
      watched.clear();
      LookupResult.Closest result = lookups(by(4)).findNodes(target, start, LONG, watcher);
      assertThat(result.closest()).isEqualTo(RandomNetwork.closest(all, target, 20));
      assertThat(result.complete()).isTrue();
      assertThat(result.paths()).containsExactly(20, 20, 20, 20);
      assertThat(result.astray()).isZero();
      assertThat(result.trace()).extracting(Step::path).contains(1, 2, 3, 4);
      assertThat(watched).isEqualTo(result.trace());
      List<Contact> asked = network.asked().subList(before, network.asked().size());
      assertThat(result.trace()).extracting(Step::peer).hasSameSizeAs(asked);
      assertThat(asked).doesNotHaveDuplicates();
      assertThat(asked.size()).as("each path is a whole lookup").isGreaterThanOrEqualTo(4 * 20);
    }
  }

  /** Nodes 1 to 9 collude; whoever begins with one of them never hears of anybody else. */
  private void collude() {
    Contact[] liars = range(1, 9).toArray(Contact[]::new);
    range(1, 9).forEach(liar -> knows(liar.address().getPort(), liars));
    Contact[] honest = range(20, 29).toArray(Contact[]::new);
    range(20, 29).forEach(node -> knows(node.address().getPort(), honest));
    knows(40, honest);
  }

  @Test
  void whatOneLiarWouldHaveHiddenIsFoundOnAnotherPath() throws InterruptedException {
    collude();
    LookupResult.Closest alone = findNodes(small(4, 1), 9, 40);
    assertThat(alone.closest()).isEqualTo(nodes(1, 2, 3, 4));
    assertThat(alone.paths()).containsExactly(4);
    assertThat(alone.astray()).isZero();
    int before = network.asked().size();
    LookupResult.Closest both = findNodes(small(4, 2), 9, 40);
    List<Contact> asked = network.asked().subList(before, network.asked().size());
    assertThat(asked).contains(node(20), node(21), node(22), node(23));
    assertThat(both.complete()).isTrue();
  }

  @Test
  void aPathThatHasNotHeardOfMostOfTheClosestWentAstray() throws InterruptedException {
    Contact[] liars = range(30, 39).toArray(Contact[]::new);
    range(30, 39).forEach(liar -> knows(liar.address().getPort(), liars));
    Contact[] honest = range(1, 9).toArray(Contact[]::new);
    range(1, 9).forEach(node -> knows(node.address().getPort(), honest));
    LookupResult.Closest result = findNodes(small(4, 2), 35, 5);
    assertThat(result.closest()).isEqualTo(nodes(1, 2, 3, 4));
    assertThat(result.paths()).containsExactly(4, 0);
    assertThat(result.astray()).isOne();
  }

  @Test
  void anHonestNodeAtAWrongAddressIsAskedAtTheRightOneOnAnotherPath() throws InterruptedException {
    Contact wrong = contact(key(1), 4711);
    knows(10, wrong);
    knows(11, node(1));
    knows(1);
    LookupResult.Closest result = findNodes(small(4, 2), 10, 11);
    assertThat(network.asked()).contains(wrong, node(1));
    assertThat(result.closest()).isEqualTo(nodes(1, 10, 11));
  }

  @Test
  void whoAnswersAtTwoAddressesCountsOnce() throws InterruptedException {
    Contact twin = contact(key(1), 4711);
    network.transport(twin).serve((from, request) -> new Response.Nodes(List.of()));
    knows(10, twin);
    knows(11, node(1));
    knows(1);
    LookupResult.Closest result = findNodes(small(4, 2), 10, 11);
    assertThat(result.closest()).extracting(Contact::key).containsExactly(key(1), key(10), key(11));
  }

  @Test
  void whoDoesNotAnswerOnAnyPathIsMissing() throws InterruptedException {
    knows(10, node(1));
    knows(11, node(1));
    silent(2);
    var options = new LookupOptions(4, 1, 1, Duration.ofSeconds(1), Duration.ofMillis(10), 2);
    LookupResult.Closest result = findNodes(options, 10, 11, 2);
    assertThat(result.closest()).isEqualTo(nodes(10, 11));
    assertThat(result.missing()).isEqualTo(nodes(2));
  }

  @Test
  void thereAreNoMorePathsThanNodesToBeginWith() throws InterruptedException {
    knows(1, node(2), node(3));
    knows(2);
    knows(3);
    LookupResult.Closest alone = findNodes(by(8), 1);
    assertThat(alone.closest()).isEqualTo(nodes(1, 2, 3));
    assertThat(alone.paths()).containsExactly(3);
    assertThat(findNodes(by(8)).complete()).isTrue();
    assertThat(findNodes(by(8), 1, 2).paths()).hasSize(2);
  }

  @Test
  void aPathThatHasNoTimeLeavesTheResultIncomplete() throws InterruptedException {
    knows(1);
    silent(2);
    LookupResult.Closest result =
        lookups(by(2)).findNodes(TARGET, nodes(1, 2), Duration.ofMillis(300), watcher);
    assertThat(result.complete()).isFalse();
    assertThat(result.closest()).isEqualTo(nodes(1));
    assertThat(result.took()).isEqualTo(Duration.ofMillis(300));
    assertThat(watched).isEqualTo(result.trace()).hasSize(2);
  }

  @Test
  void interruptEndsAllPaths() throws InterruptedException {
    network.intercept((from, to, request, passage) -> environment.<Response>promise().await());
    Thread caller =
        start(
            () ->
                assertThatThrownBy(() -> findNodes(by(3), 1, 2, 3, 4, 5, 6, 7, 8, 9))
                    .isInstanceOf(InterruptedException.class));
    environment.sleep(Duration.ofSeconds(1));
    assertThat(network.underWay()).isEqualTo(9);
    caller.interrupt();
    settle();
    assertThat(caller.isAlive()).isFalse();
    assertThat(network.underWay()).isZero();
  }

  @Test
  void aWatcherThatThrowsFailsTheLookup() {
    var failure = new IllegalStateException("watcher");
    knows(1);
    knows(2);
    assertThatThrownBy(
            () ->
                lookups(by(2))
                    .findNodes(
                        TARGET,
                        nodes(1, 2),
                        LONG,
                        step -> {
                          throw failure;
                        }))
        .isSameAs(failure);
  }

  @Test
  void aValueFoundOnOnePathEndsTheOthers() throws InterruptedException {
    List<Contact> two =
        range(1, 40).stream()
            .sorted(Comparator.comparing(Contact::key, Items.KEY.byDistance()))
            .limit(3)
            .toList();
    network
        .transport(two.get(0))
        .serve((from, request) -> new Response.Values(List.of(Items.named(1))));
    network.transport(two.get(2)).serve((from, request) -> new Response.Nodes(List.of()));
    network.intercept(
        (from, to, request, passage) -> {
          if (to.equals(two.get(1))) {
            environment.promise().await();
          }
          environment.sleep(Duration.ofMillis(to.equals(two.get(0)) ? 10 : 1));
          return passage.call();
        });
    LookupResult result = lookups(by(2)).findValue(Items.KEY, two, LONG, watcher);
    assertThat(result)
        .isInstanceOfSatisfying(
            LookupResult.Found.class,
            found -> {
              assertThat(found.item()).isEqualTo(Items.named(1));
              assertThat(found.holder()).isEqualTo(two.get(0));
              assertThat(found.closest()).isEqualTo(two.subList(2, 3));
              assertThat(found.took()).isEqualTo(Duration.ofMillis(10));
            });
    assertThat(result.trace())
        .filteredOn(step -> step.peer().equals(two.get(1)))
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.outcome()).isEqualTo(new Outcome.Abandoned());
              assertThat(step.path()).isEqualTo(2);
            });
    assertThat(watched).isEqualTo(result.trace());
  }

  @Test
  void ofTwoValuesFoundAtTheSameMomentTheNewerOneCounts() throws InterruptedException {
    for (int i = 1; i <= 2; i++) {
      Item item = Items.named(i);
      answers(i, new Response.Values(List.of(item)));
    }
    network.intercept(
        (from, to, request, passage) -> {
          environment.sleep(Duration.ofMillis(10));
          return passage.call();
        });
    int twice = 0;
    for (int i = 0; i < 40; i++) {
      LookupResult result = lookups(by(2)).findValue(Items.KEY, nodes(1, 2), LONG, watcher);
      List<Item> values =
          result.trace().stream()
              .map(Step::outcome)
              .filter(Outcome.Value.class::isInstance)
              .map(outcome -> ((Outcome.Value) outcome).item())
              .toList();
      twice += values.size() - 1;
      assertThat(((LookupResult.Found) result).item())
          .isEqualTo(Collections.max(values, Item::compareVersion));
    }
    assertThat(twice).isPositive();
  }

  @Test
  void thatThereIsNoValueIsSaidWhenNoPathHasFoundAny() throws InterruptedException {
    range(1, 6).forEach(c -> knows(c.address().getPort()));
    LookupResult result = findValue(by(3), Items.KEY, 1, 2, 3, 4, 5, 6);
    assertThat(result)
        .isInstanceOfSatisfying(
            LookupResult.Closest.class,
            closest -> {
              assertThat(closest.closest()).hasSize(6);
              assertThat(closest.complete()).isTrue();
            });
  }

  @Test
  void nobodyIsToldOfWhatOnePathHasComeNearTo() throws InterruptedException {
    knows(1);
    knows(2);
    List<Frontier> told = new ArrayList<>();
    LookupResult.Closest result = lookups(by(2)).approach(TARGET, nodes(1, 2), LONG, told::add);
    assertThat(result.closest()).isEqualTo(nodes(1, 2));
    assertThat(told).isEmpty();
  }

  @Test
  void aPeerWithoutCreditThatAnotherPathAsksIsPassedOver() {
    List<Contact> taken = nodes(5);
    Shortlist list =
        new Shortlist(TARGET, SELF, 9, false).claiming(contact -> !taken.contains(contact));
    list.heard(nodes(10));
    list.next();
    list.answered(node(10));
    list.heard(node(10), nodes(2, 3, 4, 5, 6));
    for (int i = 2; i <= 4; i++) {
      list.gone(list.next());
    }
    assertThat(list.next()).isEqualTo(node(6));
    assertThat(list.isComplete()).isFalse();
    list.answered(node(6));
    assertThat(list.next()).isNull();
    assertThat(list.isComplete()).isTrue();
    assertThat(list.missing()).isEmpty();
    assertThat(list.knows(node(5))).isTrue();
    assertThat(list.knows(node(7))).isFalse();
  }

  /** What a peer is asked does not depend on the path. */
  @Test
  void eachPathAsksForTheSame() throws InterruptedException {
    List<Request> requests = new ArrayList<>();
    for (int distance : Arrays.asList(1, 2)) {
      handles(
          distance,
          (from, request) -> {
            requests.add(request);
            return new Response.Nodes(List.of());
          });
    }
    lookups(by(2)).findNodesPatiently(TARGET, nodes(1, 2), LONG);
    assertThat(requests).hasSize(2).containsOnly(new Request.FindNode(TARGET));
  }
}
