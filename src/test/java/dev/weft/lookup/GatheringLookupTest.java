package dev.weft.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.Provider;
import dev.weft.item.Records;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Lookups that gather records on their way. */
class GatheringLookupTest extends LookupFixture {

  private final List<Provider> told = new ArrayList<>();

  private Provider provider(int owner) {
    return new Provider(
        Records.of(TARGET, owner, 1, environment.now().plusSeconds(3600), false), false);
  }

  private Provider forged(int owner) {
    return new Provider(Records.forged(provider(owner).announcement()), false);
  }

  private void gives(int distance, int total, List<Provider> providers, Contact... others) {
    answers(distance, new Response.Providers(total, providers, List.of(others)));
  }

  private Gathering gathering(int limit) {
    return new Gathering(TARGET, limit, told::add);
  }

  private LookupResult.Closest find(LookupOptions options, Gathering gathering, int... start)
      throws InterruptedException {
    return lookups(options).findProviders(gathering, nodes(start), LONG, watcher);
  }

  private static List<Integer> ports(LookupResult.Closest near) {
    return near.trace().stream().map(step -> step.peer().address().getPort()).sorted().toList();
  }

  @Test
  void recordsAreGatheredOnTheWayToTheClosestNodesAndAllOfTheseAreAsked()
      throws InterruptedException {
    knows(9, node(2));
    gives(2, 5, List.of(provider(1), provider(2)), node(1), node(9));
    gives(1, 1, List.of(provider(2)));
    Gathering gathering = gathering(100);
    LookupResult.Closest near = find(PATIENT, gathering, 9);
    assertThat(near.complete()).isTrue();
    assertThat(near.closest()).isEqualTo(nodes(1, 2, 9));
    assertThat(gathering.providers()).containsExactly(provider(1), provider(2));
    assertThat(told).isEqualTo(gathering.providers());
    assertThat(watched)
        .extracting(Step::outcome)
        .contains(new Step.Outcome.Providers(5, 2, 2, 1), new Step.Outcome.Providers(1, 1, 0, 0));
    assertThat(near.explain().lines())
        .anyMatch(line -> line.endsWith("   2 of 5 providers, and 2 nodes, 1 new"))
        .anyMatch(line -> line.endsWith("   1 of 1 provider, and 0 nodes, 0 new"));
  }

  @Test
  void aLookupEndsWhenThereAreEnough() throws InterruptedException {
    gives(9, 2, List.of(provider(1), provider(2)), node(1));
    gives(1, 1, List.of(provider(3)));
    Gathering gathering = gathering(2);
    LookupResult.Closest near = find(PATIENT, gathering, 9);
    assertThat(gathering.providers()).hasSize(2);
    assertThat(ports(near)).as("nobody closer is asked").containsExactly(9);
  }

  @Test
  void aNodeIsAskedForNoMoreThanAreWanted() throws InterruptedException {
    List<Request> asked = new ArrayList<>();
    handles(
        9,
        (_, request) -> {
          asked.add(request);
          return new Response.Nodes(List.of());
        });
    find(PATIENT, gathering(7), 9);
    find(PATIENT, gathering(Gathering.MOST_COPIES + 1), 9);
    find(PATIENT, Gathering.ofOriginals(TARGET, 3), 9);
    assertThat(asked)
        .containsExactly(
            new Request.FindProviders(TARGET, 7),
            new Request.FindProviders(TARGET, Gathering.MOST_COPIES + 1, false, Optional.empty()),
            new Request.FindProviders(TARGET, Gathering.MOST_COPIES, false, Optional.empty()));
  }

  @Test
  void ofOriginalsTheRestOfAnAnswerIsTakenTooThoughFewerAreEnough() throws InterruptedException {
    gives(9, 3, List.of(provider(1), provider(2), provider(3)), node(1));
    Gathering gathering = Gathering.ofOriginals(TARGET, 1);
    assertThat(ports(find(PATIENT, gathering, 9))).containsExactly(9);
    assertThat(gathering.providers()).hasSize(3);
  }

  @Test
  void aLiarThatForgesRecordsIsDroppedAndToldOfAndTheOthersAreHeard() throws InterruptedException {
    gives(3, 2, List.of(provider(1), forged(2)), node(8));
    gives(4, 1, List.of(provider(3)));
    knows(8);
    Gathering gathering = gathering(100);
    LookupResult.Closest near = find(PATIENT, gathering, 3, 4);
    assertThat(near.closest()).isEqualTo(nodes(4));
    assertThat(gathering.providers())
        .containsExactlyInAnyOrder(provider(1), provider(3))
        .as("what is verified, whoever gave it");
    assertThat(lies).singleElement().asString().startsWith("3 it gave a forged record");
    assertThat(ports(near)).as("what a liar names is not asked").containsExactly(3, 4);
  }

  @Test
  void namingANodeTwiceBesideRecordsIsALie() throws InterruptedException {
    gives(3, 1, List.of(provider(1)), node(8), contact(key(8), 99));
    find(PATIENT, gathering(100), 3);
    assertThat(lies).containsExactly("3 it named a node twice");
  }

  @Test
  void recordsAreNoAnswerToAnotherQuestion() throws InterruptedException {
    gives(3, 1, List.of(provider(1)));
    findNodes(PATIENT, 3);
    assertThat(lies).containsExactly("3 its answer does not fit the question");
  }

  @Test
  void severalPathsGatherTogether() throws InterruptedException {
    LookupOptions paths = PATIENT.withPaths(3);
    gives(11, 1, List.of(provider(1)), node(1));
    gives(12, 1, List.of(provider(2)), node(2));
    gives(13, 1, List.of(provider(3)), node(3));
    IntStream.rangeClosed(1, 3).forEach(i -> gives(i, 2, List.of(provider(1), provider(9 + i))));
    Gathering gathering = gathering(100);
    LookupResult.Closest near = find(paths, gathering, 11, 12, 13);
    assertThat(near.closest()).contains(node(1), node(2), node(3));
    assertThat(gathering.providers())
        .containsExactlyInAnyOrder(
            provider(1), provider(2), provider(3), provider(10), provider(11), provider(12));
    assertThat(told).doesNotHaveDuplicates();
  }

  @Test
  void whoIsAskedForAValueAndGivesRecordsLies() throws Exception {
    gives(3, 1, List.of(provider(1)));
    assertThat(lookups(PATIENT).ask(node(3), Key.of("value"), LONG)).isEmpty();
    assertThat(lies).containsExactly("3 its answer does not fit the question");
  }
}
