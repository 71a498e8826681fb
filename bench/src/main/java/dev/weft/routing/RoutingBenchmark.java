package dev.weft.routing;

import dev.weft.bench.Samples;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.runtime.RealEnvironment;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The routing table of a node in a network of 10,000: taking note of nodes, and looking up the 20
 * closest, alone and by eight readers beside a writer.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RoutingBenchmark {

  private static final int NODES = 10_000;
  private static final int K = 20;

  private final SplittableRandom random = new SplittableRandom(1);
  private final List<Contact> nodes = Samples.contacts(NODES, random);
  private final List<Key> targets =
      Samples.contacts(NODES, random).stream().map(Contact::key).toList();
  private final RoutingActor actor =
      RoutingActor.start(
          new RealEnvironment(), Key.random(random), RoutingOptions.defaults(), _ -> true, _ -> {});
  private final RoutingTable table =
      new RoutingTable(Key.random(random), RoutingOptions.defaults(), _ -> {}, 0);

  private long clock;
  private int turn;

  @Setup(Level.Trial)
  public void setUp() throws InterruptedException {
    for (Contact node : nodes) {
      table.seen(node, true, ++clock);
      actor.seen(node, true);
      actor.settled();
    }
  }

  @TearDown(Level.Trial)
  public void tearDown() {
    actor.close();
  }

  private Contact node() {
    return nodes.get(++turn % NODES);
  }

  private static Key target(List<Key> targets) {
    return targets.get(ThreadLocalRandom.current().nextInt(NODES));
  }

  /** The table itself, on the one thread that owns it. */
  @Benchmark
  public void seen(Blackhole hole) {
    hole.consume(table.seen(node(), true, ++clock));
  }

  /** The same, and what readers see made anew each time. */
  @Benchmark
  public RoutingSnapshot seenAndSnapshot() {
    table.seen(node(), true, ++clock);
    return table.snapshot();
  }

  @Benchmark
  public List<Contact> closest() {
    return actor.closest(target(targets), K);
  }

  @Benchmark
  @Group("beside")
  @GroupThreads(8)
  public List<Contact> reader() {
    return actor.closest(target(targets), K);
  }

  /** As fast as hints can be left; those that the actor has no time for are shed. */
  @Benchmark
  @Group("beside")
  @GroupThreads(1)
  public void writer() {
    actor.seen(node(), true);
  }
}
