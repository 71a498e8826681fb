package dev.weft.routing;

import static dev.weft.routing.Nodes.SELF;
import static dev.weft.routing.Nodes.key;
import static dev.weft.routing.Nodes.node;
import static dev.weft.routing.Nodes.nodes;
import static dev.weft.routing.Nodes.options;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What Maymounkov and Mazières say of the metric and of the table in "Kademlia", 2002, one test for
 * each claim.
 */
class KademliaPaperTest {
  private static final int K = 3;
  private static final long LATER = Duration.ofHours(1).toNanos();

  private final RoutingOptions options = options(K);
  private final RoutingTable table = new RoutingTable(SELF, options, contact -> {}, 0);

  private static List<Contact> contacts(Bucket bucket) {
    return bucket.contacts().stream().map(Entry::contact).toList();
  }

  /** Fills the far half with three nodes, so that no more of it are among the closest. */
  private List<Contact> fullFarBucket() {
    nodes("0", K, 1).forEach(contact -> table.seen(contact, true, 0));
    List<Contact> far = nodes("1", K, 2);
    for (int i = 0; i < K; i++) {
      table.seen(far.get(i), true, i + 1);
    }
    return far;
  }

  @Test
  void section21_distanceToOneselfIsZeroAndToAnyOtherIsNot() {
    Key x = Key.of("x");
    assertThat(x.compareDistance(x, Key.of("y"))).isNegative();
    assertThat(x.compareDistance(x, Key.of("x"))).isZero();
  }

  @Test
  void section21_xorIsSymmetricSoNodesHearFromThoseWhomTheyKeep() {
    var random = new Random(1);
    for (int i = 0; i < 100; i++) {
      Key x = Key.random(random);
      Key y = x.randomAt(random.nextInt(30), random);
      assertThat(x.commonPrefix(y)).isEqualTo(y.commonPrefix(x));
    }
  }

  @Test
  void section21_xorIsUnidirectionalSoThatNoTwoKeysAreEquallyFar() {
    var random = new Random(2);
    var keys = new ArrayList<Key>();
    for (int i = 0; i < 64; i++) {
      keys.add(Key.random(random));
    }
    for (Key x : keys) {
      for (Key y : keys) {
        assertThat(keys.getFirst().compareDistance(x, y) == 0).isEqualTo(x == y);
      }
    }
  }

  @Test
  void section21_keysSharingALongerPrefixAreCloserWhateverTheRest() {
    assertThat(SELF.compareDistance(key("0001" + "1".repeat(508)), key("001"))).isNegative();
  }

  @Test
  void section22_bucketHoldsTheNodesOfOneRangeOfDistances() {
    nodes("", 200, 3).forEach(contact -> table.seen(contact, true, 0));
    assertThat(table.buckets()).hasSizeGreaterThan(5);
    for (Bucket bucket : table.buckets()) {
      for (Contact contact : contacts(bucket)) {
        int shared = SELF.commonPrefix(contact.key());
        assertThat(shared).isGreaterThanOrEqualTo(bucket.range());
        assertThat(shared == bucket.range() || bucket.isOwn()).isTrue();
      }
    }
    Nodes.checkInvariants(table, SELF, options);
  }

  @Test
  void section22_bucketIsSortedByTimeLastSeenLeastRecentlySeenFirst() {
    List<Contact> far = fullFarBucket();
    table.seen(far.get(1), true, 10);
    assertThat(contacts(table.bucketOf(key("1"))))
        .containsExactly(far.get(0), far.get(2), far.get(1));
  }

  @Test
  void section22_senderOfAnyMessageIsAppendedWhileThereIsRoomOnceItHasAnswered() {
    table.seen(node("1"), false, 0);
    table.seen(node("11"), true, 1);
    assertThat(contacts(table.bucketOf(key("1")))).containsExactly(node("11"));
    table.seen(node("1"), true, 0);
    assertThat(contacts(table.bucketOf(key("1")))).containsExactly(node("1"), node("11"));
  }

  @Test
  void section22_fullBucketPingsItsLeastRecentlySeenAndEvictsItWhenItIsDead() {
    List<Contact> far = fullFarBucket();
    Contact newcomer = node("1");
    @Nullable Contact pinged = table.seen(newcomer, true, LATER);
    assertThat(pinged).isEqualTo(far.get(0));
    table.failed(far.get(0));
    assertThat(contacts(table.bucketOf(key("1"))))
        .containsExactly(far.get(1), far.get(2), newcomer);
  }

  @Test
  void section22_oldLiveContactIsPreferredToTheNewcomer() {
    List<Contact> far = fullFarBucket();
    table.seen(node("1"), true, LATER);
    assertThat(table.seen(far.get(0), true, LATER)).isNull();
    assertThat(contacts(table.bucketOf(key("1"))))
        .containsExactly(far.get(1), far.get(2), far.get(0));
  }

  @Test
  void section22_floodOfNewNodesDoesNotFlushLiveOnes() {
    List<Contact> far = fullFarBucket();
    for (Contact newcomer : nodes("1", 1_000, 4)) {
      table.seen(newcomer, true, LATER);
    }
    assertThat(contacts(table.bucketOf(key("1")))).isEqualTo(far);
  }

  @Test
  void section23_nodeAnswersWithTheKClosestThatItKnowsFromOneBucketOrMore() {
    nodes("", 200, 5).forEach(contact -> table.seen(contact, true, 0));
    Key target = Key.of("target");
    var all = new ArrayList<>(table.snapshot().contacts());
    all.sort((a, b) -> target.compareDistance(a.key(), b.key()));
    assertThat(table.closest(target, 10)).isEqualTo(all.subList(0, 10));
    assertThat(table.closest(target, 1_000)).isEqualTo(all);
  }

  @Test
  void section23_bucketNotLookedUpInForAnHourIsRefreshedByARandomKeyOfItsRange() {
    fullFarBucket();
    assertThat(table.staleBuckets(LATER - 1, LATER)).isEmpty();
    table.lookedUp(key("0"), 1);
    assertThat(table.staleBuckets(LATER, LATER)).containsExactly(0);
    Key drawn = SELF.randomAt(0, new Random(6));
    assertThat(table.sameBucket(drawn, key("1"))).isTrue();
    table.lookedUp(drawn, LATER);
    assertThat(table.staleBuckets(LATER, LATER)).isEmpty();
  }

  @Test
  void section24_tableBeginsAsOneBucketForTheWholeKeySpace() {
    assertThat(table.buckets()).hasSize(1);
    assertThat(table.sameBucket(key("0"), key("1"))).isTrue();
  }

  @Test
  void section24_fullBucketSplitsWhenOurOwnKeyLiesInItsRange() {
    nodes("01", K, 7).forEach(contact -> table.seen(contact, true, 0));
    assertThat(table.buckets()).hasSize(1);
    table.seen(node("001"), true, 0);
    assertThat(table.snapshot().contacts()).hasSize(K + 1).contains(node("001"));
    assertThat(table.sameBucket(key("001"), key("01"))).isFalse();
  }

  @Test
  void section24_fullBucketFarFromUsDropsTheNewcomer() {
    List<Contact> far = fullFarBucket();
    int buckets = table.buckets().size();
    table.seen(node("1"), true, 10);
    assertThat(table.snapshot().contacts()).containsAll(far).doesNotContain(node("1"));
    assertThat(table.buckets()).hasSize(buckets);
  }

  @Test
  void section24_allValidContactsAreKeptInASubtreeOfAtLeastKNodes() {
    // We are alone in 000, and more than k nodes have the prefix 001: all their subtree is ours.
    var random = new Random(8);
    List<Contact> crowd = nodes("001", 40, 9);
    crowd.forEach(contact -> table.seen(contact, true, random.nextInt(5)));
    crowd.sort((a, b) -> SELF.compareDistance(a.key(), b.key()));
    assertThat(table.closest(SELF, K)).isEqualTo(crowd.subList(0, K));
  }

  @Test
  void section24_treeGrowsWithTheLogarithmOfTheNumberOfNodes() {
    var usual = new RoutingTable(SELF, options(20), contact -> {}, 0);
    nodes("", 5_000, 10).forEach(contact -> usual.seen(contact, true, 0));
    assertThat(usual.buckets()).hasSizeBetween(7, 16);
    assertThat(usual.snapshot().size()).isBetween(140, 260);
  }

  @Test
  void section41_replacementCacheKeepsTheMostRecentlySeenCandidates() {
    fullFarBucket();
    List<Contact> flood = nodes("1", 50, 11);
    for (int i = 0; i < flood.size(); i++) {
      table.seen(flood.get(i), true, 10 + i);
    }
    assertThat(table.bucketOf(key("1")).replacements())
        .extracting(Entry::contact)
        .isEqualTo(flood.subList(50 - K, 50));
  }

  @Test
  void section41_staleContactIsReplacedByTheMostRecentlySeenCandidate() {
    List<Contact> far = fullFarBucket();
    table.seen(node("1"), true, 10);
    table.seen(node("11"), true, 11);
    table.failed(far.get(2));
    assertThat(contacts(table.bucketOf(key("1"))))
        .containsExactly(far.get(0), far.get(1), node("11"));
  }

  @Test
  void section41_contactIsOnlyFlaggedWhileNoCandidateWaitsUntilFiveFailuresInARow() {
    List<Contact> far = fullFarBucket();
    for (int i = 0; i < 4; i++) {
      table.failed(far.get(0));
    }
    assertThat(table.snapshot().contacts()).containsAll(far);
    table.failed(far.get(0));
    assertThat(table.snapshot().contacts()).doesNotContain(far.get(0));
  }
}
