package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.NamedItem;
import dev.weft.item.OwnedItem;
import dev.weft.node.Node;
import dev.weft.node.Placement;
import dev.weft.node.Reading;
import dev.weft.runtime.Background;
import dev.weft.sim.SimEnvironment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Setting a value if what is there is as expected; the node is played by the test. */
class ExpectedTest {

  private static final Duration DEFAULT = Duration.ofSeconds(9);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final byte[] VALUE = {5};

  private final Identity identity = Identity.fromSecret(new byte[32]);
  private final SimEnvironment environment = new SimEnvironment(1);
  private final Node node = mock();
  private final DhtConfig config =
      DhtConfig.builder().k(4).operationTimeout(DEFAULT).timeToLive(HOUR).build();
  private final Dht dht =
      new Dht(config, identity, environment, node, Optional.of(Samples.contact(77)), () -> {});

  @BeforeEach
  void letTheNodeKeepWhatItIsGiven() throws InterruptedException {
    when(node.renew(any(), any())).thenReturn(true);
    when(node.place(any(), any())).thenReturn(placement(true, Optional.empty()));
  }

  private static Placement placement(boolean kept, Optional<Item> newer) {
    return new Placement(
        Samples.lookup(0, 0, true), true, kept, newer, List.of(), List.of(), Duration.ZERO);
  }

  private void hold(Optional<Item> item) throws InterruptedException {
    when(node.newest(NamedItem.keyOf(identity.key(), "name"), DEFAULT))
        .thenReturn(new Reading(item.stream().toList(), Samples.lookup(2, 0, true), 2, 3));
  }

  private NamedItem item(long version) {
    return NamedItem.sign(identity, "name", VALUE, version, environment.now().plus(HOUR));
  }

  private OwnedItem set(Expected expected) throws InterruptedException {
    return (OwnedItem) dht.set("name", VALUE, expected).item();
  }

  @Test
  void theExpectedVersionIsReplacedAndTheNewOneRenewed() throws Exception {
    hold(Optional.of(item(7)));
    OwnedItem stored = set(Expected.version(7));
    assertThat(stored.value()).isEqualTo(VALUE);
    assertThat(stored.expires()).isEqualTo(environment.now().plus(HOUR));
    assertThat(stored.version()).isEqualTo(NamedItem.versionAt(environment.now()));
    verify(node).place(stored, DEFAULT);
    verify(node).renew(stored, HOUR);
  }

  @Test
  void whatReplacesAVersionFromAClockThatRunsAheadIsNewerAllTheSame() throws Exception {
    long ahead = NamedItem.versionAt(environment.now().plusSeconds(60));
    hold(Optional.of(item(ahead)));
    assertThat(set(Expected.version(ahead)).version()).isEqualTo(ahead + 1);
    assertThat(((OwnedItem) dht.set("other", "text").item()).version()).isEqualTo(ahead + 2);
  }

  @Test
  void anotherVersionIsNotReplacedButTold() throws Exception {
    for (long there : new long[] {6, 8}) {
      hold(Optional.of(item(there)));
      assertThatExceptionOfType(DhtException.NotAsExpected.class)
          .isThrownBy(() -> set(Expected.version(7)))
          .withMessageStartingWith("expected was version 7, and there is NamedItem[")
          .satisfies(e -> assertThat(e.found()).contains(item(there)));
    }
    verify(node, never()).place(any(), any());
    verify(node, never()).renew(any(), any());
  }

  @Test
  void whereAVersionIsExpectedThereMustBeOne() throws Exception {
    hold(Optional.empty());
    assertThatExceptionOfType(DhtException.NotAsExpected.class)
        .isThrownBy(() -> set(Expected.version(7)))
        .withMessage("expected was version 7, and there is nothing")
        .satisfies(e -> assertThat(e.found()).isEmpty());
  }

  @Test
  void whereNothingIsExpectedNothingMayBeThere() throws Exception {
    hold(Optional.empty());
    assertThat(set(Expected.absent()).value()).isEqualTo(VALUE);
    hold(Optional.of(item(1)));
    assertThatExceptionOfType(DhtException.NotAsExpected.class)
        .isThrownBy(() -> set(Expected.absent()))
        .withMessageStartingWith("expected was nothing, and there is NamedItem[");
  }

  private NamedItem tombstone(long version) {
    return NamedItem.tombstone(identity, "name", version, environment.now().plus(HOUR));
  }

  @Test
  void whatWasDeletedIsNotThereAndWhatIsSetInItsPlaceIsNewer() throws Exception {
    long ahead = NamedItem.versionAt(environment.now().plusSeconds(60));
    hold(Optional.of(tombstone(ahead)));
    assertThatExceptionOfType(DhtException.NotAsExpected.class)
        .isThrownBy(() -> set(Expected.version(ahead)))
        .withMessageStartingWith("expected was version " + ahead + ", and there is Tombstone[")
        .satisfies(e -> assertThat(e.found()).contains(tombstone(ahead)));
    assertThat(set(Expected.absent()).version()).isEqualTo(ahead + 1);
  }

  @Test
  void whoIsOvertakenBetweenTheReadAndTheWriteIsToldSo() throws Exception {
    hold(Optional.empty());
    Item faster = item(Long.MAX_VALUE);
    when(node.place(any(), any())).thenReturn(placement(true, Optional.of(faster)));
    assertThatExceptionOfType(DhtException.NotAsExpected.class)
        .isThrownBy(() -> set(Expected.absent()))
        .satisfies(e -> assertThat(e.found()).contains(faster));
    verify(node, never()).renew(any(), any());
  }

  @Test
  void tooFewCopiesAreToldAsForAnySet() throws Exception {
    hold(Optional.empty());
    when(node.place(any(), any())).thenReturn(placement(false, Optional.empty()));
    assertThatExceptionOfType(DhtException.NotStored.class)
        .isThrownBy(() -> set(Expected.absent()));
  }

  @Test
  void whereTooFewSayWhatTheyHoldNothingIsSet() throws Exception {
    when(node.newest(any(), any()))
        .thenReturn(new Reading(List.of(), Samples.lookup(4, 0, true), 2, 4));
    assertThatExceptionOfType(DhtException.TimedOut.class).isThrownBy(() -> set(Expected.absent()));
    verify(node, never()).place(any(), any());
  }

  @Test
  void theReadTakesFromTheTimeOfTheWrite() throws Exception {
    when(node.newest(any(), any()))
        .thenAnswer(
            _ -> {
              environment.sleep(Duration.ofSeconds(2));
              return new Reading(List.of(), Samples.lookup(2, 0, true), 2, 3);
            });
    environment.run(() -> set(Expected.absent()));
    verify(node).place(any(), eq(Duration.ofSeconds(7)));
  }

  /** A node on which a read and a write each take some time. */
  private void takeTime(Duration time) throws InterruptedException {
    List<Item> held = new ArrayList<>();
    when(node.newest(any(), any()))
        .thenAnswer(
            _ -> {
              Optional<Item> newest = held.stream().max(Item::compareVersion);
              environment.sleep(time);
              return new Reading(List.copyOf(held), Samples.lookup(2, 0, true), 2, 3);
            });
    when(node.place(any(), any()))
        .thenAnswer(
            call -> {
              environment.sleep(time);
              held.add(call.getArgument(0));
              return placement(true, Optional.empty());
            });
  }

  @Test
  void ofThoseWhoSetAnItemAtTheSameTimeThroughOneDhtOneSucceeds() throws Exception {
    takeTime(Duration.ofSeconds(1));
    environment.run(
        () -> {
          List<Background<OwnedItem>> all =
              Stream.generate(() -> Background.of(environment, () -> set(Expected.absent())))
                  .limit(3)
                  .toList();
          assertThat(all).filteredOn(one -> one.failure() == null).hasSize(1);
          assertThat(all)
              .extracting(Background::failure)
              .filteredOn(DhtException.NotAsExpected.class::isInstance)
              .hasSize(2);
        });
  }

  @Test
  void whoseTurnDoesNotComeInTimeIsToldSo() throws Exception {
    takeTime(Duration.ofSeconds(6));
    environment.run(
        () -> {
          Background<OwnedItem> first = Background.of(environment, () -> set(Expected.absent()));
          environment.sleep(Duration.ofSeconds(1));
          assertThatExceptionOfType(DhtException.TimedOut.class)
              .isThrownBy(() -> set(Expected.absent()))
              .withMessage("the time passed while another was at work on the same item");
          assertThat(first.result().value()).isEqualTo(VALUE);
        });
  }

  @Test
  void whatWasReadIsWhatIsExpected() {
    assertThat(Expected.of(Optional.of(item(7)))).isEqualTo(Expected.version(7));
    assertThat(Expected.of(Optional.empty())).isEqualTo(Expected.absent());
  }
}
