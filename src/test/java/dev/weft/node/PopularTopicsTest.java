package dev.weft.node;

import static dev.weft.item.Records.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.weft.item.Provider;
import dev.weft.item.Records;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.Gathering;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Lookups;
import dev.weft.lookup.Step;
import dev.weft.routing.RoutingActor;
import dev.weft.runtime.Crew;
import dev.weft.store.ProviderSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PopularTopicsTest extends NodeFixture {

  private static final Duration FETCH = Duration.ofSeconds(2);

  /** How many questions there may be at once before a topic is popular. */
  private static final int FEW = 5;

  private final RoutingActor routing = mock();
  private final Lookups lookups = mock();
  private final Crew errands = new Crew(environment, 1);
  private final PopularTopics topics =
      new PopularTopics(environment, routing, lookups, errands, World.LONG);
  private final List<Integer> fetches = new ArrayList<>();

  /** How many there are to be found; less than none where the lookup fails. */
  private int there = 3;

  private int total;

  /** Whether that was enough. */
  private boolean enough;

  @BeforeEach
  void find() throws InterruptedException {
    when(lookups.findProviders(any(), any(), any(), any()))
        .thenAnswer(call -> found(call.getArgument(0)));
  }

  @AfterEach
  void endErrands() {
    errands.close();
  }

  private LookupResult.Closest found(Gathering gathering) throws InterruptedException {
    assertThat(gathering.takesCopies()).as("no copy is one of a copy").isFalse();
    fetches.add(gathering.limit());
    environment.sleep(FETCH);
    if (there < 0) {
      throw new IllegalStateException("on purpose");
    }
    List<Provider> given =
        IntStream.range(0, there)
            .mapToObj(
                i -> new Provider(Records.of(i, 1, environment.now().plusSeconds(3600)), true))
            .toList();
    gathering.take(given, environment.now());
    enough = gathering.isEnough();
    Contact peer = World.contact(Key.of("peer"), 1);
    Step.Outcome some = new Step.Outcome.Providers(total, there, 0, 0);
    Step.Outcome none = new Step.Outcome.Nodes(1, 1);
    List<Step> trace =
        List.of(
            new Step(peer, 1, 0, Duration.ZERO, FETCH, false, some),
            new Step(peer, 1, 0, Duration.ZERO, FETCH, false, none));
    return new LookupResult.Closest(TOPIC, List.of(), List.of(), true, FETCH, trace);
  }

  private ProviderSample ask(Key topic, int times) {
    ProviderSample last = ProviderSample.NONE;
    for (int i = 0; i < times; i++) {
      last = topics.asked(topic, 2);
    }
    return last;
  }

  /** Asks until the topic is popular, and waits until its records are there. */
  private void makePopular() throws InterruptedException {
    ask(TOPIC, FEW + 1);
    environment.sleep(FETCH.plusSeconds(1));
  }

  @Test
  void aTopicThatIsNotAskedForOftenIsNotFetched() throws InterruptedException {
    assertThat(ask(TOPIC, FEW)).isEqualTo(ProviderSample.NONE);
    for (int i = 0; i < 100; i++) {
      environment.sleep(Duration.ofSeconds(5));
      assertThat(ask(TOPIC, 1)).isEqualTo(ProviderSample.NONE);
    }
    assertThat(fetches).isEmpty();
  }

  @Test
  void aPopularTopicIsFetchedOnceHoweverManyAskMeanwhile() throws InterruptedException {
    assertThat(ask(TOPIC, 5 * FEW)).isEqualTo(ProviderSample.NONE);
    environment.sleep(Duration.ofSeconds(1));
    ask(TOPIC, FEW);
    environment.sleep(FETCH);
    assertThat(fetches).containsExactly(Gathering.MOST_COPIES);
    ProviderSample some = ask(TOPIC, 1);
    assertThat(some.total()).isEqualTo(3);
    assertThat(some.providers()).as("as many as are wanted").hasSize(2);
    assertThat(topics.asked(TOPIC, 9).providers()).hasSize(3);
  }

  @Test
  void nobodyElseIsAskedWhenThereAreAsManyAsAnybodyWants() throws InterruptedException {
    makePopular();
    assertThat(enough).as("2 of 3").isTrue();
    environment.sleep(Duration.ofMinutes(1));
    topics.asked(TOPIC, 4);
    makePopular();
    assertThat(enough).as("4 of 3").isFalse();
    assertThat(fetches).hasSize(2);
  }

  @Test
  void ofWhatIsCachedEachIsHandedOutAsOftenAsAnyOther() throws InterruptedException {
    makePopular();
    Map<Key, Integer> times = new TreeMap<>();
    for (int i = 0; i < 300; i++) {
      topics.asked(TOPIC, 1).providers().forEach(one -> times.merge(one.owner(), 1, Integer::sum));
    }
    assertThat(times.values()).hasSize(3).allMatch(count -> count > 60);
  }

  @Test
  void itIsSaidHowManyThereAreAtThoseWhoKeepThem() throws InterruptedException {
    total = 700;
    makePopular();
    assertThat(ask(TOPIC, 1).total()).isEqualTo(700);
  }

  @Test
  void recordsAreHandedOutForAMinuteAndFetchedAgainIfTheTopicIsStillPopular()
      throws InterruptedException {
    makePopular();
    environment.sleep(Duration.ofSeconds(56));
    assertThat(ask(TOPIC, 1).providers()).hasSize(2);
    environment.sleep(Duration.ofSeconds(1));
    assertThat(ask(TOPIC, 1)).as("asked for a minute ago").isEqualTo(ProviderSample.NONE);
    assertThat(fetches).hasSize(1);
    ask(TOPIC, FEW);
    environment.sleep(FETCH);
    assertThat(fetches).hasSize(2);
    assertThat(ask(TOPIC, 1).providers()).hasSize(2);
  }

  @Test
  void whereThereIsNothingToBeFetchedThatIsNotTriedAgainForAMinute() throws InterruptedException {
    there = 0;
    makePopular();
    for (int i = 0; i < 56; i++) {
      assertThat(ask(TOPIC, 5)).isEqualTo(ProviderSample.NONE);
      environment.sleep(Duration.ofSeconds(1));
    }
    assertThat(fetches).hasSize(1);
    there = 1;
    environment.sleep(Duration.ofSeconds(10));
    makePopular();
    assertThat(fetches).hasSize(2);
    assertThat(ask(TOPIC, 1).providers()).hasSize(1);
  }

  @Test
  void aFetchThatFailsIsTriedAgainLater() throws InterruptedException {
    there = -1;
    makePopular();
    assertThat(ask(TOPIC, FEW + 1)).isEqualTo(ProviderSample.NONE);
    there = 1;
    environment.sleep(Duration.ofMinutes(1));
    makePopular();
    assertThat(fetches).hasSize(2);
    assertThat(ask(TOPIC, 1).providers()).hasSize(1);
  }

  @Test
  void whereNobodyIsFreeToFetchItIsTriedAgain() throws InterruptedException {
    errands.start("other", () -> environment.sleep(FETCH));
    makePopular();
    assertThat(fetches).isEmpty();
    makePopular();
    assertThat(fetches).hasSize(1);
  }

  @Test
  void ofTooManyTopicsThatNotAskedForLongestIsForgotten() throws InterruptedException {
    makePopular();
    Key second = Key.of("second");
    ask(second, FEW + 1);
    environment.sleep(FETCH);
    for (int i = 0; i < PopularTopics.MOST - 2; i++) {
      ask(Key.of("other " + i), 1);
    }
    assertThat(ask(TOPIC, 1).providers()).hasSize(2);
    ask(Key.of("one more"), 1);
    assertThat(ask(TOPIC, 1).providers()).as("asked for lately").hasSize(2);
    assertThat(ask(second, 1)).isEqualTo(ProviderSample.NONE);
  }
}
