package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Dht;
import dev.weft.DhtException;
import dev.weft.Freshness;
import dev.weft.SetReport;
import dev.weft.Wire;
import dev.weft.drogulus.DrogulusItem;
import dev.weft.drogulus.JsonValue;
import dev.weft.drogulus.RsaIdentity;
import dev.weft.drogulus.Whoami;
import dev.weft.item.Item;
import dev.weft.item.OwnedItem;
import dev.weft.kademlia.Key;
import dev.weft.runtime.Background;
import dev.weft.sim.SimNode.Crash;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is true of a network of Weft's own wire is true of one that speaks as the drogulus does: the
 * same nodes over the transport of the real world, on simulated connections. {@code
 * -Dweft.drogulusSeeds=10} runs {@link MixedFaults}, too, which takes a minute each.
 */
class DrogulusNetworkTest {

  private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

  private interface Play {
    void in(SimNetwork network) throws InterruptedException;
  }

  @Test
  void nobodyTellsOfChangesThereWhichWhoWouldWatchIsTold() throws InterruptedException {
    play(
        1,
        1,
        network -> {
          Dht dht = network.dht(0);
          assertThatThrownBy(() -> dht.watch(dht.owner(), "name"))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage("the drogulus has no nodes that tell of changes; use Weft's own wire");
          assertThatThrownBy(() -> dht.watchProviders("room"))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage("the drogulus has no topics; use Weft's own wire");
        });
  }

  private static String play(long seed, int nodes, Play play) throws InterruptedException {
    SimOptions options =
        SimOptions.of(seed, nodes).withConfig(config -> config.wire(Wire.DROGULUS));
    try (SimNetwork network = SimNetwork.open(options)) {
      network.run(() -> play.in(network));
      return network.environment().traceHash();
    }
  }

  private static Optional<String> newest(Dht by, Key owner) throws InterruptedException {
    return by.get(owner, "name", Freshness.NEWEST, HALF_A_MINUTE).map(Item::text);
  }

  @Test
  void whatEachOfTwelveNodesSetsAllOthersGet() throws InterruptedException {
    play(
        1,
        12,
        network -> {
          for (int i = 0; i < 12; i++) {
            SetReport report = network.dht(i).set("name", "value " + i);
            assertThat(report.stored()).hasSizeGreaterThan(9);
            assertThat(network.dht(i).flush(HALF_A_MINUTE)).isTrue();
            assertThat(network.nodes()).allMatch(node -> node.holds(report.item()));
          }
          for (int i = 0; i < 12; i++) {
            Dht owner = network.dht((i + 7) % 12);
            Optional<OwnedItem> got = network.dht(i).get(owner.owner(), "name");
            assertThat(got).map(Item::text).contains("value " + (i + 7) % 12);
          }
          assertThat(network.dht(1).get(network.dht(2).owner(), "no such name")).isEmpty();
          assertThat(network.dht(3).lookup(Key.of("any")).closest()).hasSize(11);
          assertThat(network.nodes()).allMatch(node -> node.received() > 0);
        });
  }

  @Test
  void theSameSeedIsTheSameRunAndAnotherAnother() throws InterruptedException {
    Play play =
        network -> {
          network.dht(0).set("name", "value");
          network.sleep(Duration.ofHours(3));
        };
    String run = play(1, 5, play);
    assertThat(play(1, 5, play)).isEqualTo(run);
    assertThat(play(2, 5, play)).isNotEqualTo(run);
  }

  @Test
  void everyNodeThatHasJoinedSaysWhoItIs() throws InterruptedException {
    play(
        1,
        5,
        network -> {
          RsaIdentity node = (RsaIdentity) network.nodes().get(4).identity();
          Key about = Whoami.keyOf(node.key());
          Item item = network.dht(1).find(about, Freshness.FIRST, HALF_A_MINUTE).orElseThrow();
          assertThat(((DrogulusItem) item).name()).isEqualTo(node.publicKeyText());
          assertThat(item.expires()).isEqualTo(DrogulusItem.NEVER);
        });
  }

  @Test
  void aClientIsInNobodysTable() throws InterruptedException {
    play(1, 5, SimNetworkTest::assertClientIsInNobodysTable);
  }

  @Test
  void anyJsonIsKeptAsItIs() throws InterruptedException {
    play(
        1,
        5,
        network -> {
          RsaIdentity owner = (RsaIdentity) network.nodes().getFirst().identity();
          JsonValue value = JsonValue.parse("{\"a\": [1, 1.0, \"1\", null, true], \"b\": {}}");
          double now = DrogulusItem.secondsOf(SimEnvironment.START);
          network.dht(0).store(DrogulusItem.sign(owner, "json", value, now, 0), HALF_A_MINUTE);
          OwnedItem got = network.dht(3).get(owner.key(), "json").orElseThrow();
          assertThat(((DrogulusItem) got).json()).isEqualTo(value);
        });
  }

  @Test
  void theNewestVersionIsReadAndWhoMissedItIsMended() throws InterruptedException {
    play(
        1,
        10,
        network -> {
          Dht owner = network.dht(0);
          SimNode away = network.nodes().get(5);
          owner.set("name", "old");
          network.faults().partition(List.of(away));
          Key key = owner.set("name", "new").item().key();
          network.faults().heal();
          assertThat(away.held(key)).map(Item::text).contains("old");
          assertThat(newest(network.dht(7), owner.owner())).contains("new");
          assertThat(away.held(key)).map(Item::text).contains("new");
        });
  }

  @Test
  void anItemSurvivesThoseWhoKeepItAndComesBackWithThem() throws InterruptedException {
    play(
        1,
        10,
        network -> {
          Key owner = network.dht(0).owner();
          Item item = network.dht(0).set("name", "value").item();
          for (SimNode node : network.nodes().subList(0, 6)) {
            node.crash(node.number() % 2 == 0 ? Crash.PROCESS : Crash.MACHINE);
          }
          assertThat(network.dht(7).get(owner, "name")).map(Item::text).contains("value");
          for (SimNode node : network.nodes().subList(0, 6)) {
            network.start(node);
            assertThat(node.holds(item)).isTrue();
          }
          assertThat(network.dht(2).get(owner, "name")).map(Item::text).contains("value");
        });
  }

  @Test
  void liarsAreNotBelieved() throws InterruptedException {
    play(
        1,
        10,
        network -> {
          Key owner = network.dht(0).owner();
          network.dht(0).set("name", "value");
          network.nodes().get(3).lie(Lie.FORGED_ITEMS);
          network.nodes().get(4).lie(Lie.SILENCE);
          network.nodes().get(5).lie(Lie.FLOOD);
          for (SimNode node : network.nodes()) {
            assertThat(node.dht().get(owner, "name")).map(Item::text).contains("value");
          }
        });
  }

  @Test
  void whoseClockIsFastIsRefusedWhatItSigns() throws InterruptedException {
    play(
        1,
        4,
        network -> {
          network.nodes().get(2).skew(Duration.ofMinutes(11));
          assertThatThrownBy(() -> network.dht(2).set("name", "value"))
              .isInstanceOf(DhtException.NotStored.class);
        });
  }

  @Test
  void anInterruptEndsAGetAndLeavesNothingBehind() throws InterruptedException {
    play(
        1,
        5,
        network -> {
          SimNode node = network.nodes().getFirst();
          node.dht().flush(HALF_A_MINUTE); // what it says about itself is there
          network.nodes().stream().skip(1).forEach(SimNode::freeze);
          var get =
              Background.of(
                  network.environment(), () -> node.dht().get(Key.of("nobody"), "nothing"));
          network.sleep(Duration.ofMillis(100));
          assertThat(node.load().calls()).isGreaterThan(1);
          get.interrupt();
          assertThat(get.failure()).isInstanceOf(InterruptedException.class);
          // Each of the others is pinged once at most, to see whether it is dead.
          assertThat(node.load().calls()).isLessThanOrEqualTo(4);
          network.nodes().forEach(SimNode::thaw);
          network.sleep(HALF_A_MINUTE);
          assertThat(node.load().calls()).isZero();
        });
  }

  private static LongStream seeds() {
    return LongStream.rangeClosed(1, Long.getLong("weft.drogulusSeeds"));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @EnabledIfSystemProperty(named = "weft.drogulusSeeds", matches = "\\d+")
  void promisesAreKeptWhateverGoesWrong(long seed) throws InterruptedException {
    assertThat(MixedFaults.run(seed, 12, Wire.DROGULUS).tally().gets()).isPositive();
  }
}
