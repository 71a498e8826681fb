package dev.weft.sim;

import dev.weft.Dht;
import dev.weft.Originals;
import dev.weft.runtime.FanOut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How the questions after one topic spread over the nodes of a network in which everybody asks
 * after it. Confined to the thread that measures.
 *
 * <p>The calls come in rounds, so many at once, each of another node: all nodes call equally often.
 */
final class PopularTopicStudy {

  private static final String TOPIC = "popular";
  private static final int PROVIDERS = 20;
  private static final int WANTED = 5;
  private static final int AT_ONCE = 100;
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** A prime by which no number of nodes is divided, so that the callers are all over the keys. */
  private static final long STRIDE = 7_919;

  /**
   * What the nodes had to do.
   *
   * @param calls how many calls there were
   * @param found the share of them that found as many as were wanted
   * @param busiest how many questions the busiest node was asked
   * @param questions how many were asked in all
   * @param mean how many a node was asked on the average
   * @param took how long a call took on the average, in milliseconds
   */
  record Load(int calls, double found, long busiest, long questions, double mean, double took) {
    /** How much more the busiest node was asked than one on the average. */
    double ratio() {
      return busiest / mean;
    }

    /** Of how many of the calls the busiest node was asked a question. */
    double share() {
      return (double) busiest / calls;
    }
  }

  /** So many calls suffice for a topic to become popular. */
  private static final int MOST_BEFORE = 30_000;

  private final int nodes;
  private final int k;
  private final Duration pause;

  /**
   * @param perSecond how many calls there are in a second, about
   */
  PopularTopicStudy(int nodes, int k, int perSecond) {
    this.nodes = nodes;
    this.k = k;
    this.pause = Duration.ofSeconds(1).multipliedBy(AT_ONCE).dividedBy(perSecond);
  }

  /**
   * Measures without copies, and then with them.
   *
   * @param without how many calls without
   * @param with how many with
   */
  List<Load> run(int without, int with) throws InterruptedException {
    SimOptions options = SimOptions.of(1, nodes).withoutCodec().withConfig(config -> config.k(k));
    try (SimNetwork network = SimNetwork.open(options)) {
      return network.call(
          () -> {
            for (int i = 0; i < PROVIDERS; i++) {
              network
                  .dht(i)
                  .announce(TOPIC, Optional.empty(), new byte[0], Duration.ofDays(1), TIMEOUT);
            }
            Load before = measure(network, without, dht -> found(dht, false));
            rounds(network, Math.min(with / 10, MOST_BEFORE), dht -> found(dht, true));
            return List.of(before, measure(network, with, dht -> found(dht, true)));
          });
    }
  }

  /** How many are found. */
  private interface Call {
    int on(Dht dht) throws InterruptedException;
  }

  private static int found(Dht dht, boolean copies) throws InterruptedException {
    return copies
        ? dht.providers(TOPIC, WANTED, TIMEOUT).size()
        : Originals.providers(dht, TOPIC, WANTED, TIMEOUT).size();
  }

  private Load measure(SimNetwork network, int calls, Call call) throws InterruptedException {
    Map<String, Long> asked = new HashMap<>();
    network.watch(
        passage -> {
          if (passage.kind() == MessageKind.FIND_PROVIDERS) {
            asked.merge(passage.to(), 1L, Long::sum);
          }
        });
    List<Duration> took = rounds(network, calls, call);
    network.unwatch();
    long busiest = asked.values().stream().mapToLong(Long::longValue).max().orElse(0);
    long all = asked.values().stream().mapToLong(Long::longValue).sum();
    double millis = took.stream().mapToLong(Duration::toNanos).average().orElse(0) / 1e6;
    return new Load(
        calls, (double) took.size() / calls, busiest, all, (double) all / nodes, millis);
  }

  /** Returns how long those calls took that found as many as were wanted. */
  private List<Duration> rounds(SimNetwork network, int count, Call call)
      throws InterruptedException {
    List<Duration> took = new ArrayList<>();
    for (int from = 0; from < count; from += AT_ONCE) {
      List<Integer> round = IntStream.range(from, Math.min(from + AT_ONCE, count)).boxed().toList();
      FanOut.map(
              network.environment().threads("ask"),
              round,
              i -> {
                long began = network.environment().nanoTime();
                boolean enough = call.on(network.dht((int) (i * STRIDE % nodes))) >= WANTED;
                return enough ? network.environment().nanoTime() - began : -1;
              })
          .stream()
          .filter(nanos -> nanos >= 0)
          .map(Duration::ofNanos)
          .forEach(took::add);
      network.sleep(pause);
    }
    return took;
  }
}
