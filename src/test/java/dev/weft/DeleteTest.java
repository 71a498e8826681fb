package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.NamedItem;
import dev.weft.item.OwnedItem;
import dev.weft.kademlia.Key;
import dev.weft.node.Forgotten;
import dev.weft.node.Node;
import dev.weft.node.Placement;
import dev.weft.node.Reading;
import dev.weft.runtime.Background;
import dev.weft.sim.SimEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is placed where something is deleted; the node is played by the test. */
class DeleteTest {

  private static final Duration DEFAULT = Duration.ofSeconds(9);
  private static final Duration HOUR = Duration.ofHours(1);

  private final Identity identity = Identity.fromSecret(new byte[32]);
  private final SimEnvironment environment = new SimEnvironment(1);
  private final Node node = mock();
  private final Key key = NamedItem.keyOf(identity.key(), "name");
  private final DhtConfig config =
      DhtConfig.builder().k(4).operationTimeout(DEFAULT).timeToLive(HOUR).build();
  private final Dht dht =
      new Dht(config, identity, environment, node, Optional.of(Samples.contact(77)), () -> {});

  @BeforeEach
  void letTheNodeKeepWhatItIsGiven() throws InterruptedException {
    when(node.place(any(), any())).thenReturn(placement(true, Optional.empty()));
    hold();
  }

  private static Placement placement(boolean kept, Optional<Item> newer) {
    return new Placement(
        Samples.lookup(0, 0, true), true, kept, newer, List.of(), List.of(), Duration.ZERO);
  }

  private void hold(Item... items) throws InterruptedException {
    when(node.read(eq(key), any()))
        .thenReturn(new Reading(List.of(items), Samples.lookup(2, 0, true), 2, 3));
  }

  private NamedItem item(long version, Duration left) {
    return NamedItem.sign(identity, "name", new byte[1], version, environment.now().plus(left));
  }

  private NamedItem tombstone(long version, Duration left) {
    return NamedItem.tombstone(identity, "name", version, environment.now().plus(left));
  }

  private OwnedItem placed() throws InterruptedException {
    return (OwnedItem) dht.delete("name").orElseThrow().item();
  }

  @Test
  void whatIsThereIsReplacedByATombstoneThatOutlivesEveryCopy() throws Exception {
    hold(item(6, HOUR.multipliedBy(3)), item(7, HOUR), item(7, HOUR.multipliedBy(2)));
    OwnedItem tombstone = placed();
    assertThat(tombstone.isTombstone()).isTrue();
    assertThat(tombstone.key()).isEqualTo(key);
    assertThat(tombstone.version()).isEqualTo(NamedItem.versionAt(environment.now()));
    assertThat(tombstone.expires()).isEqualTo(environment.now().plus(HOUR.multipliedBy(3)));
    verify(node).place(tombstone, DEFAULT);
    verify(node, never()).renew(any(), any());
    verify(node, never()).newest(any(), any());
  }

  @Test
  void aTombstoneIsNewerThanAVersionFromAClockThatRunsAheadAndASetIsNewerThanThat()
      throws Exception {
    long ahead = NamedItem.versionAt(environment.now().plusSeconds(60));
    when(node.renew(any(), any())).thenReturn(true);
    hold(item(3, HOUR), item(ahead, HOUR));
    assertThat(placed().version()).isEqualTo(ahead + 1);
    assertThat(((OwnedItem) dht.set("name", "again").item()).version()).isEqualTo(ahead + 2);
  }

  @Test
  void whereNobodyHoldsAnythingNothingIsDeleted() throws Exception {
    assertThat(dht.delete("name")).isEmpty();
    verify(node).forget(key);
    verify(node, never()).place(any(), any());
  }

  @Test
  void whatThisNodeRenewsIsForgottenFirstAndItsTombstoneOutlivesARenewalThatIsUnderWay()
      throws Exception {
    Forgotten forgotten =
        new Forgotten(item(7, HOUR), environment.now().plus(HOUR.multipliedBy(2)));
    when(node.forget(key)).thenReturn(Optional.of(forgotten));
    hold(item(6, HOUR));
    OwnedItem tombstone = placed();
    assertThat(tombstone.expires()).isEqualTo(forgotten.expires());
    var order = inOrder(node);
    order.verify(node).forget(key);
    order.verify(node).read(key, DEFAULT);
    order.verify(node).place(tombstone, DEFAULT);
    // The first copy of what is renewed may just be on its way.
    long ahead = NamedItem.versionAt(environment.now().plusSeconds(60));
    when(node.forget(key))
        .thenReturn(Optional.of(new Forgotten(item(ahead, HOUR), forgotten.expires())));
    hold();
    assertThat(placed().version()).isEqualTo(ahead + 1);
  }

  @Test
  void whatWasDeletedAlreadyIsDeletedAgain() throws Exception {
    hold(tombstone(7, HOUR), item(6, HOUR));
    OwnedItem again = placed();
    assertThat(again.compareVersion(tombstone(7, HOUR))).isPositive();
    assertThat(again.expires()).isEqualTo(environment.now().plus(HOUR));
  }

  @Test
  void whatIsAboutToExpireIsDeletedForTenMinutes() throws Exception {
    hold(item(7, Duration.ofMillis(1)));
    assertThat(placed().expires()).isEqualTo(environment.now().plusSeconds(600));
  }

  @Test
  void aNameThatNoItemCanHaveIsRefusedBeforeAnythingIsDone() {
    assertThatIllegalArgumentException().isThrownBy(() -> dht.delete("n".repeat(1025)));
    assertThatIllegalArgumentException().isThrownBy(() -> dht.delete("\uD800"));
    verifyNoInteractions(node);
  }

  @Test
  void whereTooFewSayWhatTheyHoldNothingIsPlaced() throws Exception {
    when(node.read(any(), any()))
        .thenReturn(new Reading(List.of(item(7, HOUR)), Samples.lookup(4, 0, true), 2, 4))
        .thenReturn(new Reading(List.of(), Samples.lookup(0, 2, true), 0, 0));
    assertThatExceptionOfType(DhtException.TimedOut.class).isThrownBy(() -> dht.delete("name"));
    assertThatExceptionOfType(DhtException.NobodyAnswered.class)
        .isThrownBy(() -> dht.delete("name"));
    verify(node, never()).place(any(), any());
  }

  @Test
  void whatGoesWrongIsToldAsForASet() throws Exception {
    hold(item(7, HOUR));
    Item newer = item(Long.MAX_VALUE, HOUR);
    when(node.place(any(), any()))
        .thenReturn(placement(true, Optional.of(newer)))
        .thenReturn(placement(false, Optional.empty()));
    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(DhtException.NotStored.class)
          .isThrownBy(() -> dht.delete("name"))
          .satisfies(e -> assertThat(e.report().item().isTombstone()).isTrue());
    }
  }

  @Test
  void theReadTakesFromTheTimeOfTheWrite() throws Exception {
    Reading reading = new Reading(List.of(item(7, HOUR)), Samples.lookup(2, 0, true), 2, 3);
    when(node.read(any(), any()))
        .thenAnswer(
            _ -> {
              environment.sleep(Duration.ofSeconds(2));
              return reading;
            });
    environment.run(() -> dht.delete("name", Duration.ofSeconds(5)));
    verify(node).place(any(), eq(Duration.ofSeconds(3)));
  }

  @Test
  void deletionsAndConditionalSetsTakeTurns() throws Exception {
    when(node.renew(any(), any())).thenReturn(true);
    when(node.newest(any(), any()))
        .thenAnswer(
            _ -> {
              environment.sleep(Duration.ofSeconds(6));
              return new Reading(List.of(), Samples.lookup(2, 0, true), 2, 3);
            });
    environment.run(
        () -> {
          var set =
              Background.of(environment, () -> dht.set("name", new byte[1], Expected.absent()));
          environment.sleep(Duration.ofSeconds(1));
          assertThatExceptionOfType(DhtException.TimedOut.class)
              .isThrownBy(() -> dht.delete("name", Duration.ofSeconds(2)))
              .withMessage("the time passed while another was at work on the same item");
          verify(node, never()).forget(any());
          assertThat(dht.delete("name", DEFAULT)).isEmpty();
          assertThat(environment.elapsed()).isEqualTo(Duration.ofSeconds(6));
          assertThat(set.result().succeeded()).isTrue();
        });
  }
}
