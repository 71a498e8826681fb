package dev.weft.sim.study;

import dev.weft.Dht;
import dev.weft.DhtException;
import dev.weft.Subscription;
import dev.weft.Update;
import dev.weft.item.OwnedItem;
import dev.weft.kademlia.Key;
import dev.weft.runtime.FanOut;
import dev.weft.sim.SimEnvironment;
import dev.weft.sim.SimNetwork;
import dev.weft.sim.SimNode;
import dev.weft.sim.SimOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * One network, whose nodes come and go: some of them set an item of theirs every other minute, and
 * watchers, each on a node that is drawn, see what they set. Whose node ends begins anew on
 * another. Confined to the scheduler's thread.
 */
final class WatchStudy {

  private static final String NAME = "status";
  private static final double CHURN = 0.3;
  private static final int LANES = 16;
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final Duration BREATH = Duration.ofSeconds(30);

  /** Who lives so long after a set, and has not seen it, has missed it. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** A set that succeeded, and when it began. */
  private record Done(long began) {}

  /** A watch on one node, and when it saw which version. */
  private record Session(int owner, long opened, long closed, TreeMap<Long, Long> seen) {
    private boolean covers(Done set) {
      return opened <= set.began && set.began + PATIENCE.toNanos() <= closed;
    }
  }

  /**
   * What came of it.
   *
   * @param sets how many succeeded
   * @param failed how many did not
   * @param sessions how many watches there were, each until its node ended
   * @param missed how many updates somebody who watched before and after has not seen
   * @param twice how many updates came to somebody who had that version, or a newer one
   * @param skipped how many updates watchers were told that they had skipped
   * @param delays from the beginning of the set until the watcher had it, in seconds
   */
  record Outcome(
      int sets,
      int failed,
      int sessions,
      long missed,
      int twice,
      int skipped,
      Sample delays,
      Turnover turnover) {}

  private final int nodes;
  private final int watchers;
  private final int owners;
  private final Duration time;
  private final SimOptions options;
  private final Population population = new Population();
  private final List<TreeMap<Long, Done>> sets = new ArrayList<>();
  private final List<Session> sessions = new ArrayList<>();
  private int failed;
  private int twice;
  private int skipped;

  WatchStudy(int nodes, int watchers, int owners, Duration time) {
    this.nodes = nodes;
    this.watchers = watchers;
    this.owners = owners;
    this.time = time;
    this.options = SimOptions.of(1, nodes).withoutCodec();
  }

  Outcome run() throws InterruptedException {
    try (SimNetwork network = SimNetwork.open(options)) {
      return network.call(() -> run(network));
    }
  }

  private Outcome run(SimNetwork network) throws InterruptedException {
    SimEnvironment world = network.environment();
    var random = new SplittableRandom(world.random().nextLong());
    population.addAll(network.nodes());
    Churn churn = new Churn(network, population, random.split());
    Agenda turns = new Agenda(world, time);
    churn.plan(turns, Math.round(nodes * CHURN * Study.hours(time)), time);
    long end = world.nanoTime() + time.toNanos();
    List<SimNode> setting = List.copyOf(network.nodes().subList(0, owners));
    List<Key> keys = setting.stream().map(node -> node.dht().owner()).toList();
    try (FanOut fanOut = FanOut.open(world.threads("study"), () -> false)) {
      turns.forkAll(fanOut, LANES);
      for (SimNode owner : setting) {
        TreeMap<Long, Done> done = new TreeMap<>();
        sets.add(done);
        var chance = random.split();
        fanOut.fork(() -> set(world, owner, done, chance, end));
      }
      for (int i = 0; i < watchers; i++) {
        int owner = i % owners;
        var chance = random.split();
        fanOut.fork(() -> watch(world, owner, keys.get(owner), chance, end));
      }
      fanOut.join();
    }
    return outcome(churn.turnover());
  }

  private void set(
      SimEnvironment world,
      SimNode owner,
      TreeMap<Long, Done> done,
      SplittableRandom random,
      long end)
      throws InterruptedException {
    while (world.nanoTime() < end) {
      world.sleep(Duration.ofNanos(random.nextLong(SHORTEST.toNanos(), LONGEST.toNanos())));
      if (owner.isUp()) {
        long began = world.nanoTime();
        try {
          var item = (OwnedItem) owner.dht().set(NAME, "at " + began).item();
          done.put(item.version(), new Done(began));
        } catch (DhtException e) {
          failed++;
        }
      }
    }
  }

  private void watch(SimEnvironment world, int number, Key owner, SplittableRandom random, long end)
      throws InterruptedException {
    while (world.nanoTime() < end) {
      Optional<SimNode> node = population.anyHonest(random);
      if (node.isPresent()) {
        follow(world, number, owner, node.get().dht(), end);
      } else {
        world.sleep(BREATH);
      }
    }
  }

  private void follow(SimEnvironment world, int number, Key owner, Dht dht, long end)
      throws InterruptedException {
    TreeMap<Long, Long> seen = new TreeMap<>();
    long opened = world.nanoTime();
    try (Subscription<Update<OwnedItem>> watch = dht.watch(owner, NAME)) {
      while (world.nanoTime() < end && !watch.isOver()) {
        watch.poll(BREATH).ifPresent(update -> note(update, seen, world.nanoTime()));
      }
    } catch (DhtException.Closed e) {
      // it has ended just now
    }
    sessions.add(new Session(number, opened, world.nanoTime(), seen));
  }

  private void note(Update<OwnedItem> update, TreeMap<Long, Long> seen, long now) {
    long version = update.value().version();
    if (!seen.isEmpty() && seen.lastKey() >= version) {
      twice++;
    }
    seen.putIfAbsent(version, now);
    skipped += update.skipped();
  }

  private Outcome outcome(Turnover turnover) {
    return new Outcome(
        sets.stream().mapToInt(Map::size).sum(),
        failed,
        sessions.size(),
        sessions.stream().mapToLong(this::missed).sum(),
        twice,
        skipped,
        Sample.of(sessions.stream().flatMapToDouble(this::delays)),
        turnover);
  }

  private long missed(Session session) {
    return during(session)
        .filter(set -> session.covers(set.getValue()))
        .filter(set -> !session.seen.containsKey(set.getKey()))
        .count();
  }

  private DoubleStream delays(Session session) {
    return during(session)
        .filter(set -> session.seen.containsKey(set.getKey()))
        .mapToDouble(set -> (session.seen.get(set.getKey()) - set.getValue().began) / 1e9);
  }

  private Stream<Map.Entry<Long, Done>> during(Session session) {
    return sets.get(session.owner).entrySet().stream()
        .filter(set -> session.opened <= set.getValue().began);
  }
}
