package dev.weft.bench;

import dev.weft.item.Item;
import dev.weft.lookup.LookupOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Get and set by a client of 50 of Weft's nodes on the loopback address, in the same JVM: content
 * items with values of 100 bytes. The client keeps nothing itself, so every operation asks others.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class NetworkBenchmark {

  private static final int NODES = 50;
  private static final int ITEMS = 2_000;
  private static final int FRESH = 20_000;
  private static final int FEW = 200;
  private static final int SOME = 2_000;

  @Param({"BLOCKING", "CALLBACKS"})
  public Style style;

  @Param({"8", "20"})
  public int k;

  private final List<Item> items = items(ITEMS, 1);

  /** So many that most are new to the network. */
  private final List<Item> fresh = items(FRESH, 2);

  private final AtomicInteger turn = new AtomicInteger();
  private TcpNetwork network;
  private Client client;

  @Setup(Level.Trial)
  public void setUp() throws IOException, InterruptedException {
    var options = new LookupOptions(k, 3, 12, Duration.ofSeconds(5), Duration.ofMillis(50));
    network = new TcpNetwork(NODES, options);
    client = network.client(style);
    Batches.run(client, number -> new Operation.Set(items.get(number)), ITEMS, 16);
  }

  @TearDown(Level.Trial)
  public void tearDown() {
    client.close();
    network.close();
  }

  private static List<Item> items(int count, long seed) {
    var random = new SplittableRandom(seed);
    return IntStream.range(0, count).mapToObj(_ -> (Item) Samples.item(100, random)).toList();
  }

  private Operation get(int number) {
    return new Operation.Get(items.get(turn.getAndIncrement() % ITEMS).key());
  }

  private Operation set(int number) {
    return new Operation.Set(fresh.get(turn.getAndIncrement() % FRESH));
  }

  @Benchmark
  @OperationsPerInvocation(FEW)
  public void get1() throws InterruptedException {
    Batches.run(client, this::get, FEW, 1);
  }

  @Benchmark
  @Fork(2)
  @OperationsPerInvocation(SOME)
  public void get64() throws InterruptedException {
    Batches.run(client, this::get, SOME, 64);
  }

  @Benchmark
  @OperationsPerInvocation(FEW)
  public void set1() throws InterruptedException {
    Batches.run(client, this::set, FEW, 1);
  }

  @Benchmark
  @OperationsPerInvocation(SOME)
  public void set64() throws InterruptedException {
    Batches.run(client, this::set, SOME, 64);
  }
}
