package dev.weft.store;

import static dev.weft.item.Records.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weft.item.Announcement;
import dev.weft.item.Provider;
import dev.weft.item.Records;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.Prefix;
import dev.weft.sim.Simulated;
import dev.weft.store.ProviderStore.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProviderStoreTest extends Simulated {

  private static final Key SELF = Key.of("self");
  private static final long PLENTY = 1 << 20;
  private static final Optional<Prefix> NOWHERE = Optional.empty();

  private final List<Key> told = new ArrayList<>();
  private final Instant later = environment.now().plusSeconds(3600);
  private ProviderStore store = store(1_000, 1_000, PLENTY);

  private ProviderStore store(int perTopic, int perOwner, long bytes) {
    ProviderLimits limits = new ProviderLimits(perTopic, perOwner, bytes);
    return new ProviderStore(environment, SELF, limits, told::add);
  }

  private static Optional<Prefix> from(int network) {
    return Optional.of(new Prefix(3, network));
  }

  private Verdict put(int owner, int version, Optional<Prefix> origin) {
    return store.put(Records.of(owner, version, later), false, origin);
  }

  private Verdict put(int owner, int version) {
    return put(owner, version, NOWHERE);
  }

  private Verdict put(Key topic, int owner) {
    return store.put(Records.of(topic, owner, 1, later, false), false, NOWHERE);
  }

  private static List<Key> owners(List<Provider> providers) {
    return providers.stream().map(Provider::owner).sorted().toList();
  }

  private static List<Key> owners(IntStream numbers) {
    return numbers.mapToObj(i -> Records.owner(i).key()).sorted().toList();
  }

  private List<Key> kept() {
    return owners(store.sample(TOPIC, 10_000).providers());
  }

  @Test
  void ofAnOwnerTheNewestIsKeptAndNothingOlder() {
    assertThat(put(1, 2)).isEqualTo(Verdict.KEPT);
    assertThat(put(1, 1)).isEqualTo(Verdict.STALE);
    assertThat(put(1, 3)).isEqualTo(Verdict.KEPT);
    assertThat(store.find(TOPIC, Records.owner(1).key())).contains(Records.of(1, 3, later));
    assertThat(store.find(TOPIC, Records.owner(2).key())).isEmpty();
    assertThat(store.size()).isEqualTo(1);
  }

  @Test
  void whoRepeatsARecordDoesNotUndoTheCheckOfItsAddress() {
    Announcement record = Records.of(1, 1, later);
    assertThat(store.put(record, false, NOWHERE)).isEqualTo(Verdict.KEPT);
    assertThat(store.sample(TOPIC, 1).providers()).containsExactly(new Provider(record, false));
    assertThat(store.put(record, true, NOWHERE)).isEqualTo(Verdict.KEPT);
    assertThat(store.put(record, false, NOWHERE)).isEqualTo(Verdict.KEPT);
    assertThat(store.sample(TOPIC, 1).providers()).containsExactly(new Provider(record, true));
  }

  @Test
  void whatIsWithdrawnIsKeptButNotGiven() {
    put(1, 1);
    put(2, 1);
    Announcement gone = Records.withdrawn(1, 2, later);
    assertThat(store.put(gone, false, NOWHERE)).isEqualTo(Verdict.KEPT);
    assertThat(kept()).isEqualTo(owners(IntStream.of(2)));
    assertThat(store.sample(TOPIC, 9).total()).isEqualTo(1);
    assertThat(store.page(TOPIC, TOPIC.least(0), 9).providers()).hasSize(1);
    assertThat(store.find(TOPIC, gone.owner())).contains(gone);
    assertThat(put(1, 1)).as("an old copy does not bring it back").isEqualTo(Verdict.STALE);
  }

  @Test
  void whatHasExpiredIsNowhereAndItsRoomIsFree() throws InterruptedException {
    store = store(2, 2, PLENTY);
    Instant soon = environment.now().plusSeconds(60);
    store.put(Records.of(1, 1, soon), false, NOWHERE);
    put(2, 1);
    assertThat(put(3, 1)).isEqualTo(Verdict.FULL);
    environment.sleep(Duration.ofMinutes(1));
    assertThat(store.find(TOPIC, Records.owner(1).key())).isEmpty();
    assertThat(put(3, 1)).isEqualTo(Verdict.KEPT);
    assertThat(kept()).isEqualTo(owners(IntStream.of(2, 3)));
  }

  @Test
  void expiryDropsAllThatHasExpiredAndNothingElse() throws InterruptedException {
    put(Announcement.topic("other"), 1);
    store.put(Records.of(2, 1, environment.now().plusSeconds(60)), false, NOWHERE);
    environment.sleep(Duration.ofMinutes(1));
    assertThat(store.size()).isEqualTo(2);
    store.expire();
    assertThat(store.size()).isEqualTo(1);
  }

  @Test
  void aFullTopicTakesWhoComesFromANetworkWithFewerInPlaceOfOneOfTheMostCommon() {
    store = store(4, 9, PLENTY);
    for (int i = 0; i < 3; i++) {
      assertThat(put(i, 1, from(1))).isEqualTo(Verdict.KEPT);
    }
    assertThat(put(3, 1, from(2))).isEqualTo(Verdict.KEPT);
    assertThat(put(4, 1, from(1))).as("of the most common").isEqualTo(Verdict.FULL);
    assertThat(put(5, 1, from(3))).isEqualTo(Verdict.KEPT);
    assertThat(kept()).hasSize(4).containsAll(owners(IntStream.of(3, 5)));
    assertThat(put(6, 1, from(2))).as("2 to 1 would be 1 to 2").isEqualTo(Verdict.FULL);
    assertThat(put(7, 1, NOWHERE)).as("of no network").isEqualTo(Verdict.KEPT);
    assertThat(kept()).hasSize(4).containsAll(owners(IntStream.of(3, 5, 7)));
    assertThat(put(8, 1, from(4))).as("one of each").isEqualTo(Verdict.FULL);
  }

  @Test
  void whoIsAloneInItsNetworkKeepsItsPlaceWhoeverItIs() {
    List<Integer> byKey =
        IntStream.range(0, 4)
            .boxed()
            .sorted(Comparator.comparing(i -> Records.owner(i).key()))
            .toList();
    store = store(4, 9, PLENTY);
    put(byKey.getFirst(), 1, from(2));
    byKey.subList(1, 4).forEach(i -> put(i, 1, from(1)));
    assertThat(put(4, 1, from(3))).isEqualTo(Verdict.KEPT);
    assertThat(store.find(TOPIC, Records.owner(byKey.getFirst()).key())).isPresent();
  }

  @Test
  void aNewVersionNeedsNoRoomInAFullTopic() {
    store = store(2, 9, PLENTY);
    put(1, 1, from(1));
    put(2, 1, from(1));
    assertThat(put(1, 2, from(1))).isEqualTo(Verdict.KEPT);
    assertThat(kept()).hasSize(2);
  }

  @Test
  void anOwnerHasARecordUnderSoManyTopicsAndNoMore() throws InterruptedException {
    store = store(9, 2, PLENTY);
    assertThat(put(Key.of("a"), 1)).isEqualTo(Verdict.KEPT);
    Key soon = Key.of("b");
    Instant end = environment.now().plusSeconds(60);
    assertThat(store.put(Records.of(soon, 1, 1, end, false), false, NOWHERE))
        .isEqualTo(Verdict.KEPT);
    assertThat(put(Key.of("c"), 1)).isEqualTo(Verdict.FULL);
    assertThat(put(Key.of("c"), 2)).as("of another owner").isEqualTo(Verdict.KEPT);
    environment.sleep(Duration.ofMinutes(1));
    store.expire();
    assertThat(put(Key.of("c"), 1)).isEqualTo(Verdict.KEPT);
  }

  @Test
  void whereBytesAreShortTheFarthestTopicsGoFirstAndNoCloserOneForAFartherOne() {
    List<Key> topics =
        Stream.of("a", "b", "c", "d").map(Key::of).sorted(SELF.byDistance()).toList();
    int length = Records.of(1, 1, later).encodedLength();
    store = store(9, 99, 3L * length);
    put(topics.get(1), 1);
    put(topics.get(2), 1);
    put(topics.get(2), 2);
    assertThat(put(topics.get(3), 1)).as("its own turn").isEqualTo(Verdict.FULL);
    assertThat(put(topics.get(0), 1)).isEqualTo(Verdict.KEPT);
    assertThat(store.sample(topics.get(2), 9).total()).isEqualTo(1);
    assertThat(put(topics.get(0), 2)).isEqualTo(Verdict.KEPT);
    assertThat(store.sample(topics.get(2), 9)).isEqualTo(ProviderSample.NONE);
    assertThat(store.sample(topics.get(1), 9).total()).isEqualTo(1);
    assertThat(store.size()).isEqualTo(3);
  }

  @Test
  void aNewVersionThatHasNoRoomLeavesTheOldOne() {
    Announcement old = Records.of(1, 1, later);
    store = store(9, 9, old.encodedLength());
    store.put(old, false, NOWHERE);
    Announcement longer =
        Announcement.sign(
            Records.owner(1),
            new Announcement.Terms(TOPIC, Optional.empty(), new byte[1], 2, later, false));
    assertThat(store.put(longer, false, NOWHERE)).isEqualTo(Verdict.FULL);
    assertThat(store.find(TOPIC, old.owner())).contains(old);
  }

  @Test
  void aSampleHasEachRecordAsOftenAsAnyOtherAndNoneTwice() {
    for (int i = 0; i < 10; i++) {
      put(i, 1);
    }
    Map<Key, Integer> counts = new HashMap<>();
    for (int i = 0; i < 2_000; i++) {
      ProviderSample sample = store.sample(TOPIC, 3);
      assertThat(sample.total()).isEqualTo(10);
      assertThat(new HashSet<>(sample.providers())).hasSize(3);
      sample.providers().forEach(one -> counts.merge(one.owner(), 1, Integer::sum));
    }
    assertThat(counts).hasSize(10);
    assertThat(counts.values()).allMatch(count -> count > 480 && count < 720);
    assertThat(store.sample(TOPIC, 0).providers()).isEmpty();
  }

  @Test
  void pagesHaveEachRecordOnceInTheOrderOfOwners() {
    for (int i = 0; i < 25; i++) {
      put(i, 1);
    }
    List<Key> found = new ArrayList<>();
    Key after = TOPIC.least(0);
    ProviderSample page = store.page(TOPIC, after, 10);
    while (!page.providers().isEmpty()) {
      assertThat(page.total()).isEqualTo(25);
      page.providers().forEach(one -> found.add(one.owner()));
      page = store.page(TOPIC, found.getLast(), 10);
    }
    assertThat(found).isEqualTo(owners(IntStream.range(0, 25)));
  }

  @Test
  void whatIsNewIsToldOfAndARenewalIsNot() {
    put(1, 1);
    store.put(Records.of(1, 1, later.plusSeconds(1)), false, NOWHERE);
    put(1, 0);
    assertThat(told).containsExactly(TOPIC);
    put(1, 2);
    assertThat(told).containsExactly(TOPIC, TOPIC);
  }

  @Test
  void changesComeInTheirOrderWithWithdrawalsAndGoOnFromTheLast() {
    put(1, 1);
    put(2, 1);
    store.put(Records.withdrawn(1, 2, later), false, NOWHERE);
    store.put(Records.of(2, 1, later.plusSeconds(1)), false, NOWHERE);
    ProviderStore.Changes all = store.changes(TOPIC, 0, 9);
    assertThat(all.providers())
        .extracting(Provider::announcement)
        .containsExactly(Records.of(2, 1, later.plusSeconds(1)), Records.withdrawn(1, 2, later));
    ProviderStore.Changes first = store.changes(TOPIC, 0, 1);
    assertThat(store.changes(TOPIC, first.last(), 9).providers())
        .extracting(one -> one.announcement().isWithdrawn())
        .containsExactly(true);
    assertThat(store.changes(TOPIC, all.last(), 9))
        .isEqualTo(new ProviderStore.Changes(all.last(), List.of()));
  }

  @Test
  void aLimitIsAtLeastOne() {
    for (int[] limits : new int[][] {{0, 1, 1}, {1, 0, 1}, {1, 1, 0}}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new ProviderLimits(limits[0], limits[1], limits[2]));
    }
    assertThat(new ProviderLimits(1, 1, 1)).isNotEqualTo(ProviderLimits.DEFAULTS);
  }

  /** The plain rules, but for networks and bytes: a record is kept until it is too late. */
  private static final class Naive {
    final Map<Key, TreeMap<Key, Announcement>> topics = new HashMap<>();

    void expire(Instant now) {
      topics.values().forEach(of -> of.values().removeIf(one -> one.isExpired(now)));
    }

    Verdict put(Announcement record, int perTopic, int perOwner) {
      TreeMap<Key, Announcement> of = topics.computeIfAbsent(record.topic(), _ -> new TreeMap<>());
      Announcement held = of.get(record.owner());
      if (held != null && held.compareVersion(record) > 0) {
        return Verdict.STALE;
      }
      long owned = topics.values().stream().filter(t -> t.containsKey(record.owner())).count();
      if (held == null && (of.size() >= perTopic || owned >= perOwner)) {
        return Verdict.FULL;
      }
      of.put(record.owner(), record);
      return Verdict.KEPT;
    }

    int size() {
      return topics.values().stream().mapToInt(Map::size).sum();
    }

    Set<Announcement> live(Key topic) {
      Set<Announcement> live = new HashSet<>(topics.getOrDefault(topic, new TreeMap<>()).values());
      live.removeIf(Announcement::isWithdrawn);
      return live;
    }
  }

  @Test
  void whateverHappensItIsAsTheRulesSay() throws InterruptedException {
    store = store(5, 3, PLENTY);
    List<Key> topics = IntStream.range(0, 6).mapToObj(i -> Key.of("topic " + i)).toList();
    Naive model = new Naive();
    RandomGenerator random = environment.random();
    for (int step = 0; step < 1_500; step++) {
      Key topic = topics.get(random.nextInt(6));
      Instant expires = environment.now().plusSeconds(1 + random.nextInt(100));
      Announcement record =
          Records.of(topic, random.nextInt(10), random.nextInt(20), expires, random.nextBoolean());
      store.expire(); // the limit per owner counts what is there still
      model.expire(environment.now());
      assertThat(store.put(record, false, from(1))).isEqualTo(model.put(record, 5, 3));
      assertThat(store.size()).isEqualTo(model.size());
      List<Provider> live = store.sample(topic, 99).providers();
      assertThat(new HashSet<>(live.stream().map(Provider::announcement).toList()))
          .hasSize(live.size())
          .isEqualTo(model.live(topic));
      environment.sleep(Duration.ofSeconds(random.nextInt(5)));
    }
  }
}
