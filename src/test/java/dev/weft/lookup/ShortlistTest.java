package dev.weft.lookup;

import static dev.weft.lookup.LookupFixture.SELF;
import static dev.weft.lookup.LookupFixture.TARGET;
import static dev.weft.lookup.LookupFixture.contact;
import static dev.weft.lookup.LookupFixture.key;
import static dev.weft.lookup.LookupFixture.node;
import static dev.weft.lookup.LookupFixture.nodes;
import static dev.weft.lookup.LookupFixture.range;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.PrefixLimits;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.RpcException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShortlistTest {
  private final Shortlist shortlist = new Shortlist(TARGET, SELF, 2, false);

  private void answered(int... distances) {
    nodes(distances).forEach(shortlist::answered);
  }

  @Test
  void isCompleteWhileNobodyHasBeenHeardOf() {
    assertThat(shortlist.isComplete()).isTrue();
    assertThat(shortlist.next()).isNull();
    assertThat(shortlist.hasAnswers()).isFalse();
  }

  @Test
  void asksTheClosestFirstAndEachOnce() {
    shortlist.heard(nodes(3, 1, 2));
    assertThat(shortlist.next()).isEqualTo(node(1));
    assertThat(shortlist.next()).isEqualTo(node(2));
    assertThat(shortlist.next()).isNull();
  }

  @Test
  void asksOnlyWithinTheFrontierOfTheKClosest() {
    shortlist.heard(nodes(3, 4, 5));
    assertThat(shortlist.next()).isEqualTo(node(3));
    answered(3);
    assertThat(shortlist.next()).isEqualTo(node(4));
    assertThat(shortlist.next()).isNull();
    shortlist.heard(nodes(1));
    assertThat(shortlist.next()).isEqualTo(node(1));
  }

  @Test
  void slowAndUnreachablePeersMakeRoomInTheFrontier() {
    shortlist.heard(nodes(1, 2, 3, 4));
    shortlist.next();
    shortlist.next();
    shortlist.slow(node(1));
    assertThat(shortlist.next()).isEqualTo(node(3));
    shortlist.gone(node(2));
    assertThat(shortlist.next()).isEqualTo(node(4));
  }

  @Test
  void isCompleteWhenTheKClosestHaveAnswered() {
    shortlist.heard(nodes(1, 2, 3));
    assertThat(shortlist.isComplete()).isFalse();
    shortlist.next();
    shortlist.next();
    assertThat(shortlist.isComplete()).isFalse();
    answered(1);
    assertThat(shortlist.isComplete()).isFalse();
    answered(2);
    assertThat(shortlist.isComplete()).isTrue();
    shortlist.heard(nodes(0));
    assertThat(shortlist.isComplete()).isFalse();
  }

  @Test
  void aPatientOneIsNotCompleteWhileThereIsHopeForASlowPeerAmongTheKClosest() {
    Shortlist patient = new Shortlist(TARGET, SELF, 2, true);
    patient.heard(nodes(1, 2, 3, 4));
    patient.next();
    patient.slow(node(1));
    patient.next();
    patient.answered(node(2));
    patient.next();
    patient.answered(node(3));
    assertThat(patient.isComplete()).isFalse();
    patient.gone(node(1));
    assertThat(patient.isComplete()).isTrue();
  }

  @Test
  void isCompleteWithoutTheSlowWhereKOthersHaveAnsweredAndElseWhenNoneIsLeftToHopeFor() {
    shortlist.heard(nodes(1, 2));
    shortlist.next();
    shortlist.next();
    shortlist.slow(node(1));
    answered(2);
    assertThat(shortlist.isComplete()).isFalse();
    shortlist.heard(nodes(3));
    shortlist.next();
    answered(3);
    assertThat(shortlist.isComplete()).isTrue();
    shortlist.gone(node(3));
    assertThat(shortlist.isComplete()).isFalse();
    shortlist.gone(node(1));
    assertThat(shortlist.isComplete()).isTrue();
  }

  @Test
  void slowPeerThatAnswersIsBackInConsideration() {
    shortlist.heard(nodes(1, 2, 3));
    shortlist.next();
    shortlist.slow(node(1));
    answered(1);
    assertThat(shortlist.next()).isEqualTo(node(2));
    assertThat(shortlist.next()).isNull();
    assertThat(shortlist.hasAnswers()).isTrue();
  }

  @Test
  void hearsOfNobodyTwiceAndNeverOfItself() {
    assertThat(shortlist.heard(nodes(1, 2, 1))).isEqualTo(2);
    assertThat(shortlist.heard(List.of(contact(key(1), 99), contact(SELF, 7)))).isZero();
    assertThat(shortlist.next()).isEqualTo(node(1));
  }

  @Test
  void hopsCountFromWhatWasKnownAndTheFirstToTellOfAPeerCounts() {
    shortlist.heard(nodes(8, 9));
    assertThat(shortlist.heard(node(9), nodes(8, 5))).isOne();
    assertThat(shortlist.heard(node(5), nodes(9, 3))).isOne();
    assertThat(shortlist.heard(node(8), nodes(3))).isZero();
    assertThat(nodes(8, 9, 5, 3)).extracting(shortlist::hop).containsExactly(1, 1, 2, 3);
  }

  @Test
  void givesTheKClosestThatAnsweredButForSome() {
    shortlist.heard(nodes(1, 2, 3, 4, 5));
    answered(5, 4, 3, 1);
    assertThat(shortlist.closest(Set.of())).isEqualTo(nodes(1, 3));
    assertThat(shortlist.closest(Set.of(node(1)))).isEqualTo(nodes(3, 4));
  }

  @Test
  void fullListForgetsTheFarthestThatWasNotAskedForOneThatIsCloser() {
    assertThat(shortlist.heard(range(101, 200))).isEqualTo(100);
    answered(200);
    assertThat(shortlist.heard(nodes(300, 201))).isZero();
    assertThat(shortlist.heard(nodes(50))).isEqualTo(1);
    assertThat(shortlist.heard(nodes(199))).as("forgotten, and too far").isZero();
    assertThat(shortlist.next()).isEqualTo(node(50));
    assertThat(shortlist.closest(Set.of())).isEqualTo(nodes(200));
  }

  @Test
  void fullListOfPeersThatHaveAllBeenAskedStaysAsItIs() {
    shortlist.heard(range(101, 200));
    range(101, 200).forEach(shortlist::gone);
    assertThat(shortlist.heard(nodes(1))).isZero();
    assertThat(shortlist.isComplete()).isTrue();
  }

  /** Has a peer name others, of whom the first few are then asked and do not answer. */
  private void deceive(Shortlist list, int teller, int silent, int... named) {
    list.heard(node(teller), nodes(named));
    for (int i = 0; i < silent; i++) {
      list.slow(list.next());
    }
  }

  @Test
  void peersNamedByOneOfWhomThreeOthersAreSilentAreAskedWhenThereAreTooFewOthers() {
    shortlist.heard(nodes(50, 60, 70));
    shortlist.next();
    answered(50);
    deceive(shortlist, 50, 3, 1, 2, 3, 4, 5);
    assertThat(shortlist.next()).isEqualTo(node(60));
    assertThat(shortlist.isComplete()).isFalse();
    shortlist.gone(node(60));
    assertThat(shortlist.next()).isEqualTo(node(70));
    shortlist.gone(node(70));
    assertThat(shortlist.isComplete()).isFalse();
    assertThat(shortlist.next()).isEqualTo(node(4));
  }

  @Test
  void isCompleteWithoutPeersInDoubtWhereKOthersHaveAnswered() {
    shortlist.heard(nodes(50, 60));
    shortlist.next();
    answered(50);
    deceive(shortlist, 50, 3, 1, 2, 3, 4, 5);
    shortlist.next();
    answered(60);
    assertThat(shortlist.isComplete()).isTrue();
    assertThat(shortlist.next()).isNull();
  }

  @Test
  void aPatientOneDoubtsNobody() {
    Shortlist patient = new Shortlist(TARGET, SELF, 2, true);
    patient.heard(nodes(50, 60));
    patient.next();
    patient.answered(node(50));
    deceive(patient, 50, 3, 1, 2, 3, 4, 5);
    assertThat(patient.next()).isEqualTo(node(4));
  }

  @Test
  void whoeverNamesEnoughWhoAnswerKeepsItsCredit() {
    Shortlist list = new Shortlist(TARGET, SELF, 4, false);
    list.heard(nodes(50, 60));
    list.next();
    list.answered(node(50));
    deceive(list, 50, 3, 1, 2, 3, 4, 5, 6, 7);
    list.answered(node(1)); // late
    assertThat(list.next()).isEqualTo(node(4));
    list.answered(node(4));
    assertThat(list.next()).isEqualTo(node(5));
    list.gone(node(5));
    list.gone(node(2)); // which was slow, and so no news
    assertThat(list.next()).isEqualTo(node(6));
    list.gone(node(6));
    assertThat(list.next()).isEqualTo(node(7));
    list.gone(node(7));
    assertThat(list.next()).isEqualTo(node(60));
  }

  @Test
  void aPeerInDoubtIsTrustedWhenSomebodyElseNamesItToo() {
    shortlist.heard(nodes(50, 60));
    shortlist.next();
    answered(50);
    deceive(shortlist, 50, 3, 1, 2, 3, 4, 5);
    shortlist.heard(node(60), nodes(5));
    assertThat(shortlist.next()).isEqualTo(node(5));
    shortlist.heard(nodes(4));
    assertThat(shortlist.next()).isEqualTo(node(4));
  }

  @Test
  void thoseOfTheKClosestThatDidNotAnswerAreMissing() {
    shortlist.heard(nodes(1, 2, 3, 4));
    assertThat(shortlist.missing()).isEmpty();
    shortlist.next();
    assertThat(shortlist.missing()).containsExactly(node(1));
    shortlist.next();
    shortlist.slow(node(1));
    shortlist.silent(node(2));
    assertThat(shortlist.missing()).containsExactly(node(1), node(2));
    shortlist.next();
    shortlist.next();
    answered(3, 4);
    assertThat(shortlist.missing()).containsExactly(node(1), node(2));
    answered(1);
    assertThat(shortlist.missing()).containsExactly(node(2));
    shortlist.gone(node(2));
    assertThat(shortlist.missing()).isEmpty();
  }

  @Test
  void whoIsFartherThanKOthersIsNotMissing() {
    shortlist.heard(nodes(1, 2, 3));
    answered(1, 2);
    shortlist.silent(node(3));
    assertThat(shortlist.missing()).isEmpty();
  }

  @Test
  void whoWasNamedByOneAloneIsNotMissing() {
    shortlist.heard(nodes(50));
    answered(50);
    shortlist.heard(node(50), nodes(1, 2));
    shortlist.silent(node(1));
    shortlist.silent(node(2));
    assertThat(shortlist.missing()).isEmpty();
    shortlist.heard(node(2), nodes(1));
    assertThat(shortlist.missing()).containsExactly(node(1));
  }

  @Test
  void whetherOneIsMissingOrGoneDependsOnHowItFailed() {
    Shortlist list = new Shortlist(TARGET, SELF, 5, false);
    list.heard(nodes(1, 2, 3, 4, 5));
    list.failed(node(1), new RpcException.Unreachable("refused"));
    list.failed(node(2), new RpcException.Misbehaved("somebody else is there"));
    list.failed(node(3), new RpcException.Timeout("late"));
    list.failed(node(4), new RpcException.Refused(RefusalCode.BUSY, "later"));
    list.failed(node(5), new RpcException.Unsent("too many calls"));
    assertThat(list.missing()).isEqualTo(nodes(3, 4, 5));
  }

  private static Contact on(int distance, String host) {
    return new Contact(key(distance), new InetSocketAddress(host, 1908));
  }

  @Test
  void heedsNoMoreThanTwoOfOneNetworkTheClosestOfThoseNotYetAsked() {
    Shortlist list = new Shortlist(TARGET, SELF, 5, false).within(new PrefixLimits(2, 9, false));
    Contact teller = on(9, "99.1.2.1");
    list.heard(List.of(teller));
    assertThat(list.next()).isEqualTo(teller);
    list.answered(teller);
    List<Contact> crowd =
        List.of(on(5, "99.1.1.5"), on(6, "99.1.1.6"), on(7, "99.1.1.7"), on(4, "99.1.1.4"));
    assertThat(list.heard(teller, crowd)).isEqualTo(3);
    assertThat(List.of(list.next(), list.next())).containsExactly(crowd.get(3), crowd.get(0));
    assertThat(list.next()).isNull();
    assertThat(list.heard(teller, List.of(on(1, "99.1.1.1")))).as("both were asked").isZero();
    assertThat(list.heard(teller, List.of(on(8, "99.1.3.1"), on(2, "99.1.2.2")))).isEqualTo(2);
    assertThat(list.heard(teller, List.of(on(3, "99.1.2.3")))).as("no closer one").isZero();
  }

  @Test
  void heedsAnyNumberOfPrivateAddresses() {
    Shortlist list = new Shortlist(TARGET, SELF, 5, false);
    assertThat(list.heard(List.of(on(1, "10.0.0.1"), on(2, "10.0.0.2"), on(3, "10.0.0.3"))))
        .isEqualTo(3);
    Contact stranger = on(4, "99.1.1.1");
    list.heard(List.of(stranger));
    List<Contact> named = List.of(on(5, "10.0.0.5"), on(6, "99.1.2.1"));
    assertThat(list.heard(stranger, named)).as("none of them by a public peer").isEqualTo(1);
    assertThat(list.heard(on(1, "10.0.0.1"), named)).isEqualTo(1);
  }
}
