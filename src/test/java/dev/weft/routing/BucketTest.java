package dev.weft.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.PrefixLimits;
import java.util.List;
import org.junit.jupiter.api.Test;

class BucketTest extends BucketFixture {

  @Test
  void newcomersGetFreePlacesAndTheListenerIsTold() {
    fill();
    assertThat(contacts(bucket)).containsExactly(A, B, C);
    assertThat(admitted).containsExactly(A, B, C);
    assertThat(bucket.isFull()).isTrue();
    assertThat(bucket.holds(A.key())).isTrue();
    assertThat(bucket.holds(D.key())).isFalse();
  }

  @Test
  void contactSeenAgainMovesToTheEnd() {
    fill();
    bucket.seen(A, false, 4);
    assertThat(contacts(bucket)).containsExactly(B, C, A);
    assertThat(admitted).hasSize(3);
  }

  @Test
  void whoFailsTooOftenOrMustMakeRoomIsLost() {
    fill();
    bucket.seen(D, true, 4);
    bucket.failed(A);
    assertThat(lost).as("a candidate that was seen since takes the place").containsExactly(A);
    for (int i = 0; i < 3; i++) {
      bucket.failed(B);
    }
    assertThat(lost).containsExactly(A, B);
    bucket.remove(C.key());
    assertThat(lost).hasSize(2);
  }

  @Test
  void newcomerToFullBucketWaitsAndTheLeastRecentlySeenIsInDoubt() {
    fill();
    assertThat(bucket.seen(D, true, 11)).isEqualTo(A);
    assertThat(contacts(bucket)).containsExactly(A, B, C);
    assertThat(waiting(bucket)).containsExactly(D);
    assertThat(admitted).doesNotContain(D);
  }

  @Test
  void nobodyIsInDoubtWhoWasSeenJustNow() {
    fill();
    assertThat(bucket.seen(D, true, 10)).isNull();
    assertThat(waiting(bucket)).containsExactly(D);
  }

  @Test
  void candidateSeenLongestAgoMakesRoomForAnother() {
    fill();
    bucket.seen(D, true, 4);
    bucket.seen(E, true, 5);
    bucket.seen(D, true, 6);
    assertThat(waiting(bucket)).containsExactly(E, D);
    Contact another = Nodes.node("1111");
    bucket.seen(another, true, 7);
    assertThat(waiting(bucket)).containsExactly(D, another);
  }

  @Test
  void failureGivesThePlaceToTheFreshestCandidateSeenSince() {
    fill();
    bucket.seen(D, true, 4);
    bucket.seen(E, true, 5);
    bucket.failed(A);
    assertThat(contacts(bucket)).containsExactly(B, C, E);
    assertThat(waiting(bucket)).containsExactly(D);
    assertThat(admitted).endsWith(E);
  }

  @Test
  void failureWithoutCandidateOnlyFlagsTheContactWhichGivesWayToTheNextNewcomer() {
    fill();
    bucket.failed(B);
    bucket.failed(C);
    assertThat(contacts(bucket)).containsExactly(A, B, C);
    assertThat(bucket.seen(D, true, 20)).isNull();
    assertThat(contacts(bucket)).containsExactly(A, C, D);
  }

  @Test
  void failedContactSeenAfterTheCandidatesKeepsItsPlace() {
    fill();
    bucket.seen(D, true, 4);
    bucket.seen(A, true, 5);
    bucket.failed(A);
    assertThat(contacts(bucket)).containsExactly(B, C, A);
    assertThat(waiting(bucket)).containsExactly(D);
  }

  @Test
  void contactThatFailsTooOftenIsReplacedEvenByOneSeenBefore() {
    fill();
    bucket.seen(D, true, 4);
    bucket.seen(A, true, 5);
    for (int i = 0; i < OPTIONS.maxFailures(); i++) {
      bucket.failed(A);
    }
    assertThat(contacts(bucket)).containsExactly(B, C, D);
    assertThat(waiting(bucket)).isEmpty();
  }

  @Test
  void candidateThatIsLetInIsPlacedByWhenItWasSeen() {
    fill();
    bucket.seen(D, true, 4);
    bucket.seen(A, true, 5);
    bucket.seen(B, true, 6);
    bucket.remove(C.key());
    assertThat(contacts(bucket)).containsExactly(D, A, B);
  }

  @Test
  void contactThatFailsTooOftenGoesAlsoWithoutCandidate() {
    bucket.seen(A, true, 1);
    bucket.failed(A);
    bucket.failed(A);
    assertThat(contacts(bucket)).containsExactly(A);
    bucket.failed(A);
    assertThat(contacts(bucket)).isEmpty();
  }

  @Test
  void answerClearsTheFailures() {
    bucket.seen(A, true, 1);
    bucket.failed(A);
    bucket.failed(A);
    bucket.seen(A, true, 2);
    bucket.failed(A);
    assertThat(bucket.contacts()).containsExactly(new Entry(A, true, 1, 2));
  }

  @Test
  void failureOfStrangerOrAtAnotherAddressDoesNotCount() {
    bucket.seen(A, true, 1);
    bucket.failed(B);
    bucket.failed(Nodes.at(A.key(), 1));
    assertThat(bucket.contacts()).containsExactly(new Entry(A, true, 0, 1));
  }

  @Test
  void candidateThatFailsIsForgotten() {
    fill();
    bucket.seen(D, true, 4);
    bucket.failed(D);
    assertThat(waiting(bucket)).isEmpty();
    assertThat(contacts(bucket)).containsExactly(A, B, C);
  }

  @Test
  void candidateMayMoveToo() {
    fill();
    bucket.seen(D, true, 4);
    Contact moved = Nodes.at(D.key(), 1);
    bucket.seen(moved, true, 5);
    assertThat(waiting(bucket)).as("it did answer there").containsExactly(D);
    bucket.failed(D);
    bucket.seen(moved, true, 6);
    assertThat(waiting(bucket)).containsExactly(moved);
  }

  @Test
  void removedNodeGivesItsPlaceToTheFreshestCandidate() {
    fill();
    bucket.seen(D, true, 4);
    bucket.seen(E, true, 5);
    bucket.remove(E.key());
    assertThat(waiting(bucket)).containsExactly(D);
    bucket.remove(B.key());
    assertThat(contacts(bucket)).containsExactly(A, C, D);
    assertThat(waiting(bucket)).isEmpty();
  }

  @Test
  void splitSharesContactsAndCandidatesOutByTheNextBitAndLetsCandidatesIn() {
    Bucket full =
        new Bucket(0, 0, OPTIONS, new Diversity(PrefixLimits.DEFAULT), admitted::add, lost::add, 7);
    full.seen(A, true, 1);
    full.seen(B, true, 2);
    full.seen(D, true, 3);
    full.seen(C, true, 4);
    full.seen(E, true, 5);
    Fork fork = full.split(Nodes.SELF);
    var zero = (Bucket) fork.zero();
    var one = (Bucket) fork.one();
    assertThat(contacts(zero)).containsExactly(A, B, C);
    assertThat(contacts(one)).containsExactly(D, E);
    assertThat(waiting(zero)).isEmpty();
    assertThat(admitted).containsExactly(A, B, D, C, E);
    assertThat(List.of(zero.lookedUpAt(), one.lookedUpAt())).containsExactly(7L, 7L);
  }

  @Test
  void halfWithOurKeyIsOursAndTheOtherKeepsItsDistance() {
    fill();
    Fork fork = bucket.split(Nodes.key("01"));
    var own = (Bucket) fork.zero();
    var other = (Bucket) fork.one();
    assertThat(own.isOwn()).isTrue();
    assertThat(own.range()).isEqualTo(1);
    assertThat(other.isOwn()).isFalse();
    assertThat(other.range()).isZero();
    var farther = (Bucket) other.split(Nodes.key("01")).zero();
    assertThat(farther.isOwn()).isFalse();
    assertThat(farther.range()).isZero();
  }

  @Test
  void frozenBucketIsMadeAnewOnlyWhenItShowsSomethingElse() {
    fill();
    Frozen first = bucket.freeze();
    bucket.seen(A, true, 4);
    assertThat(bucket.freeze()).isSameAs(first);
    bucket.failed(B);
    var failing = (Frozen.Leaf) bucket.freeze();
    assertThat(failing.contacts()).contains(B);
    assertThat(failing.sound()).doesNotContain(B).contains(A);
    bucket.failed(B);
    assertThat(bucket.freeze()).isSameAs(failing);
    bucket.seen(B, true, 4);
    assertThat(((Frozen.Leaf) bucket.freeze()).sound()).contains(A, B);
    bucket.lookedUp(5);
    var second = (Frozen.Leaf) bucket.freeze();
    assertThat(second.lookedUpAt()).isEqualTo(5);
    bucket.failed(C);
    bucket.seen(Nodes.at(C.key(), 1), true, 6);
    var third = (Frozen.Leaf) bucket.freeze();
    assertThat(third.contacts()).contains(Nodes.at(C.key(), 1)).doesNotContain(C);
    bucket.seen(B, true, 7);
    bucket.seen(D, true, 8);
    var fourth = (Frozen.Leaf) bucket.freeze();
    assertThat(fourth.replacements()).isEqualTo(1);
    assertThat(fourth.contacts()).isSameAs(third.contacts());
  }
}
