package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs {@link MixedFaults} with many seeds, on two threads: each run is a world of its own. {@code
 * -Dweft.seed=7} runs one of them; {@code -Dweft.seeds=10000 -Dweft.testLimit=3600} runs more, and
 * allows an hour for that.
 */
class FaultSeedsTest {

  private static final int THREADS = 2;
  private static final Duration HOUR = Duration.ofHours(1);

  private static LongStream seeds() {
    Long one = Long.getLong("weft.seed");
    return one == null ? LongStream.range(0, Long.getLong("weft.seeds", 6)) : LongStream.of(one);
  }

  @Test
  @Timeout(3600) // for as many seeds as are asked for
  void sixtyNodesKeepTheirPromisesWhateverGoesWrong() throws Exception {
    List<String> failures = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<String>> runs =
          seeds().mapToObj(seed -> threads.submit(() -> failure(seed))).toList();
      for (Future<String> run : runs) {
        if (!run.get().isEmpty()) {
          failures.add(run.get());
        }
      }
    }
    assertThat(failures).isEmpty();
  }

  /** What went wrong, and how to see it again; empty if nothing did. */
  private static String failure(long seed) throws InterruptedException {
    try {
      MixedFaults.run(seed);
      return "";
    } catch (AssertionError | RuntimeException e) {
      String how = "mvn test -Dtest=FaultSeedsTest -Dweft.seed=" + seed;
      System.err.println("seed " + seed + " failed: " + e + "; to see it again: " + how);
      e.printStackTrace();
      return how + " : " + e;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = 3)
  void theSameSeedIsTheSameRun(long seed) throws InterruptedException {
    assertThat(MixedFaults.run(seed)).isEqualTo(MixedFaults.run(seed));
  }

  // What the seeds have found, each as small as it could be made.

  @ParameterizedTest
  @ValueSource(longs = {14, 111})
  void aNodeWhoseFirstSeedLiesGetsToKnowTheNetworkAllTheSame(long seed)
      throws InterruptedException {
    SimOptions options = SimOptions.of(seed, 30).withConfig(config -> config.k(8));
    try (SimNetwork network = SimNetwork.open(options)) {
      network.run(
          () -> {
            // The quickest to answer is a liar.
            List<SimNode> slow = network.nodes().subList(2, 30);
            slow.forEach(node -> network.faults().slow(node, Duration.ofMillis(200)));
            network.nodes().getFirst().lie(Lie.FLOOD);
            network.nodes().get(1).lie(Lie.WRONG_NODES);
            List<SimNode> joined = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
              joined.add(network.add());
            }
            network.nodes().forEach(SimNode::beHonest);
            for (SimNode node : joined) {
              assertThat(node.dht().contacts()).as("whom %s knows", node).isGreaterThan(8);
            }
            // Each looks around once in an hour, or a quarter of it later.
            Duration lookedAround = HOUR.plus(HOUR.dividedBy(4)).plusMinutes(1);
            Checkers.watch(network, HOUR).awaitConvergence(lookedAround);
          });
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {135, 214})
  void replicationDoesNotPassOverAnyOfTheClosestThatIsLate(long seed) throws InterruptedException {
    SimOptions options = SimOptions.of(seed, 12).withConfig(config -> config.k(5));
    try (SimNetwork network = SimNetwork.open(options)) {
      network.run(
          () -> {
            Checkers checkers = Checkers.watch(network, HOUR);
            for (int i = 0; i < 20; i++) {
              checkers.witness().set(network.nodes().getFirst(), "name-" + i, "value");
            }
            network.sleep(HOUR);
            checkers.awaitConvergence(HOUR.dividedBy(2));
          });
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {287, 926, 1342})
  void aNodeThatHearsFromFewOfTheClosestInTimeDoesNotSayThatNothingIsThere(long seed)
      throws InterruptedException {
    assertThat(MixedFaults.run(seed).tally().gets()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(longs = {681, 1057})
  void aReadThatHearsFromOthersThanTheClosestIsNotSureOfTheNewest(long seed)
      throws InterruptedException {
    assertThat(MixedFaults.run(seed).tally().gets()).isPositive();
  }
}
