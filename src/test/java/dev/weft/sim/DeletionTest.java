package dev.weft.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.Dht;
import dev.weft.DhtException;
import dev.weft.Expected;
import dev.weft.Freshness;
import dev.weft.HealthReport;
import dev.weft.SetReport;
import dev.weft.item.Item;
import dev.weft.item.OwnedItem;
import dev.weft.item.Owner;
import dev.weft.kademlia.Key;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of what is deleted, in a network of thirty nodes, of which five keep each item. */
class DeletionTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int K = 5;

  /** What happens, by the hand of a client that owns what it sets. */
  private interface Story {
    void tell(SimNetwork network, SimNode owner) throws InterruptedException;
  }

  private static void tell(long seed, Story story) throws InterruptedException {
    SimOptions options = SimOptions.of(seed, 30).withConfig(config -> config.k(K));
    try (SimNetwork network = SimNetwork.open(options)) {
      network.run(() -> story.tell(network, network.client()));
    }
  }

  private static Item set(SimNode owner, Duration timeToLive) throws InterruptedException {
    return owner.dht().set("name", "value".getBytes(UTF_8), timeToLive, LONG).item();
  }

  private static Item delete(SimNode owner) throws InterruptedException {
    return owner.dht().delete("name").orElseThrow().item();
  }

  private static Optional<Item> newest(SimNode reader, Key key) throws InterruptedException {
    return reader.dht().find(key, Freshness.NEWEST, LONG);
  }

  private static List<SimNode> holders(SimNetwork network, Item item) {
    return network.nodes().stream().filter(node -> node.holds(item)).toList();
  }

  @ParameterizedTest
  @ValueSource(longs = 1)
  void whatIsDeletedIsFoundByNobodyAndNoNodeKeepsIt(long seed) throws InterruptedException {
    tell(
        seed,
        (network, owner) -> {
          Item item = set(owner, HOUR);
          assertThat(owner.dht().get(owner.identity().key(), "name")).isPresent();

          Item tombstone = delete(owner);

          assertThat(tombstone.expires()).isBetween(item.expires(), item.expires().plus(MINUTE));
          assertThat(holders(network, tombstone)).hasSizeGreaterThanOrEqualTo(K);
          for (SimNode reader : network.nodes()) {
            assertThat(newest(reader, item.key())).isEmpty();
          }
          assertThat(Census.closest(network.nodes(), item.key(), K))
              .allMatch(node -> node.holds(tombstone));
          HealthReport health = owner.dht().health(item.key());
          assertThat(health.deleted()).isTrue();
          assertThat(health.healthy()).isTrue();
        });
  }

  /** Deletes an item while one of its holders is out of reach, which then comes back. */
  private static SimNode deleteBehindTheBackOfAHolder(SimNetwork network, SimNode owner, Item item)
      throws InterruptedException {
    SimNode away = Census.closest(network.nodes(), item.key(), 1).getFirst();
    network.faults().partition(List.of(away));
    network.sleep(MINUTE);
    delete(owner);
    network.faults().heal();
    assertThat(away.holds(item)).isTrue();
    return away;
  }

  @ParameterizedTest
  @ValueSource(longs = 1)
  void whoMissedItIsMendedByTheNextReadOfTheNewestVersion(long seed) throws InterruptedException {
    tell(
        seed,
        (network, owner) -> {
          Item item = set(owner, HOUR);
          SimNode away = deleteBehindTheBackOfAHolder(network, owner, item);
          // This is what FIRST does not promise.
          assertThat(away.dht().find(item.key(), Freshness.FIRST, LONG)).contains(item);

          assertThat(newest(network.nodes().getLast(), item.key())).isEmpty();

          assertThat(away.held(item.key()).orElseThrow().isTombstone()).isTrue();
          assertThat(away.dht().find(item.key(), Freshness.FIRST, LONG)).isEmpty();
        });
  }

  @ParameterizedTest
  @ValueSource(longs = 1)
  void whoMissedItIsToldWithinTheHourAndUntilThenRepairTells(long seed)
      throws InterruptedException {
    tell(
        seed,
        (network, owner) -> {
          Item item = set(owner, HOUR.multipliedBy(9));
          SimNode away = deleteBehindTheBackOfAHolder(network, owner, item);
          network.sleep(HOUR.multipliedBy(2));
          assertThat(holders(network, item)).isEmpty();
          assertThat(away.held(item.key()).orElseThrow().isTombstone()).isTrue();
          for (SimNode reader : network.nodes()) {
            assertThat(reader.dht().find(item.key(), Freshness.FIRST, LONG)).isEmpty();
          }

          Item again = set(owner, HOUR.multipliedBy(9));
          deleteBehindTheBackOfAHolder(network, owner, again);
          SetReport repaired = owner.dht().repair(item.key()).orElseThrow();
          assertThat(repaired.item().isTombstone()).isTrue();
          assertThat(holders(network, again)).isEmpty();
        });
  }

  @Test
  void whenAllOfItsCopiesHaveExpiredNothingIsLeft() throws InterruptedException {
    tell(
        1,
        (network, owner) -> {
          Item item = set(owner, HOUR.multipliedBy(2));
          deleteBehindTheBackOfAHolder(network, owner, item);
          network.sleep(HOUR.multipliedBy(2).plus(MINUTE.multipliedBy(5)));
          assertThat(network.nodes()).allMatch(node -> node.held(item.key()).isEmpty());
          assertThat(newest(owner, item.key())).isEmpty();
          assertThat(owner.dht().delete("name")).isEmpty();
          network.sleep(HOUR);
          assertThat(network.nodes()).allMatch(node -> node.items() == 0);
        });
  }

  @Test
  void whatIsSetAfterwardsIsThereHoweverItIsSet() throws InterruptedException {
    tell(
        1,
        (network, owner) -> {
          Dht dht = owner.dht();
          Key who = owner.identity().key();
          set(owner, HOUR);
          delete(owner);
          Item plain = set(owner, HOUR);
          assertThat(newest(network.nodes().getFirst(), plain.key())).contains(plain);

          delete(owner);
          byte[] value = {'x'};
          Expected read = Expected.of(dht.get(who, "name", Freshness.NEWEST, LONG));
          assertThat(read).isEqualTo(Expected.absent());
          OwnedItem next = (OwnedItem) dht.set("name", value, read).item();
          assertThat(newest(network.nodes().getFirst(), plain.key())).contains(next);
          assertThatExceptionOfType(DhtException.NotAsExpected.class)
              .isThrownBy(() -> dht.set("name", value, Expected.absent()));
        });
  }

  @Test
  void aSetFailsAgainstATombstoneFromAClockThatRunsAheadButNotAConditionalOne()
      throws InterruptedException {
    tell(
        1,
        (network, owner) -> {
          set(owner, HOUR);
          SimNode ahead = network.client(owner.identity());
          ahead.skew(MINUTE.multipliedBy(5));
          Item tombstone = delete(ahead);
          assertThatExceptionOfType(DhtException.NotStored.class)
              .isThrownBy(() -> set(owner, HOUR))
              .satisfies(e -> assertThat(e.report().newer()).contains(tombstone));
          Item next = owner.dht().set("name", new byte[1], Expected.absent()).item();
          assertThat(newest(ahead, next.key())).contains(next);
        });
  }

  @Test
  void anotherWhoRenewsItStopsWhenItMeetsTheTombstone() throws InterruptedException {
    tell(
        1,
        (network, owner) -> {
          Item item = set(owner, HOUR.multipliedBy(2));
          Owner identity = owner.identity();
          network.sleep(HOUR.multipliedBy(5));
          assertThat(newest(owner, item.key())).isPresent();

          Item tombstone = delete(network.client(identity));

          network.sleep(HOUR.multipliedBy(2));
          assertThat(owner.dht().forget("name")).isFalse();
          assertThat(tombstone.isExpired(network.environment().now())).isTrue();
          network.sleep(HOUR.multipliedBy(5));
          assertThat(newest(owner, item.key())).isEmpty();
          assertThat(network.nodes()).allMatch(node -> node.held(item.key()).isEmpty());
        });
  }

  @Test
  void whoDeletesWhatItRenewsBringsItNotBackThoughARenewalIsUnderWay() throws InterruptedException {
    tell(
        1,
        (network, owner) -> {
          Duration timeToLive = HOUR.multipliedBy(2);
          Item item = set(owner, timeToLive);
          for (int i = 0; i < 3; i++) {
            // Renewals begin at three eighths of the time to live, to within seconds.
            network.sleep(timeToLive.multipliedBy(3).dividedBy(8).plusSeconds(i));
            delete(owner);
            for (int j = 0; j < 10; j++) {
              network.sleep(HOUR.dividedBy(4));
              assertThat(newest(network.nodes().get(j), item.key())).isEmpty();
            }
            set(owner, timeToLive);
          }
        });
  }

  @Test
  void whereNothingIsNothingIsStored() throws InterruptedException {
    tell(
        1,
        (network, owner) -> {
          assertThat(owner.dht().delete("name")).isEmpty();
          assertThat(network.nodes()).allMatch(node -> node.items() == 0);
        });
  }

  @Test
  void whoCannotReachEnoughNodesToSayWhatIsThereDeletesNothing() throws InterruptedException {
    tell(
        1,
        (network, owner) -> {
          Item item = set(owner, HOUR);
          network.faults().partition(List.of(owner));
          assertThatExceptionOfType(DhtException.class).isThrownBy(() -> delete(owner));
          network.faults().heal();
          assertThat(newest(network.nodes().getFirst(), item.key())).contains(item);
        });
  }
}
