package dev.weft.sim;

import dev.weft.DhtException;
import dev.weft.Freshness;
import dev.weft.Wire;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Key;
import dev.weft.runtime.FanOut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Two hours in the life of 60 nodes in which everything goes wrong, all of it drawn from the seed;
 * then the faults end, the network converges, and every node leaves. Confined to the thread that
 * runs it.
 */
final class MixedFaults {

  static final int NODES = 60;

  /** How long the network may take to recover from everything at once. */
  static final Duration RECOVERY = Duration.ofHours(4);

  private static final int NAMES = 2;
  private static final Duration TROUBLE = Duration.ofMinutes(80);

  /**
   * What came of a run.
   *
   * @param hash of the trace
   * @param messages how many were sent
   * @param convergence how long it took
   * @param lost how many items were lost, as the model allows
   */
  record Result(
      long seed,
      String hash,
      long messages,
      long steps,
      Duration convergence,
      int lost,
      Witness.Tally tally) {}

  /** Something that is to end at some time. */
  private record Ending(Duration at, String what, Runnable action) {}

  private final long seed;
  private final SplittableRandom random;
  private final List<Ending> endings = new ArrayList<>();
  private final List<SimNode> toRestart = new ArrayList<>();
  private final List<Key> keys = new ArrayList<>();
  private final SimNetwork network;
  private final Checkers checkers;
  private final StringBuilder log = new StringBuilder();
  private final int mostContent; // or no content at all
  private final int fewestUp;
  private final int owners;
  private int values;

  private MixedFaults(long seed, SplittableRandom random, SimNetwork network) {
    this.seed = seed;
    this.random = random;
    this.network = network;
    this.mostContent = network.settings().wire() == Wire.WEFT ? 40 : 0;
    this.fewestUp = network.nodes().size() * 7 / 10;
    this.owners = network.nodes().size() / 5;
    this.checkers = Checkers.watch(network, Duration.ofMinutes(1));
  }

  /** Runs the scenario of a seed. */
  static Result run(long seed) throws InterruptedException {
    return run(seed, NODES, Wire.WEFT);
  }

  /** Runs the scenario of a seed, with fewer nodes or on another wire. */
  static Result run(long seed, int nodes, Wire wire) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    SimOptions options =
        SimOptions.of(seed, nodes)
            .withLatency(latency(random))
            .withConfig(config -> config.k(8).wire(wire));
    MixedFaults run = null;
    try (SimNetwork network = SimNetwork.open(options)) {
      MixedFaults faults = network.call(() -> new MixedFaults(seed, random, network));
      run = faults;
      return network.call(faults::live);
    } catch (Throwable e) {
      if (run != null) {
        e.addSuppressed(new Exception("what happened:\n" + run.log));
      }
      throw e;
    }
  }

  private static Latency latency(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> Latency.constant(Duration.ofMillis(random.nextInt(1, 100)));
      case 1 -> Latency.uniform(Duration.ofMillis(1), Duration.ofMillis(random.nextInt(20, 200)));
      case 2 ->
          Latency.logNormal(Duration.ofMillis(random.nextInt(10, 60)), random.nextDouble(0.2, 0.7));
      default ->
          Latency.regions(
              random.nextInt(2, 6),
              Duration.ofMillis(random.nextInt(1, 20)),
              Duration.ofMillis(random.nextInt(10, 60)));
    };
  }

  private Result live() throws InterruptedException {
    FanOut.map(
        network.environment().threads("life"),
        List.<SimEnvironment.Action<InterruptedException>>of(this::trouble, this::work, this::work),
        part -> {
          part.run();
          return true;
        });
    recover();
    Duration convergence = checkers.awaitConvergence(RECOVERY);
    note("converged after " + convergence);
    readEverything();
    long messages = messages();
    for (SimNode node : network.up()) {
      node.leave();
      checkers.check();
    }
    return new Result(
        seed,
        network.environment().traceHash(),
        messages,
        network.environment().steps(),
        convergence,
        checkers.lost(),
        checkers.witness().tally());
  }

  private long messages() {
    return network.traffic().values().stream().mapToLong(Traffic::messages).sum();
  }

  private void note(String what) {
    log.append(network.environment().elapsed()).append(' ').append(what).append('\n');
  }

  private boolean isOver() {
    return network.environment().elapsed().compareTo(TROUBLE) > 0;
  }

  private Duration seconds(int least, int most) {
    return Duration.ofMillis(random.nextLong(1_000L * least, 1_000L * most));
  }

  private SimNode anyUp() {
    List<SimNode> up = network.up();
    return up.get(random.nextInt(up.size()));
  }

  // What the users do.

  private void work() throws InterruptedException {
    Witness witness = checkers.witness();
    while (!isOver()) {
      network.sleep(seconds(5, 60));
      SimNode node = random.nextBoolean() ? anyUp() : anOwner();
      int what = random.nextInt(10);
      if (what < 5 && node.number() < owners) {
        String name = "name-" + random.nextInt(NAMES);
        remember(NamedItem.keyOf(node.identity().key(), name));
        witness.set(node, name, "value " + ++values);
      } else if (what == 5 && keys.size() < mostContent) {
        witness.put(node, "content " + ++values).ifPresent(r -> remember(r.item().key()));
      } else if (what == 6 && mostContent > 0 && node.number() < owners) {
        witness.delete(node, "name-" + random.nextInt(NAMES));
      } else {
        witness.get(node, anyKey(), random.nextBoolean() ? Freshness.NEWEST : Freshness.FIRST);
      }
    }
  }

  private SimNode anOwner() {
    SimNode owner = network.nodes().get(random.nextInt(owners));
    return owner.isUp() ? owner : anyUp();
  }

  private void remember(Key key) {
    if (!keys.contains(key)) {
      keys.add(key);
    }
  }

  private Key anyKey() {
    return keys.isEmpty() ? Key.random(random) : keys.get(random.nextInt(keys.size()));
  }

  // What goes wrong.

  private void trouble() throws InterruptedException {
    network.sleep(Duration.ofMinutes(5));
    while (!isOver()) {
      endings.stream().filter(e -> e.at.compareTo(now()) <= 0).toList().forEach(this::end);
      if (network.up().size() < fewestUp || (!toRestart.isEmpty() && random.nextInt(3) == 0)) {
        startOne();
      } else {
        harm(anyUp());
      }
      checkers.check();
      network.sleep(seconds(10, 180));
    }
    network.nodes().forEach(SimNode::thaw);
  }

  private Duration now() {
    return network.environment().elapsed();
  }

  private void end(Ending ending) {
    endings.remove(ending);
    note(ending.what + " ends");
    ending.action.run();
  }

  /** Does something, and undoes it later. */
  private void forSome(int least, int most, String what, Runnable begin, Runnable end) {
    note(what);
    begin.run();
    endings.add(new Ending(now().plus(seconds(least, most)), what, end));
  }

  private void harm(SimNode node) throws InterruptedException {
    Faults faults = network.faults();
    switch (random.nextInt(13)) {
      case 0 -> {
        double loss = random.nextDouble(0.1);
        forSome(60, 3_600, "loss " + loss, () -> faults.loss(loss), () -> faults.loss(0));
      }
      case 1 -> {
        double p = random.nextDouble(0.1);
        forSome(60, 3_600, "twice " + p, () -> faults.duplicates(p), () -> faults.duplicates(0));
      }
      case 2 -> {
        List<SimNode> from = some(10);
        List<SimNode> to = some(10);
        forSome(60, 1_800, "cut " + from + to, () -> faults.cut(from, to), faults::heal);
      }
      case 3 -> {
        List<SimNode> island = some(network.up().size() / 2);
        forSome(60, 3_600, "partition " + island, () -> faults.partition(island), faults::heal);
      }
      case 4 -> {
        Duration delay = Duration.ofMillis(random.nextInt(2_000));
        forSome(
            60,
            1_800,
            node + " slow by " + delay,
            () -> faults.slow(node, delay),
            () -> faults.slow(node, Duration.ZERO));
      }
      case 5 -> forSome(10, 600, node + " frozen", node::freeze, node::thaw);
      case 6, 7 -> crash(some(2), false);
      case 8 -> crash(some(6), random.nextBoolean());
      case 9 -> {
        note(node + " leaves");
        node.leave();
        if (random.nextBoolean()) {
          toRestart.add(node);
        } else {
          node.loseDisk();
        }
      }
      case 10 -> startOne();
      case 11 -> {
        Duration skew = Duration.ofSeconds(random.nextInt(-240, 240));
        note(node + " skewed by " + skew);
        node.skew(skew);
      }
      default -> {
        if (network.up().stream().filter(SimNode::isLiar).count() < network.up().size() / 10) {
          Lie lie = Lie.ALONE.get(random.nextInt(Lie.ALONE.size()));
          forSome(600, 7_200, node + " lies: " + lie, () -> node.lie(lie), node::beHonest);
        }
      }
    }
  }

  private void crash(List<SimNode> nodes, boolean withDisk) {
    SimNode.Crash how = SimNode.Crash.values()[random.nextInt(2)];
    note(nodes + " crash: " + how + (withDisk ? ", and lose their disks" : ""));
    for (SimNode node : nodes) {
      node.crash(how);
      if (withDisk) {
        node.loseDisk();
      }
      if (!withDisk || random.nextBoolean()) {
        toRestart.add(node);
      }
    }
  }

  private List<SimNode> some(int most) {
    List<SimNode> up = new ArrayList<>(network.up());
    List<SimNode> some = new ArrayList<>();
    for (int left = random.nextInt(1, most + 1); left > 0 && !up.isEmpty(); left--) {
      some.add(up.remove(random.nextInt(up.size())));
    }
    return some;
  }

  private void startOne() throws InterruptedException {
    SimNode node = toRestart.isEmpty() ? null : toRestart.removeFirst();
    try {
      if (node == null) {
        note(network.add() + " is new");
      } else {
        network.start(node);
        note(node + " starts again");
      }
    } catch (DhtException e) {
      note("no start of " + node + ": " + e.getMessage());
      if (node != null) {
        toRestart.add(node);
      }
    }
  }

  // And in the end.

  private void recover() throws InterruptedException {
    note("all faults end");
    network.faults().end();
    for (SimNode node : network.nodes()) {
      node.thaw();
      node.beHonest();
      node.skew(Duration.ZERO);
    }
    while (!toRestart.isEmpty()) {
      startOne();
    }
    checkers.check();
  }

  private void readEverything() throws InterruptedException {
    for (Key key : keys) {
      checkers.witness().get(anyUp(), key, Freshness.NEWEST);
    }
  }
}
