package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Freshness;
import dev.weft.item.Item;
import dev.weft.item.NamedItem;
import dev.weft.item.OwnedItem;
import dev.weft.kademlia.Key;
import dev.weft.runtime.FanOut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A network in which three of ten nodes end each hour, and come back within ten minutes with what
 * they had kept, and without being told a seed, while values are set, replaced, deleted, forgotten
 * and read: {@code mvn test -Dtest=RestartDayTest -Dweft.hours=24 -Dweft.nodes=200} is a day of 200
 * nodes. What is kept and read is checked by {@link Checkers} as well.
 */
@Timeout(3_600)
class RestartDayTest {

  private static final long SEED = Long.getLong("weft.seed", 1);
  private static final int NODES = Integer.getInteger("weft.nodes", 30);
  private static final Duration DAY = Duration.ofHours(Integer.getInteger("weft.hours", 3));

  /** Of all nodes that end in an hour. */
  private static final double CHURN = 0.3;

  private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(10);

  /**
   * Of what is to expire. A version never lives shorter than one before it: where it did, that
   * could be found again when it has expired, as {@code dev.weft} says.
   */
  private static final Duration BRIEF = Duration.ofMinutes(90);

  /** Confined to the thread of the simulation. */
  private static final class Day {
    private final SimNetwork network;
    private final Checkers checkers;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Map<SimNode, Duration> down = new LinkedHashMap<>();
    private final List<Key> keys = new ArrayList<>();

    /** The highest version that has been read as the newest under a key. */
    private final Map<Key, Long> newest = new HashMap<>();

    private int ends;
    private int reads;
    private int found;
    private int values;

    Day(SimNetwork network) {
      this.network = network;
      this.checkers = Checkers.watch(network, Duration.ofMinutes(1));
    }

    private boolean isOver() {
      return network.environment().elapsed().compareTo(DAY) > 0;
    }

    private SimNode anyUp() {
      List<SimNode> up = network.up();
      return up.get(random.nextInt(up.size()));
    }

    private Duration within(Duration time) {
      return Duration.ofNanos(random.nextLong(time.toNanos()));
    }

    Void churn() throws InterruptedException {
      Duration spacing = Duration.ofHours(1).dividedBy((long) (NODES * CHURN));
      while (!isOver()) {
        network.sleep(within(spacing.multipliedBy(2)));
        for (SimNode node : List.copyOf(down.keySet())) {
          if (down.get(node).compareTo(network.environment().elapsed()) <= 0) {
            down.remove(node);
            network.restart(node);
          }
        }
        end(anyUp());
      }
      for (SimNode node : down.keySet()) {
        network.restart(node);
      }
      return null;
    }

    private void end(SimNode node) {
      ends++;
      down.put(node, network.environment().elapsed().plus(within(LONGEST_OUTAGE)));
      switch (random.nextInt(3)) {
        case 0 -> node.crash(SimNode.Crash.PROCESS);
        case 1 -> node.crash(SimNode.Crash.MACHINE);
        default -> node.leave();
      }
    }

    Void use() throws InterruptedException {
      while (!isOver()) {
        network.sleep(within(Duration.ofMinutes(1)));
        SimNode node = anyUp();
        switch (random.nextInt(10)) {
          case 0, 1 -> set(node, "lasting", network.settings().timeToLive());
          case 2 -> set(node, "brief", BRIEF);
          case 3 -> {
            set(node, "brief", BRIEF);
            node.dht().forget("brief");
          }
          case 4 -> checkers.witness().delete(node, random.nextBoolean() ? "lasting" : "brief");
          default -> {
            if (!keys.isEmpty()) {
              read(node, keys.get(random.nextInt(keys.size())));
            }
          }
        }
      }
      return null;
    }

    private void set(SimNode node, String name, Duration timeToLive) throws InterruptedException {
      Key key = NamedItem.keyOf(node.identity().key(), name);
      if (!keys.contains(key)) {
        keys.add(key);
      }
      checkers.witness().set(node, name, "value " + ++values, timeToLive);
    }

    private void read(SimNode reader, Key key) throws InterruptedException {
      reads++;
      Freshness freshness = random.nextBoolean() ? Freshness.NEWEST : Freshness.FIRST;
      Optional<Item> got = checkers.witness().get(reader, key, freshness);
      if (got.isPresent()) {
        found++;
        assertThat(got.get().isExpired(network.environment().now())).as("expired").isFalse();
        if (freshness == Freshness.NEWEST) {
          long version = ((OwnedItem) got.get()).version();
          assertThat(version).isGreaterThanOrEqualTo(newest.getOrDefault(key, Long.MIN_VALUE));
          newest.put(key, version);
        }
      }
    }

    void live() throws InterruptedException {
      FanOut.map(
          network.environment().threads("day"),
          List.<SimEnvironment.Task<Void, InterruptedException>>of(this::churn, this::use),
          SimEnvironment.Task::call);
      checkers.awaitConvergence(Duration.ofHours(3));
      for (Key key : keys) {
        read(anyUp(), key);
      }
      System.out.printf(
          "%d nodes, %s: %d ends, %s, of %d reads %d found; %d lost%n",
          NODES, DAY, ends, checkers.witness().tally(), reads, found, checkers.lost());
    }
  }

  @Test
  void nothingIsLostNothingExpiredIsReadAndNoVersionGoesBackwards() throws InterruptedException {
    SimOptions options =
        SimOptions.of(SEED, NODES)
            .withLatency(Latency.logNormal(Duration.ofMillis(40), 0.4))
            .withConfig(config -> config.k(8).timeToLive(Duration.ofHours(8)));
    try (SimNetwork network = SimNetwork.open(options)) {
      Day day = network.call(() -> new Day(network));
      network.run(day::live);
      assertThat(day.checkers.lost()).isZero();
      assertThat(day.ends).isGreaterThan((int) (NODES * CHURN * DAY.toHours() / 2));
      assertThat(day.found).isGreaterThan(day.reads / 4);
      assertThat(day.checkers.witness().tally().setsFailed()).isZero();
    }
  }
}
