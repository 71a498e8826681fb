package dev.weft.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
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
 * Lookups among 1,000 nodes in memory whose answers take no time: what the style itself costs. An
 * operation is one lookup, of some 25 questions. Nothing ever waits, so there is no sense in more
 * lookups at once than there are processors: of callbacks, each would be done before the next is
 * begun.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class LookupBenchmark {

  private static final int BATCH = 2_000;

  @Param public Style style;

  private Town town;
  private Client client;

  @Setup(Level.Trial)
  public void setUp() {
    town = new Town(1_000, 256, Duration.ZERO);
    client = town.client(style);
  }

  @TearDown(Level.Trial)
  public void tearDown() {
    client.close();
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void inFlight1() throws InterruptedException {
    Batches.run(client, town::lookup, BATCH, 1);
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void onePerProcessor() throws InterruptedException {
    Batches.run(client, town::lookup, BATCH, Style.loops());
  }
}
