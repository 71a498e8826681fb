package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.item.Announcement;
import dev.weft.item.ContentItem;
import dev.weft.item.Item;
import dev.weft.item.Records;
import dev.weft.kademlia.Contact;
import dev.weft.lookup.LookupResult;
import dev.weft.node.Placement;
import dev.weft.node.Placement.Copy;
import dev.weft.node.Placement.Fate;
import dev.weft.node.Topics;
import dev.weft.rpc.RefusalCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerdictsTest {

  private static final int K = 4;
  private static final Item ITEM = ContentItem.of(new byte[] {1}, Instant.ofEpochSecond(1));
  private static final Item NEWER = ContentItem.of(new byte[] {1}, Instant.ofEpochSecond(2));
  private static final Announcement RECORD = Records.of(1, 1, Instant.ofEpochSecond(1_800_000_000));
  private static final Fate STORED = new Fate.Stored();
  private static final Fate UNREACHABLE = new Fate.Unreachable("gone");
  private static final Fate FULL =
      new Fate.Refused(RefusalCode.FULL, "there is no room", Optional.empty());

  @Test
  void aSetSucceedsWhenMoreThanHalfOfTheKClosestKeepTheItem() {
    SetReport report = Verdicts.of(placement(false, STORED, FULL, STORED, STORED), ITEM, K);

    assertThat(report.succeeded()).isTrue();
    assertThat(report.item()).isEqualTo(ITEM);
    assertThat(report.local()).isFalse();
    assertThat(report.copies()).isEqualTo(3);
    assertThat(report.needed()).isEqualTo(3);
    assertThat(report.stored())
        .containsExactly(Samples.contact(0), Samples.contact(2), Samples.contact(3));
    assertThat(report.refused())
        .containsExactly(
            new SetReport.Refusal(Samples.contact(1), RefusalCode.FULL, "there is no room"));
    assertThat(report.unreachable()).isEmpty();
    assertThat(report.newer()).isEmpty();
    assertThat(report.took()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void thisNodeCountsAsOneOfThem() {
    SetReport report = Verdicts.of(placement(true, STORED, STORED, UNREACHABLE), ITEM, K);

    assertThat(report.copies()).isEqualTo(3);
    assertThat(report.unreachable()).containsExactly(Samples.contact(2));
  }

  @Test
  void inASmallNetworkAllLiveNodesMustKeepIt() {
    assertThat(Verdicts.of(placement(false, STORED, STORED), ITEM, K).needed()).isEqualTo(2);
    assertThatExceptionOfType(DhtException.NotStored.class)
        .isThrownBy(() -> Verdicts.of(placement(false, STORED, UNREACHABLE), ITEM, K))
        .withMessage("1 of the 2 nodes needed keep it; 0 refused, 1 did not answer");
  }

  @Test
  void tooFewCopiesAreToldWithOneOfTheReasons() {
    assertThatExceptionOfType(DhtException.NotStored.class)
        .isThrownBy(() -> Verdicts.of(placement(true, FULL, UNREACHABLE, FULL), ITEM, K))
        .withMessage(
            "1 of the 3 nodes needed keep it; 2 refused (one says: there is no room), 1 did not"
                + " answer")
        .satisfies(e -> assertThat(e.report().copies()).isEqualTo(1));
  }

  @Test
  void aNewerVersionAnywhereMeansThatTheItemIsNotStored() {
    List<Copy> copies = copies(STORED, STORED, STORED);
    for (boolean complete : new boolean[] {true, false}) {
      LookupResult.Closest lookup = Samples.lookup(3, 0, complete);
      Placement placement = placement(lookup, true, true, Optional.of(NEWER), copies);
      assertThatExceptionOfType(DhtException.NotStored.class)
          .isThrownBy(() -> Verdicts.of(placement, ITEM, K))
          .withMessage("a newer version is about: " + NEWER)
          .satisfies(e -> assertThat(e.report().newer()).contains(NEWER));
    }
  }

  @Test
  void aLoneNodeKeepsTheItemItself() {
    LookupResult.Closest alone = Samples.lookup(0, 0, true);
    SetReport report =
        Verdicts.of(placement(alone, true, true, Optional.empty(), List.of()), ITEM, K);

    assertThat(report.local()).isTrue();
    assertThat(report.copies()).isEqualTo(1);
    assertThat(report.needed()).isEqualTo(1);
  }

  @Test
  void aNodeWhoseNeighboursAreAllDeadIsNotALoneNode() {
    LookupResult.Closest deserted = Samples.lookup(0, 2, true);
    assertThatExceptionOfType(DhtException.NobodyAnswered.class)
        .isThrownBy(
            () ->
                Verdicts.of(placement(deserted, true, true, Optional.empty(), List.of()), ITEM, K))
        .withMessage("none of the 2 nodes that were asked answered");
  }

  @Test
  void aClientThatKnowsNobodyCannotStore() {
    LookupResult.Closest alone = Samples.lookup(0, 0, true);
    assertThatExceptionOfType(DhtException.NobodyAnswered.class)
        .isThrownBy(
            () -> Verdicts.of(placement(alone, false, false, Optional.empty(), List.of()), ITEM, K))
        .withMessage("no other node is known");
  }

  @Test
  void whenTheTimePassedTheCopiesOfTheFewThatWereFoundAreNotEnough() {
    LookupResult.Closest late = Samples.lookup(1, 3, false);
    Placement placement = placement(late, true, true, Optional.empty(), copies(STORED));
    assertThatExceptionOfType(DhtException.TimedOut.class)
        .isThrownBy(() -> Verdicts.of(placement, ITEM, K))
        .withMessageContaining("the time for the set passed")
        .satisfies(e -> assertThat(e.soFar()).isEqualTo(late));
  }

  @Test
  void whenTheTimePassedTheCopiesMayBeEnoughAllTheSame() {
    LookupResult.Closest late = Samples.lookup(3, 3, false);
    Placement placement =
        placement(late, false, false, Optional.empty(), copies(STORED, STORED, STORED));
    assertThat(Verdicts.of(placement, ITEM, K).succeeded()).isTrue();
  }

  @Test
  void aLookupThatReachedSomebodyHasAnswers() {
    Verdicts.requireAnswers(Samples.lookup(1, 5, true), true);
    Verdicts.requireAnswers(Samples.lookup(0, 0, true), false);
  }

  @Test
  void whoeverWasNotWaitedForMightHaveAnswered() {
    Verdicts.requireAnswers(Samples.lookup(0, 3, false), true);
  }

  @Test
  void aResultThatIsThereNeedsNoCompleteLookup() {
    Optional<Item> there = Optional.of(ITEM);
    LookupResult.Closest late = Samples.lookup(1, 0, false);
    LookupResult.Closest complete = Samples.lookup(1, 0, true);

    assertThat(Verdicts.requireComplete(late, there)).isEqualTo(there);
    assertThat(Verdicts.requireComplete(complete, there)).isEqualTo(there);
    assertThat(Verdicts.requireComplete(complete, Optional.empty())).isEmpty();
    assertThatExceptionOfType(DhtException.TimedOut.class)
        .isThrownBy(() -> Verdicts.requireComplete(late, Optional.empty()))
        .satisfies(e -> assertThat(e.soFar()).isEqualTo(late));
  }

  private static AnnounceReport announced(Placement placement) {
    return Verdicts.of(placement, RECORD);
  }

  @Test
  void anAnnouncementSucceedsWhenAnyNodeKeepsIt() {
    AnnounceReport report = announced(placement(false, FULL, STORED, UNREACHABLE));
    assertThat(report.record()).isEqualTo(RECORD);
    assertThat(report.copies()).isEqualTo(1);
    assertThat(report.stored()).containsExactly(Samples.contact(1));
    assertThat(report.objections())
        .containsExactly(
            "refused by " + Samples.contact(0) + ": FULL, there is no room",
            "no answer from " + Samples.contact(2));
    assertThat(report.took()).isEqualTo(Duration.ofSeconds(2));
    assertThat(announced(placement(true, UNREACHABLE)).copies()).isEqualTo(1);
  }

  @Test
  void whatNobodyKeepsIsNotAnnouncedForTheReasonsGiven() {
    assertThatExceptionOfType(DhtException.NotAnnounced.class)
        .isThrownBy(() -> announced(placement(false, FULL, UNREACHABLE)))
        .withMessage(
            "nobody keeps what was announced: refused by %s: FULL, there is no room",
            Samples.contact(0))
        .satisfies(
            e -> {
              assertThat(e.report().objections()).hasSize(2);
              assertThat(e.explain().lines())
                  .hasSize(3)
                  .contains("no answer from " + Samples.contact(1));
            });
    LookupResult.Closest near = Samples.lookup(1, 0, true);
    assertThatExceptionOfType(DhtException.NotAnnounced.class)
        .isThrownBy(() -> announced(placement(near, true, false, Optional.empty(), List.of())))
        .withMessage("nobody keeps what was announced");
  }

  @Test
  void anAnnouncementForWhichTheTimeWasTooShortTimedOut() {
    LookupResult.Closest late = Samples.lookup(1, 3, false);
    Placement none = placement(late, true, false, Optional.empty(), copies(UNREACHABLE));
    assertThatExceptionOfType(DhtException.TimedOut.class)
        .isThrownBy(() -> announced(none))
        .withMessageContaining("before the nodes closest to the topic were found")
        .satisfies(e -> assertThat(e.soFar()).isEqualTo(late));
    Placement some = placement(late, true, false, Optional.empty(), copies(STORED));
    assertThat(announced(some).copies()).as("one is enough").isEqualTo(1);
  }

  @Test
  void anAnnouncementToNobodyAndOneThatNobodyAnsweredFail() {
    LookupResult.Closest alone = Samples.lookup(0, 0, true);
    assertThatExceptionOfType(DhtException.NobodyAnswered.class)
        .isThrownBy(() -> announced(placement(alone, false, false, Optional.empty(), List.of())));
    assertThat(announced(placement(alone, true, true, Optional.empty(), List.of())).copies())
        .as("the first node of a network keeps it itself")
        .isEqualTo(1);
  }

  @Test
  void aWithdrawalOfWhichNobodyHearsIsNoFailure() {
    AnnounceReport report =
        Verdicts.of(new Topics.Withdrawn(RECORD, placement(false, UNREACHABLE)));
    assertThat(report.copies()).isZero();
    assertThat(report.record()).isEqualTo(RECORD);
  }

  @Test
  void aReportOfAnAnnouncementCannotBeChanged() {
    List<Contact> stored = new ArrayList<>();
    AnnounceReport report =
        new AnnounceReport(RECORD, false, stored, List.of(), List.of(), Duration.ZERO);
    stored.add(Samples.contact(1));
    assertThat(report.stored()).isEmpty();
  }

  @Test
  void aReportCannotBeChanged() {
    List<Contact> stored = new ArrayList<>();
    SetReport report =
        new SetReport(
            ITEM,
            false,
            stored,
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            1,
            Duration.ZERO);
    stored.add(Samples.contact(1));
    assertThat(report.stored()).isEmpty();
    assertThat(report.succeeded()).isFalse();
  }

  private static Placement placement(boolean local, Fate... fates) {
    return placement(
        Samples.lookup(fates.length, 0, true), local, local, Optional.empty(), copies(fates));
  }

  private static Placement placement(
      LookupResult.Closest lookup,
      boolean mine,
      boolean local,
      Optional<Item> newer,
      List<Copy> copies) {
    return new Placement(lookup, mine, local, newer, copies, List.of(), Duration.ofSeconds(2));
  }

  private static List<Copy> copies(Fate... fates) {
    List<Copy> copies = new ArrayList<>();
    for (Fate fate : fates) {
      copies.add(new Copy(Samples.contact(copies.size()), fate));
    }
    return copies;
  }
}
