package dev.weft.sim.study;

import dev.weft.item.Item;
import dev.weft.sim.Latency;
import dev.weft.sim.SimNetwork;
import dev.weft.sim.SimOptions;
import dev.weft.sim.SimulationException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What is to be simulated and measured. Immutable.
 *
 * <p>A network of nodes joins. Random nodes store the items, half of them named and half of them by
 * content, each of 100 bytes, to live for 30 days; so they last until the end, and in a run of less
 * than 15 days no owner renews one: they live by replication alone. Then the faults begin, and the
 * measuring. Random nodes that are honest get random items and look random keys up, spread at
 * random over the time, or without a pause where there is none. Each get is tried once, and
 * compared with what was stored. There are as many lookups as gets, and at most 1,000.
 *
 * <p>Where there is churn, nodes end at random times: a third as a process that is killed, a third
 * as a machine that goes, a third in good order. Each is replaced within ten minutes: half of them
 * by new nodes, the others by themselves, of which every second one has lost what it kept. A liar's
 * replacement lies, too.
 *
 * @param nodes how many there are, 2 to 1,000,000
 * @param time for how long the network is measured: nothing, or a second to 29 days
 * @param items how many items are stored, up to 1,000,000
 * @param gets how many gets are tried, up to 1,000,000
 * @param trouble the faults. Default: none
 * @param latency how long messages take. Default: mostly about 40 ms, log-normal
 * @param seed decides everything that is left to chance. Default 1
 * @param k the size of a bucket, and on how many nodes an item is kept, 3 to 200. Default 20
 * @param paths by how many paths each lookup goes at once, 1 to k. Default 1
 * @param codec whether messages are turned into bytes and back. Default true
 */
public record Study(
    int nodes,
    Duration time,
    int items,
    int gets,
    Trouble trouble,
    Latency latency,
    long seed,
    int k,
    int paths,
    boolean codec) {

  /** How long items live. */
  static final Duration TIME_TO_LIVE = Item.MAX_TIME_TO_LIVE;

  private static final int MOST = 1_000_000;
  private static final int MOST_LOOKUPS = 1_000;
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = TIME_TO_LIVE.minusDays(1);
  private static final double SECONDS_PER_HOUR = 3_600;

  /** The defaults, of as many nodes as are asked for, with an item and a get for each. */
  public static Study of(int nodes) {
    Latency usual = SimOptions.of(1, 0).latency();
    return new Study(nodes, Duration.ZERO, nodes, nodes, Trouble.NONE, usual, 1, 20, 1, true);
  }

  /**
   * @throws IllegalArgumentException which says what is out of range
   */
  public Study {
    require(nodes >= 2 && nodes <= MOST, "there are 2 to 1000000 nodes");
    require(
        time.isZero() || (time.compareTo(SHORTEST) >= 0 && time.compareTo(LONGEST) <= 0),
        "the time is nothing, or from a second to 29 days");
    require(items >= 0 && items <= MOST, "there are up to 1000000 items");
    require(gets >= 0 && gets <= MOST, "there are up to 1000000 gets");
    require(gets == 0 || items > 0, "there must be items to get");
    require(k >= 3 && k <= 200, "k is from 3 to 200");
    require(paths >= 1 && paths <= k, "paths are from 1 to k");
    require(
        !trouble.takesTime() || time.isPositive(), "churn and partitions need hours to happen in");
    require(trouble.end().compareTo(time) <= 0, "partitions must end within the hours of the run");
    require(
        nodes + ends(nodes, trouble, time) <= SimNetwork.MOST_NODES,
        "with so much churn there would be more than 1000000 nodes in all");
  }

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** The same for another time. */
  public Study withTime(Duration other) {
    return new Study(nodes, other, items, gets, trouble, latency, seed, k, paths, codec);
  }

  /** The same with other faults. */
  public Study withTrouble(Trouble other) {
    return new Study(nodes, time, items, gets, other, latency, seed, k, paths, codec);
  }

  /** The same with another seed. */
  public Study withSeed(long other) {
    return new Study(nodes, time, items, gets, trouble, latency, other, k, paths, codec);
  }

  /** How many lookups of random keys are measured. */
  int lookups() {
    return Math.min(gets, MOST_LOOKUPS);
  }

  /** How often a node ends. */
  long ends() {
    return ends(nodes, trouble, time);
  }

  private static long ends(int nodes, Trouble trouble, Duration time) {
    return Math.round(nodes * trouble.churn() * hours(time));
  }

  static double hours(Duration time) {
    return time.toMillis() / 1_000.0 / SECONDS_PER_HOUR;
  }

  /**
   * Runs the simulation, to its end or until the calling thread is interrupted; then the thread
   * stays interrupted, and the findings are what was found until then.
   *
   * @param watcher is told often how far it has come; it is called by simulated threads, and must
   *     not wait
   * @throws InterruptedException if the thread is interrupted before there is anything to find, or
   *     once more
   * @throws SimulationException if it cannot be run; the message says why
   */
  public Findings run(Consumer<Standing> watcher) throws InterruptedException {
    SimOptions options =
        SimOptions.of(seed, 0).withLatency(latency).withConfig(c -> c.k(k).paths(paths));
    try (SimNetwork network = SimNetwork.open(codec ? options : options.withoutCodec())) {
      return run(network, new Course(this, network, watcher));
    }
  }

  private static Findings run(SimNetwork network, Course course) throws InterruptedException {
    try {
      return network.call(course::run);
    } catch (InterruptedException e) {
      Findings soFar = network.call(() -> course.findings(false));
      Thread.currentThread().interrupt();
      return soFar;
    }
  }
}
