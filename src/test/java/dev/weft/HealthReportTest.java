package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.weft.HealthReport.Replica;
import dev.weft.HealthReport.State;
import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import dev.weft.node.Node;
import dev.weft.node.Placement;
import dev.weft.node.Repair;
import dev.weft.node.Survey;
import dev.weft.sim.SimEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What Dht says about the health of a record; the node is played by the test. */
class HealthReportTest {

  private static final int K = 4;
  private static final Duration DEFAULT = Duration.ofSeconds(9);
  private static final Duration TIMEOUT = Duration.ofSeconds(4);
  private static final Instant LATER = SimEnvironment.START.plus(Duration.ofHours(1));
  private static final State ABSENT = new State.Absent();
  private static final State DEAD = new State.Unreachable("gone");

  private final Identity identity = Identity.fromSecret(new byte[32]);
  private final Item old = named(1, LATER);
  private final Item newest = named(2, LATER);
  private final Item renewed = named(2, LATER.plusSeconds(1));
  private final Node node = mock();
  private final Dht dht = dht(Optional.of(Samples.contact(77)));
  private final Dht client = dht(Optional.empty());

  private Item named(int version, Instant expires) {
    return NamedItem.sign(identity, "name", new byte[] {1}, version, expires);
  }

  private Dht dht(Optional<Contact> self) {
    DhtConfig config = DhtConfig.builder().k(K).operationTimeout(DEFAULT).build();
    return new Dht(config, identity, new SimEnvironment(1), node, self, () -> {});
  }

  @Test
  void aTombstoneIsAVersionOfARecordThatWasDeleted() {
    Item tombstone = NamedItem.tombstone(identity, "name", 3, LATER);
    HealthReport report =
        report(true, new State.Held(tombstone), new State.Held(newest), new State.Held(tombstone));
    assertThat(report.deleted()).isTrue();
    assertThat(report.newest()).contains(tombstone);
    assertThat(report.copies()).isEqualTo(2);
    assertThat(report.healthy()).isFalse();
    assertThat(report(true, new State.Held(newest)).deleted()).isFalse();
    assertThat(report(true, ABSENT).deleted()).isFalse();
  }

  private HealthReport report(boolean complete, State... states) {
    List<Replica> nodes = new ArrayList<>();
    for (State state : states) {
      nodes.add(new Replica(Samples.contact(nodes.size()), state));
    }
    return new HealthReport(old.key(), nodes, K, complete, Duration.ZERO);
  }

  private static State held(Item item) {
    return new State.Held(item);
  }

  @Test
  void copiesOfTheNewestVersionCountHoweverSoonTheyExpire() {
    HealthReport report = report(true, held(old), held(newest), DEAD, held(renewed), ABSENT);
    assertThat(report.newest()).contains(renewed);
    assertThat(report.copies()).isEqualTo(2);
    assertThat(report.live()).isEqualTo(4);
    assertThat(report.healthy()).isFalse();
  }

  @Test
  void aRecordIsHealthyWhereEveryLiveNodeHoldsItsNewestVersion() {
    assertThat(report(true, held(newest), DEAD, held(renewed)).healthy()).isTrue();
    assertThat(report(true, held(newest), held(old)).healthy()).isFalse();
    assertThat(report(true, held(newest), ABSENT).healthy()).isFalse();
    assertThat(report(false, held(newest)).healthy()).isFalse();
  }

  @Test
  void whereNothingIsThereIsNoNewestVersionAndNoHealth() {
    for (HealthReport report : List.of(report(true, ABSENT), report(true, DEAD), report(true))) {
      assertThat(report.newest()).isEmpty();
      assertThat(report.copies()).isZero();
      assertThat(report.healthy()).isFalse();
    }
  }

  @Test
  void healthHandsOnWhatEachNodeSaid() throws Exception {
    Survey survey =
        survey(
            Samples.lookup(2, 0, true),
            new Survey.Claim.Holds(old),
            new Survey.Claim.Nothing(),
            new Survey.Claim.Silent("gone"));
    when(node.survey(Samples.TARGET, TIMEOUT)).thenReturn(survey);
    when(node.survey(Samples.TARGET, DEFAULT)).thenReturn(survey);
    when(node.survey(NamedItem.keyOf(identity.key(), "name"), DEFAULT)).thenReturn(survey);

    HealthReport report = dht.health(Samples.TARGET, TIMEOUT);

    assertThat(report.key()).isEqualTo(Samples.TARGET);
    assertThat(report.k()).isEqualTo(K);
    assertThat(report.complete()).isTrue();
    assertThat(report.took()).isEqualTo(Duration.ofMillis(3));
    assertThat(report.nodes()).extracting(Replica::state).containsExactly(held(old), ABSENT, DEAD);
    assertThat(report.nodes()).extracting(Replica::at).isEqualTo(Samples.contacts(3));
    assertThat(dht.health(Samples.TARGET)).isEqualTo(report);
    assertThat(dht.health(identity.key(), "name")).isEqualTo(report);
  }

  @Test
  void healthIsTrueAsFarAsNodesWereFoundInTime() throws Exception {
    when(node.survey(any(), any())).thenReturn(survey(Samples.lookup(1, 2, false)));
    assertThat(dht.health(Samples.TARGET).complete()).isFalse();
  }

  @Test
  void healthTellsThatNobodyAnswered() throws Exception {
    when(node.survey(any(), any())).thenReturn(survey(Samples.lookup(0, 0, true)));
    assertThat(dht.health(Samples.TARGET).nodes()).isEmpty();
    assertThatExceptionOfType(DhtException.NobodyAnswered.class)
        .isThrownBy(() -> client.health(Samples.TARGET));
  }

  @Test
  void aRepairReportsAsASetDoes() throws Exception {
    LookupResult.Closest lookup = Samples.lookup(1, 0, true);
    Survey survey = survey(lookup, new Survey.Claim.Holds(old));
    when(node.repair(Samples.TARGET, TIMEOUT)).thenReturn(repair(survey, true));
    when(node.repair(Samples.TARGET, DEFAULT)).thenReturn(repair(survey, false));

    SetReport report = dht.repair(Samples.TARGET, TIMEOUT).orElseThrow();

    assertThat(report.item()).isEqualTo(old);
    assertThat(report.copies()).isEqualTo(1);
    assertThatExceptionOfType(DhtException.NotStored.class)
        .isThrownBy(() -> dht.repair(Samples.TARGET));
  }

  private static Repair repair(Survey survey, boolean local) {
    return new Repair(
        survey,
        Optional.of(
            new Placement(
                survey.lookup(),
                true,
                local,
                Optional.empty(),
                List.of(),
                List.of(),
                Duration.ZERO)));
  }

  @Test
  void whatNobodyHoldsIsNotRepaired() throws Exception {
    when(node.repair(any(), any()))
        .thenReturn(new Repair(survey(Samples.lookup(1, 0, true)), Optional.empty()))
        .thenReturn(new Repair(survey(Samples.lookup(1, 0, false)), Optional.empty()))
        .thenReturn(new Repair(survey(Samples.lookup(0, 3, true)), Optional.empty()));
    Key key = Samples.TARGET;
    assertThat(dht.repair(key)).isEmpty();
    assertThatExceptionOfType(DhtException.TimedOut.class).isThrownBy(() -> dht.repair(key));
    assertThatExceptionOfType(DhtException.NobodyAnswered.class).isThrownBy(() -> dht.repair(key));
  }

  private static Survey survey(LookupResult.Closest lookup, Survey.Claim... claims) {
    List<Survey.Reply> replies = new ArrayList<>();
    Arrays.stream(claims)
        .forEach(claim -> replies.add(new Survey.Reply(Samples.contact(replies.size()), claim)));
    return new Survey(lookup, true, replies, Optional.empty(), Duration.ofMillis(3));
  }
}
