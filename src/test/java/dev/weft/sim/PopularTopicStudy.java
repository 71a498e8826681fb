package dev.weft.sim;

import dev.weft.Dht;
import dev.weft.runtime.FanOut;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How the questions after one topic spread over the nodes of a network in which everybody asks
 * after it. Confined to the thread that measures.
 *
 * <p>The calls come in rounds, so many at once, each of another node. Where they come one at a time
 * and slowly, no node on the way ever finds the topic popular: so the same code shows what the load
 * is without caching.
 */
final class PopularTopicStudy {

  private static final String TOPIC = "popular";
  private static final int PROVIDERS = 20;
  private static final int WANTED = 5;
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /**
   * What the nodes had to do.
   *
   * @param busiest how many questions the busiest node was asked
   * @param mean how many a node was asked on the average
   * @param share of how many of the calls the busiest node was asked a question
   * @param found the share of calls that found as many as were wanted
   */
  record Load(long busiest, double mean, double share, double found) {
    /** How much more the busiest node was asked than one on the average. */
    double ratio() {
      return busiest / mean;
    }
  }

  private final int nodes;
  private final int k;

  PopularTopicStudy(int nodes, int k) {
    this.nodes = nodes;
    this.k = k;
  }

  /** A hundred calls in each half of a second. */
  Load fast(int calls) throws InterruptedException {
    return measure(calls, 100, Duration.ofMillis(500));
  }

  /** One call in a second: less than makes a topic popular. */
  Load slow(int calls) throws InterruptedException {
    return measure(calls, 1, Duration.ofSeconds(1));
  }

  private Load measure(int calls, int atOnce, Duration pause) throws InterruptedException {
    SimOptions options = SimOptions.of(1, nodes).withoutCodec().withConfig(config -> config.k(k));
    try (SimNetwork network = SimNetwork.open(options)) {
      return network.call(() -> measure(network, calls, atOnce, pause));
    }
  }

  private Load measure(SimNetwork network, int calls, int atOnce, Duration pause)
      throws InterruptedException {
    for (int i = 0; i < PROVIDERS; i++) {
      network.dht(i).announce(TOPIC, Optional.empty(), new byte[0], Duration.ofDays(1), TIMEOUT);
    }
    Map<String, Long> asked = new HashMap<>();
    rounds(network, calls / 10, atOnce, pause); // in which it becomes popular
    network.watch(
        passage -> {
          if (passage.kind() == MessageKind.FIND_PROVIDERS) {
            asked.merge(passage.to(), 1L, Long::sum);
          }
        });
    int found = rounds(network, calls, atOnce, pause);
    network.unwatch();
    long busiest = asked.values().stream().mapToLong(Long::longValue).max().orElse(0);
    double all = asked.values().stream().mapToLong(Long::longValue).sum();
    return new Load(busiest, all / nodes, (double) busiest / calls, (double) found / calls);
  }

  /** Returns how many calls found as many as were wanted. */
  private int rounds(SimNetwork network, int count, int atOnce, Duration pause)
      throws InterruptedException {
    int found = 0;
    for (int from = 0; from < count; from += atOnce) {
      List<Integer> round = IntStream.range(from, Math.min(from + atOnce, count)).boxed().toList();
      found +=
          FanOut.map(
                  network.environment().threads("ask"),
                  round,
                  i -> {
                    Dht dht = network.dht((int) (i * 7L % nodes));
                    return dht.providers(TOPIC, WANTED, TIMEOUT).size() >= WANTED ? 1 : 0;
                  })
              .stream()
              .mapToInt(Integer::intValue)
              .sum();
      network.sleep(pause);
    }
    return found;
  }
}
