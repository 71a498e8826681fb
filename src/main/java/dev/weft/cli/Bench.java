package dev.weft.cli;

import static dev.weft.cli.Pass.What.GET;
import static dev.weft.cli.Pass.What.GET_AFTER_KILL;
import static dev.weft.cli.Pass.What.GET_AGAIN;
import static dev.weft.cli.Pass.What.GET_NEWEST;
import static dev.weft.cli.Pass.What.PUT;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.weft.Dht;
import dev.weft.DhtException;
import dev.weft.Freshness;
import dev.weft.item.Item;
import dev.weft.json.Json;
import dev.weft.kademlia.Key;
import dev.weft.runtime.Environment;
import dev.weft.sim.study.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Measures a network of real nodes in this process. Confined to the thread that runs it, but for
 * the work of its lanes, each of which has a slot of its own for what comes of an item.
 *
 * <p>Each kind of item and each number of operations in flight has a round, in a network of its
 * own, so that none finds what another has left behind: copies on the way, connections, the healed
 * tables of those who have noticed that nodes are gone.
 */
final class Bench {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration TIME_TO_LIVE = Duration.ofHours(1);

  private final Environment environment;
  private final Machine machine;
  private final Supplier<Network> networks;
  private final Workload workload;

  /**
   * @param networks gives each round a network of its own, which ends with it
   */
  Bench(Environment environment, Machine machine, Supplier<Network> networks, Workload workload) {
    this.environment = environment;
    this.machine = machine;
    this.networks = networks;
    this.workload = workload;
  }

  /**
   * Runs all rounds.
   *
   * @param teller is told of each when it is over
   */
  List<Pass.Round> run(Consumer<Pass.Round> teller) throws InterruptedException {
    if (workload.warmUp() > 0) {
      Workload warmUp = workload.withItems(workload.warmUp());
      for (ItemKind kind : workload.kinds()) {
        new Round(warmUp, kind, workload.inFlight().getLast()).run();
      }
    }
    List<Pass.Round> rounds = new ArrayList<>();
    for (ItemKind kind : workload.kinds()) {
      for (int inFlight : workload.inFlight()) {
        Pass.Round round = new Round(workload, kind, inFlight).run();
        rounds.add(round);
        teller.accept(round);
      }
    }
    return rounds;
  }

  /** What comes of an item in one pass. */
  private enum Outcome {
    DONE,
    OWN,
    FAILED
  }

  /** What an item was, and how long it took. */
  private record Mark(Outcome outcome, Duration took) {}

  /** What is done with the item with this index. */
  @FunctionalInterface
  private interface Work {
    Outcome apply(int index) throws InterruptedException;
  }

  /** One network, filled and read. Confined as the whole is. */
  private final class Round {
    private final Workload workload;
    private final ItemKind kind;
    private final int inFlight;
    private final Network network;
    private final Fleet fleet;

    /** The key of each item; none where it could not be stored. */
    private final AtomicReferenceArray<Optional<Key>> keys;

    private final List<Pass> passes = new ArrayList<>();

    Round(Workload workload, ItemKind kind, int inFlight) {
      this.workload = workload;
      this.kind = kind;
      this.inFlight = inFlight;
      this.network = networks.get();
      this.fleet = new Fleet(environment, network, workload.nodes());
      this.keys = new AtomicReferenceArray<>(workload.items());
    }

    Pass.Round run() throws InterruptedException {
      try {
        long before = machine.heap();
        fleet.start(workload::config);
        long idle = machine.heap() - before;
        pass(PUT, this::put);
        pass(GET, index -> get(index, Freshness.FIRST));
        pass(GET_AGAIN, index -> get(index, Freshness.FIRST));
        pass(GET_NEWEST, index -> get(index, Freshness.NEWEST));
        long full = machine.heap() - before;
        if (workload.killed() > 0) {
          fleet.abort(workload.killed());
          pass(GET_AFTER_KILL, index -> get(index, Freshness.FIRST));
        }
        int nodes = workload.nodes();
        return new Pass.Round(kind, inFlight, passes, idle / nodes, full / nodes);
      } finally {
        fleet.end(Dht::abort);
      }
    }

    private void pass(Pass.What what, Work work) throws InterruptedException {
      var marks = new AtomicReferenceArray<Mark>(workload.items());
      long messages = network.messages();
      Duration cpu = machine.cpu();
      var watch = new Stopwatch(environment);
      Lanes.each(
          environment,
          inFlight,
          workload.items(),
          index -> {
            var one = new Stopwatch(environment);
            marks.set(index, new Mark(attempt(work, index), one.elapsed()));
          });
      flush();
      Duration took = watch.elapsed();
      Duration used = machine.cpu().minus(cpu);
      long sent = network.messages() - messages;
      List<Mark> all = IntStream.range(0, marks.length()).mapToObj(marks::get).toList();
      List<Mark> asked = all.stream().filter(mark -> mark.outcome != Outcome.OWN).toList();
      int failed = (int) asked.stream().filter(mark -> mark.outcome == Outcome.FAILED).count();
      Sample millis = Sample.of(asked.stream().mapToDouble(mark -> Json.millis(mark.took)));
      int own = all.size() - asked.size();
      passes.add(new Pass(what, all.size(), own, failed, took, millis, used, sent));
    }

    /** A put returns before the last copy has come to its place; what that takes counts as well. */
    private void flush() throws InterruptedException {
      for (int node : fleet.living()) {
        fleet.node(node).flush(TIMEOUT);
      }
    }

    private static Outcome attempt(Work work, int index) throws InterruptedException {
      try {
        return work.apply(index);
      } catch (DhtException e) {
        return Outcome.FAILED;
      }
    }

    private Outcome put(int index) throws InterruptedException {
      keys.set(index, Optional.empty());
      Dht node = fleet.node(setter(index));
      Item item = kind.put(node, index, value(index), TIME_TO_LIVE, TIMEOUT).item();
      keys.set(index, Optional.of(item.key()));
      return Outcome.DONE;
    }

    private Outcome get(int index, Freshness freshness) throws InterruptedException {
      Optional<Key> key = keys.get(index);
      if (key.isEmpty()) {
        return Outcome.FAILED;
      }
      Dht node = fleet.node(reader(index));
      if (freshness == Freshness.FIRST && node.held(key.get()).isPresent()) {
        return Outcome.OWN;
      }
      Optional<Item> item = node.find(key.get(), freshness, TIMEOUT);
      return item.filter(found -> Arrays.equals(found.value(), value(index))).isPresent()
          ? Outcome.DONE
          : Outcome.FAILED;
    }

    /** A value that no other item has, in ASCII, as not every wire carries more. */
    private byte[] value(int index) {
      String digits = Integer.toString(index);
      return ("0".repeat(workload.valueBytes() - digits.length()) + digits).getBytes(US_ASCII);
    }

    /** Which node stores an item: all take turns. */
    private int setter(int index) {
      return index % fleet.size();
    }

    /** Which node reads an item: a living one that did not store it. */
    private int reader(int index) {
      List<Integer> living = fleet.living();
      // Not by the index alone: with it, the same few pairs of nodes would meet again and again.
      int at = index + index / fleet.size();
      int reader = living.get(at % living.size());
      return reader == setter(index) ? living.get((at + 1) % living.size()) : reader;
    }
  }
}
