package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Dht;
import dev.weft.SetReport;
import dev.weft.item.NamedItem;
import dev.weft.sim.SimNode.Crash;
import dev.weft.sim.study.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How long a set takes among 1,000 nodes whose messages take mostly about 40 ms (log-normal), with
 * k = 20, before and after a fifth of them have gone with their machines; beside it the lookup of
 * the same key, for which a set would otherwise have to wait before it sends the first copy: {@code
 * mvn test -Dtest=SetStudyTest -Dweft.sets=500}, in which 500 sets are made.
 */
@Timeout(580)
@EnabledIfSystemProperty(named = "weft.sets", matches = "\\d+")
class SetStudyTest {

  private static final int NODES = 1_000;
  private static final int SETS = Integer.getInteger("weft.sets", 0);

  @Test
  void aSetTakesLessTimeThanTheLookupOfTheNodesThatAreToKeepTheItem() throws InterruptedException {
    SimOptions options = SimOptions.of(1, NODES).withoutCodec();
    try (SimNetwork network = SimNetwork.open(options)) {
      network.run(
          () -> {
            network.sleep(Duration.ofHours(2)); // in which each node has refreshed its buckets
            List<SimNode> asking = network.nodes().subList(NODES / 5, NODES);
            measure(network, "all alive", asking);
            network.nodes().subList(0, NODES / 5).forEach(node -> node.crash(Crash.MACHINE));
            measure(network, "a fifth dead", asking);
          });
    }
  }

  private static void measure(SimNetwork network, String what, List<SimNode> nodes)
      throws InterruptedException {
    List<Double> lookups = new ArrayList<>();
    List<Double> sets = new ArrayList<>();
    List<Integer> copies = new ArrayList<>();
    for (int i = 0; i < SETS; i++) {
      String name = what + i;
      Dht dht = nodes.get(i % nodes.size()).dht();
      Dht other = nodes.get((i + 1) % nodes.size()).dht();
      lookups.add(millis(other.lookup(NamedItem.keyOf(dht.owner(), name)).took()));
      SetReport report = dht.set(name, "value");
      sets.add(millis(report.took()));
      copies.add(report.copies());
      assertThat(dht.flush(Duration.ofSeconds(30))).isTrue();
    }
    assertThat(copies).allMatch(count -> count > 10);
    print(what + ", lookup", lookups);
    double mean = print(what + ", set", sets);
    assertThat(mean).isLessThan(sample(lookups).mean());
  }

  private static double millis(Duration time) {
    return time.toNanos() / 1e6;
  }

  private static Sample sample(List<Double> millis) {
    return Sample.of(millis.stream().mapToDouble(Double::doubleValue));
  }

  private static double print(String what, List<Double> millis) {
    Sample took = sample(millis);
    System.out.printf(
        "%s: mean %.0f ms, p50 %.0f, p90 %.0f, p99 %.0f, max %.0f%n",
        what, took.mean(), took.quantile(0.5), took.quantile(0.9), took.quantile(0.99), took.max());
    return took.mean();
  }
}
