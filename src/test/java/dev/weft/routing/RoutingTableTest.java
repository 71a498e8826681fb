package dev.weft.routing;

import static dev.weft.routing.Nodes.SELF;
import static dev.weft.routing.Nodes.key;
import static dev.weft.routing.Nodes.node;
import static dev.weft.routing.Nodes.nodes;
import static dev.weft.routing.Nodes.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.PrefixLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoutingTableTest {
  private final List<Contact> admitted = new ArrayList<>();

  private RoutingTable table(RoutingOptions options) {
    return new RoutingTable(SELF, options, admitted::add, 0);
  }

  @Test
  void invariantsHoldAndClosestIsThatOfFullSortInRandomHistories() {
    for (int seed = 0; seed < 20; seed++) {
      history(seed);
    }
  }

  /** One random life of a table; a failure names the seed. */
  private static void history(int seed) {
    var random = new Random(seed);
    int k = 1 + random.nextInt(6);
    RoutingOptions options =
        new RoutingOptions(
            k,
            1 + random.nextInt(4),
            3,
            Duration.ofNanos(40),
            5,
            Duration.ofNanos(20),
            1,
            1,
            new PrefixLimits(2, 3, false));
    Key self = Key.random(random);
    var table = new RoutingTable(self, options, contact -> {}, 0);
    List<Contact> population = population(self, random, true);
    long now = 0;
    for (int step = 0; step < 400; step++) {
      Contact contact = population.get(random.nextInt(population.size()));
      now += random.nextInt(3);
      switch (random.nextInt(12)) {
        case 0, 1 -> table.failed(contact);
        case 2 -> table.misbehaved(contact, now);
        case 3 -> table.lookedUp(contact.key(), now);
        case 4 -> table.seen(elsewhere(contact, random), random.nextInt(3) == 0, now);
        default -> table.seen(contact, random.nextBoolean(), now);
      }
      Nodes.checkInvariants(table, self, options);
      if (step % 20 == 0) {
        checkClosest(table, self, random);
        checkClosest(table, population.get(random.nextInt(population.size())).key(), random);
        checkClosest(table, Key.random(random), random);
      }
    }
    assertThat(table.snapshot().size()).as("seed %d", seed).isPositive();
  }

  private static Contact elsewhere(Contact contact, Random random) {
    return random.nextBoolean()
        ? Nodes.at(contact.key(), 1 + random.nextInt(3))
        : Nodes.on(contact.key(), "99.0." + random.nextInt(3) + ".77");
  }

  /** Half of the nodes are spread evenly, and half are near to us or to one another; we, too. */
  private static List<Contact> population(Key self, Random random, boolean crowded) {
    var population = new ArrayList<Contact>();
    population.add(Nodes.at(self, 1908));
    while (population.size() < 80) {
      Key near = population.get(random.nextInt(population.size())).key();
      Key key =
          random.nextBoolean() ? Key.random(random) : near.randomAt(random.nextInt(40), random);
      population.add(
          crowded && random.nextBoolean()
              ? Nodes.on(key, "99.0." + random.nextInt(3) + "." + population.size())
              : Nodes.at(key, 1908));
    }
    return population;
  }

  private static void checkClosest(RoutingTable table, Key target, Random random) {
    var all = new ArrayList<Contact>();
    table.buckets().forEach(b -> b.contacts().forEach(entry -> all.add(entry.contact())));
    all.sort((a, b) -> target.compareDistance(a.key(), b.key()));
    RoutingSnapshot snapshot = table.snapshot();
    assertThat(snapshot.size()).isEqualTo(all.size());
    assertThat(snapshot.contacts()).containsExactlyInAnyOrderElementsOf(all);
    for (int n : List.of(0, 1, 1 + random.nextInt(10), all.size(), Integer.MAX_VALUE)) {
      List<Contact> expected = all.subList(0, Math.min(n, all.size()));
      assertThat(table.closest(target, n)).isEqualTo(expected);
      assertThat(snapshot.closest(target, n)).isEqualTo(expected);
    }
  }

  @Test
  void neighbourhoodIsCompleteWhateverTheOrderOfArrival() {
    for (int seed = 0; seed < 20; seed++) {
      var random = new Random(seed);
      Key self = Key.random(random);
      var table = new RoutingTable(self, options(4), contact -> {}, 0);
      List<Contact> population = population(self, random, false);
      population.forEach(contact -> table.seen(contact, true, 0));
      population.removeFirst();
      population.sort((a, b) -> self.compareDistance(a.key(), b.key()));
      assertThat(table.closest(self, 4)).as("seed %d", seed).isEqualTo(population.subList(0, 4));
    }
  }

  @Test
  void weAreNeverAdmitted() {
    RoutingTable table = table(options(2));
    table.seen(Nodes.at(SELF, 1908), true, 0);
    assertThat(table.snapshot().size()).isZero();
    assertThat(admitted).isEmpty();
  }

  @Test
  void claimSplitsNothingAndIsNamedWhereverItWouldGetAPlace() {
    RoutingTable table = table(options(2));
    nodes("1", 2, 1).forEach(contact -> table.seen(contact, true, 0));
    table.seen(node("01"), false, 1);
    assertThat(table.buckets()).hasSize(1);
    assertThat(table.candidate(key("1"), _ -> true)).isEqualTo(node("01"));
    assertThat(table.candidate(_ -> true)).isEqualTo(node("01"));
    assertThat(table.candidate(_ -> false)).isNull();
    table.seen(node("01"), true, 2);
    assertThat(table.buckets()).hasSize(2);
    assertThat(table.snapshot().contacts()).contains(node("01"));
    table.seen(node("11"), false, 3);
    assertThat(table.candidate(_ -> true)).as("its bucket is full").isNull();
  }

  @Test
  void claimThatIsAmongTheClosestIsNamedThoughItsBucketIsFull() {
    RoutingTable table = table(options(2));
    nodes("1", 2, 1).forEach(contact -> table.seen(contact, true, 0));
    table.seen(node("01"), true, 0); // our own is alone beyond
    table.seen(node("1"), false, 1);
    assertThat(table.snapshot().isAmongClosest(node("1").key(), 2)).isTrue();
    assertThat(table.candidate(_ -> true)).isEqualTo(node("1"));
  }

  @Test
  void newcomerOfACrowdSplitsNothing() {
    RoutingTable table = table(options(2));
    table.seen(Nodes.on(key("1"), "99.1.1.1"), true, 0);
    table.seen(Nodes.on(key("11"), "99.1.1.2"), true, 0);
    table.seen(Nodes.on(key("01"), "99.1.1.3"), true, 0);
    assertThat(table.buckets()).hasSize(1);
    table.seen(Nodes.on(key("001"), "99.1.2.1"), true, 0);
    assertThat(table.buckets()).hasSize(2);
  }

  @Test
  void failureElsewhereCostsAContactNothing() {
    RoutingTable table = table(options(2));
    table.seen(node("1"), true, 0);
    for (int i = 0; i < 10; i++) {
      table.failed(Nodes.on(key("1"), "99.1.1.1"));
    }
    assertThat(table.snapshot().closestToName(SELF, 1)).containsExactly(node("1"));
  }

  @Test
  void liarIsForgottenAndIgnoredForAWhile() {
    RoutingTable table = table(options(2));
    long hour = Duration.ofHours(1).toNanos();
    table.seen(node("1"), true, 0);
    table.misbehaved(node("1"), 0);
    table.seen(node("1"), true, hour - 1);
    assertThat(table.snapshot().contacts()).isEmpty();
    table.seen(node("1"), true, hour);
    assertThat(table.snapshot().contacts()).containsExactly(node("1"));
  }

  @Test
  void knownContactOfFullBucketSplitsNothing() {
    RoutingTable table = table(options(2));
    table.seen(node("1"), true, 0);
    table.seen(node("01"), true, 0);
    table.seen(node("1"), true, 1);
    assertThat(table.buckets()).hasSize(1);
  }

  @Test
  void newcomerFarFromUsWaitsAndTheOldestIsNamedForPing() {
    RoutingTable table = table(options(2));
    for (Contact near : nodes("0", 2, 1)) {
      table.seen(near, true, 0);
    }
    table.seen(node("10"), true, 1);
    table.seen(node("11"), true, 2);
    long later = Duration.ofMinutes(6).toNanos();
    assertThat(table.seen(node("111"), true, later)).isEqualTo(node("10"));
    assertThat(table.seen(node("111"), true, later)).isEqualTo(node("10"));
    assertThat(table.snapshot().contacts()).doesNotContain(node("111"));
  }

  @Test
  void bucketBeyondOursSplitsForOneOfTheClosestNodesAndForNoOther() {
    RoutingTable table = table(options(2));
    // Nobody shares our first bit, so the nodes closest to us are all on the other side.
    table.seen(node("1100"), true, 0);
    table.seen(node("1010"), true, 0);
    table.seen(node("1000"), true, 0);
    assertThat(table.snapshot().contacts())
        .containsExactlyInAnyOrder(node("1100"), node("1010"), node("1000"));
    assertThat(table.snapshot().buckets())
        .extracting(BucketSnapshot::prefixBits, BucketSnapshot::depth)
        .containsExactly(tuple(0, 2), tuple(0, 2), tuple(1, 1));
    table.seen(node("1101"), true, 0);
    table.seen(node("1110"), true, 0);
    assertThat(table.snapshot().contacts()).contains(node("1101")).doesNotContain(node("1110"));
    assertThat(table.buckets()).hasSize(3);
  }

  @Test
  void bucketsStayBoundedWhateverKeysAreMadeUp() {
    RoutingTable table = table(options(1));
    int before = 0;
    for (String prefix : List.of("111", "110", "101")) {
      Key far = key(prefix + "0".repeat(300) + "1".repeat(209));
      Key near = far.randomAt(Key.BITS - 1, new Random(1));
      // The one that comes second is closer to us, and parts from the first in the last bit only.
      table.seen(Nodes.at(SELF.compareDistance(far, near) > 0 ? far : near, 1), true, 0);
      table.seen(Nodes.at(SELF.compareDistance(far, near) > 0 ? near : far, 1), true, 0);
      assertThat(table.buckets()).hasSizeGreaterThan(before);
      before = table.buckets().size();
      table.misbehaved(Nodes.at(far, 1), 0);
      table.misbehaved(Nodes.at(near, 1), 0);
    }
    assertThat(table.buckets()).hasSize(RoutingTable.MAX_BUCKETS);
  }

  @Test
  void keysAreInTheSameBucketUntilItSplits() {
    RoutingTable table = table(options(1));
    assertThat(table.sameBucket(key("0"), key("1"))).isTrue();
    table.seen(node("01"), true, 0);
    table.seen(node("1"), true, 0);
    assertThat(table.sameBucket(key("01"), key("1"))).isFalse();
    assertThat(table.sameBucket(key("1"), key("11"))).isTrue();
  }

  @Test
  void rangeIsStaleWhenNoneOfItsKeysWasLookedUpForATime() {
    RoutingTable table = table(options(1));
    for (String bits : List.of("1", "01", "001")) {
      table.seen(node(bits), true, 0);
    }
    assertThat(table.staleBuckets(9, 10)).isEmpty();
    assertThat(table.staleBuckets(10, 10)).containsExactly(0, 1, 2);
    table.lookedUp(key("01111"), 5);
    assertThat(table.staleBuckets(14, 10)).containsExactly(0, 2);
    assertThat(table.staleBuckets(15, 10)).containsExactly(0, 1, 2);
    table.lookedUp(SELF, 15);
    assertThat(table.staleBuckets(15, 10)).containsExactly(0, 1);
  }

  @Test
  void bucketsOfOneRangeAreRefreshedTogether() {
    RoutingTable table = table(options(1));
    table.seen(node("11"), true, 0);
    table.seen(node("10"), true, 0);
    assertThat(table.buckets()).hasSize(3);
    assertThat(table.staleBuckets(10, 10)).containsExactly(0, 1);
    table.lookedUp(key("111"), 10);
    assertThat(table.staleBuckets(10, 10)).containsExactly(1);
  }

  @Test
  void snapshotIsTheSameAsLongAsNothingThatItShowsChanges() {
    RoutingTable table = table(options(2));
    nodes("1", 2, 1).forEach(contact -> table.seen(contact, true, 0));
    nodes("0", 2, 2).forEach(contact -> table.seen(contact, true, 0));
    RoutingSnapshot before = table.snapshot();
    before.contacts().forEach(contact -> table.seen(contact, true, 1));
    assertThat(table.snapshot()).isSameAs(before);
    table.misbehaved(before.contacts().getFirst(), 1);
    RoutingSnapshot after = table.snapshot();
    assertThat(after).isNotSameAs(before);
    assertThat(List.of(before.size(), after.size())).containsExactly(4, 3);
  }

  @Test
  void snapshotsShareTheBucketsThatDidNotChange() {
    RoutingTable table = table(options(2));
    nodes("1", 2, 1).forEach(contact -> table.seen(contact, true, 0));
    table.seen(node("01"), true, 0);
    var before = (Frozen.Branch) table.snapshot().root();
    table.seen(node("011"), true, 0);
    var near = (Frozen.Branch) table.snapshot().root();
    assertThat(near.one()).isSameAs(before.one());
    assertThat(near.zero()).isNotSameAs(before.zero());
    table.lookedUp(key("1"), 5);
    var far = (Frozen.Branch) table.snapshot().root();
    assertThat(far.one()).isNotSameAs(near.one());
    assertThat(far.zero()).isSameAs(near.zero());
  }
}
