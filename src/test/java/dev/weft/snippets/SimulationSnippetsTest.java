package dev.weft.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Dht;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupNews;
import dev.weft.metrics.WeftMetrics;
import dev.weft.runtime.Environment;
import dev.weft.runtime.FanOut;
import dev.weft.runtime.Promise;
import dev.weft.sim.Checkers;
import dev.weft.sim.SimEnvironment;
import dev.weft.sim.SimNetwork;
import dev.weft.sim.SimNode;
import dev.weft.sim.SimOptions;
import dev.weft.sim.Witness;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the Javadoc shows of simulations does what it says. Each region is shown there. */
class SimulationSnippetsTest {

  private static final long SEED = 42;

  @Test
  void aDayInASimulatedWorldTakesNoTime() throws Exception {
    long seed = SEED;
    List<String> done = new ArrayList<>();
    // @start region="world"
    try (var world = new SimEnvironment(seed)) {
      world.run(
          () -> {
            world.start("another", () -> done.add("runs while the first sleeps"));
            world.sleep(Duration.ofDays(1)); // takes no time
          });
    }
    // @end
    assertThat(done).hasSize(1);
  }

  @Test
  void aNetworkOutlastsAPartition() throws Exception {
    long seed = SEED;
    // @start region="network"
    try (SimNetwork network = SimNetwork.open(SimOptions.of(seed, 12))) {
      network.run(
          () -> {
            network.dht(7).set("home/ntoll", "Towcester");
            network.faults().partition(network.nodes().subList(0, 6));
            network.sleep(Duration.ofMinutes(20)); // takes no time
            network.faults().heal();
            assertThat(network.dht(3).get(network.dht(7).owner(), "home/ntoll")).isPresent();
          });
    }
    // @end
  }

  @Test
  void checkersAreContentWithANetworkThatLosesANode() throws Exception {
    try (SimNetwork network = SimNetwork.open(SimOptions.of(SEED, 9))) {
      // @start region="checkers"
      network.run(
          () -> {
            Checkers checkers = Checkers.watch(network, Duration.ofMinutes(1));
            Witness witness = checkers.witness();
            witness.set(network.nodes().get(3), "home/ntoll", "Towcester");
            network.nodes().get(7).crash(SimNode.Crash.MACHINE);
            checkers.check();
            checkers.awaitConvergence(Duration.ofHours(3));
          });
      // @end
    }
  }

  @Test
  void metricsAreBoundAndLookupsWatchedInOneLine() throws Exception {
    var registry = new SimpleMeterRegistry();
    try (SimNetwork network = SimNetwork.open(SimOptions.of(SEED, 2))) {
      network.run(
          () -> {
            Dht dht = network.dht(0);
            Key owner = dht.owner();
            // @start region="metrics"
            new WeftMetrics(dht).bindTo(registry);
            // @end
            // @start region="news"
            LookupNews.telling(System.out::println, () -> dht.get(owner, "home/ntoll"));
            // @end
          });
      assertThat(registry.getMeters()).isNotEmpty();
    }
  }

  @Test
  void theFirstLaneToHaveAnAnswerEndsTheOthers() throws Exception {
    int alpha = 3;
    try (var world = new SimEnvironment(SEED)) {
      Environment environment = world;
      Promise<String> answer = environment.promise();
      world.run(
          () -> {
            // @start region="lanes"
            try (var lanes = FanOut.open(environment.threads("lane"), () -> answer.isDone())) {
              for (int i = 1; i <= alpha; i++) {
                Duration pause = Duration.ofSeconds(i);
                lanes.fork(
                    () -> {
                      environment.sleep(pause);
                      answer.complete("of the lane that took " + pause);
                    });
              }
              lanes.join();
            }
            // @end
          });
      assertThat(answer.await()).isEqualTo("of the lane that took PT1S");
      assertThat(world.elapsed()).isEqualTo(Duration.ofSeconds(1));
    }
  }
}
