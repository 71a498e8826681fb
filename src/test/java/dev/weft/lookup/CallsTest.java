package dev.weft.lookup;

import static dev.weft.lookup.LookupFixture.SELF;
import static dev.weft.lookup.LookupFixture.TARGET;
import static dev.weft.lookup.LookupFixture.node;
import static dev.weft.lookup.LookupFixture.nodes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.lookup.Calls.Call;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallsTest {
  private final Shortlist shortlist = new Shortlist(TARGET, SELF, 2, false);
  private final Calls calls = new Calls(2, 100);

  @BeforeEach
  void threePeers() {
    shortlist.heard(nodes(1, 2, 3));
  }

  private Call begin(long now) {
    return calls.begin(Objects.requireNonNull(shortlist.next()), now, 10, false);
  }

  @Test
  void haveRoomForAlphaPromptPeers() {
    begin(0);
    assertThat(calls.haveRoom()).isTrue();
    Call second = begin(0);
    assertThat(calls.haveRoom()).isFalse();
    calls.end(second);
    assertThat(calls.haveRoom()).isTrue();
  }

  @Test
  void slowPeersMakeRoomAndWhatIsAskedBesideAlphaIsAHedge() {
    Call first = begin(0);
    Call second = begin(5);
    calls.markLate(9, shortlist, true);
    assertThat(calls.slow()).isZero();
    calls.markLate(10, shortlist, true);
    calls.markLate(11, shortlist, true);
    assertThat(calls.slow()).isOne();
    assertThat(first.isSlow()).isTrue();
    assertThat(calls.haveRoom()).isTrue();
    Call third = begin(11);
    assertThat(third.peer).isEqualTo(node(3));
    assertThat(third.hedge).isTrue();
    assertThat(first.hedge || second.hedge).isFalse();
    assertThat(calls.haveRoom()).isFalse();
    calls.end(first);
    assertThat(calls.slow()).isZero();
    assertThat(calls.haveRoom()).isFalse();
  }

  @Test
  void whatIsAskedAfterASlowPeerButWithinAlphaIsNoHedge() {
    begin(0);
    calls.markLate(10, shortlist, true);
    assertThat(begin(10).hedge).isFalse();
  }

  @Test
  void nextLateIsTheEarliestOfAllThatIsStillToCome() {
    assertThat(calls.nextLate(0, 100)).isEqualTo(100);
    begin(3);
    begin(0);
    assertThat(calls.nextLate(0, 100)).isEqualTo(10);
    calls.markLate(10, shortlist, true);
    assertThat(calls.nextLate(10, 100)).isEqualTo(13);
    calls.markLate(13, shortlist, true);
    assertThat(calls.nextLate(13, 100)).isEqualTo(40);
    assertThat(calls.nextLate(43, 100)).isEqualTo(100);
  }

  @Test
  void peersThatAreVeryLateAreGivenUpWhereAnybodyHasAnswered() {
    begin(0);
    calls.markLate(10, shortlist, true);
    calls.markLate(40, shortlist, true);
    assertThat(shortlist.isComplete()).isFalse();
    calls.end(begin(40));
    shortlist.answered(node(2));
    calls.end(begin(40));
    shortlist.gone(node(3));
    assertThat(shortlist.isComplete()).isFalse();
    calls.markLate(39, shortlist, true);
    calls.markLate(40, shortlist, false);
    assertThat(shortlist.isComplete()).isFalse();
    calls.markLate(40, shortlist, true);
    assertThat(shortlist.isComplete()).isTrue();
    assertThat(calls.slow()).as("it is still being asked").isOne();
  }

  @Test
  void whereAnswersTakeLongPeersAreGivenTwiceAsLong() {
    Call prompt = begin(0);
    begin(0);
    calls.markLate(10, shortlist, true);
    calls.end(prompt);
    calls.took(30);
    shortlist.answered(prompt.peer);
    calls.end(begin(30));
    shortlist.gone(node(3));
    assertThat(calls.nextLate(40, 5000)).isEqualTo(60);
    calls.took(20);
    calls.markLate(59, shortlist, true);
    assertThat(shortlist.isComplete()).isFalse();
    calls.markLate(60, shortlist, true);
    assertThat(shortlist.isComplete()).isTrue();
  }

  @Test
  void peersAreNotGivenUpBeforeTheLeastPatienceIsOver() {
    Calls patient = new Calls(2, 4000);
    patient.begin(node(1), 0, 10, false);
    patient.markLate(10, shortlist, true);
    assertThat(patient.nextLate(10, 5000)).isEqualTo(1000);
  }

  @Test
  void aBriefQuestionWaitsUntilThePeerIsGivenUpAndNotLongerThanAnyOther() {
    Call brief = calls.begin(node(1), 0, 10, true);
    assertThat(brief.limit()).isEqualTo(Duration.ofNanos(40));
    assertThat(brief.isBrief()).isTrue();
    calls.took(30);
    assertThat(calls.begin(node(1), 0, 10, true).limit()).isEqualTo(Duration.ofNanos(60));
    calls.took(70);
    for (Call call : List.of(calls.begin(node(1), 0, 10, true), begin(0))) {
      assertThat(call.limit()).isEqualTo(Duration.ofNanos(100));
      assertThat(call.isBrief()).isFalse();
    }
  }
}
