package dev.weft.process;

import dev.weft.Dht;
import dev.weft.DhtException;
import dev.weft.Freshness;
import dev.weft.sim.Latency;
import dev.weft.sim.Lie;
import dev.weft.sim.SimNetwork;
import dev.weft.sim.SimNode;
import dev.weft.sim.SimNode.Crash;
import dev.weft.sim.SimOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A program: thirty nodes that are used, come and go, and meet every kind of fault. Prints the hash
 * of what has happened so far now and then, so that two runs that differ show when they began to.
 */
final class Scenario {

  private static final int NODES = 20;
  private static final int ITEMS = 40;
  private static final int PERIODS = 6;
  private static final int ROUNDS = 1;
  private static final Duration ROUND = Duration.ofSeconds(90);
  private static final Duration INTERVAL = Duration.ofMinutes(4);
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final SimNetwork network;
  private final Random random;
  private int got;
  private int failed;

  private Scenario(SimNetwork network, long seed) {
    this.network = network;
    this.random = new Random(seed);
  }

  /**
   * @param args the seed
   */
  public static void main(String[] args) throws InterruptedException {
    long seed = Long.parseLong(args[0]);
    SimOptions options =
        SimOptions.of(seed, NODES)
            .withLatency(Latency.parse("lognormal:40ms,0.5"))
            .withLoss(0.02)
            .withConfig(config -> config.k(8).timeToLive(LIFE).maintenanceInterval(INTERVAL));
    try (SimNetwork network = SimNetwork.open(options)) {
      Scenario scenario = new Scenario(network, seed);
      System.out.println("opened " + scenario.state());
      network.run(scenario::play);
      System.out.println("played " + scenario.state());
    }
  }

  private String state() {
    return "%s %d steps, %s, %d got, %d failed"
        .formatted(
            network.environment().traceHash(),
            network.environment().steps(),
            network.environment().elapsed(),
            got,
            failed);
  }

  private void play() throws InterruptedException {
    network.faults().duplicates(0.02);
    for (int period = 0; period < PERIODS; period++) {
      begin(period);
      for (int round = 0; round < ROUNDS; round++) {
        churn();
        network.environment().start("user", this::use);
        network.environment().start("user", this::use);
        network.sleep(ROUND);
      }
      end();
      System.out.println("period " + period + " " + state());
    }
  }

  /** Something goes wrong for one period. */
  private void begin(int period) {
    SimNode some = any();
    switch (period) {
      case 0 -> network.faults().partition(network.nodes().subList(0, 8));
      case 1 -> network.faults().cut(network.nodes().subList(3, 9), network.nodes());
      case 2 -> network.faults().slow(some, Duration.ofSeconds(3));
      case 3 -> some.freeze();
      case 4 -> some.skew(Duration.ofMinutes(-7));
      default -> {
        for (Lie lie : Lie.ALONE) {
          any().lie(lie);
        }
      }
    }
  }

  private void end() {
    network.faults().heal();
    for (SimNode node : network.nodes()) {
      network.faults().slow(node, Duration.ZERO);
      node.thaw();
      node.beHonest();
    }
  }

  /** One node goes in some way, and one that is down comes back. */
  private void churn() throws InterruptedException {
    List<SimNode> up = network.up();
    SimNode going = up.get(random.nextInt(up.size()));
    List<SimNode> down = new ArrayList<>(network.nodes());
    down.removeAll(up);
    switch (random.nextInt(5)) {
      case 0 -> going.crash(Crash.PROCESS);
      case 1 -> going.crash(Crash.MACHINE);
      case 2 -> going.leave();
      default -> {
        for (SimNode node : down) {
          if (random.nextBoolean()) {
            node.loseDisk();
          }
          start(node);
        }
      }
    }
  }

  private void start(SimNode node) throws InterruptedException {
    try {
      network.start(node);
    } catch (DhtException e) {
      failed++;
    }
  }

  private void use() {
    Dht writer = any().dht();
    String name = "item-" + random.nextInt(ITEMS);
    try {
      writer.set(name, name + " of " + network.environment().now());
      Freshness freshness = random.nextBoolean() ? Freshness.FIRST : Freshness.NEWEST;
      if (any().dht().get(writer.owner(), name, freshness, TIMEOUT).isPresent()) {
        got++;
      }
    } catch (DhtException | IllegalArgumentException e) {
      failed++;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private SimNode any() {
    List<SimNode> up = network.up();
    return up.get(random.nextInt(up.size()));
  }
}
