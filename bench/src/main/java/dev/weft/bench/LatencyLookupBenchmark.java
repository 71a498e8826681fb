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
 * Lookups among 1,000 nodes in memory that take a millisecond to answer: how each style waits. An
 * operation is one lookup. Platform threads are no match for 10,000 in flight, as that takes 40,000
 * of them; they are left out unless {@code -p style=THREADS} asks for them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 1)
public class LatencyLookupBenchmark {

  private static final int FEW = 20;
  private static final int SOME = 2_000;
  private static final int MANY = 40_000;

  @Param({"BLOCKING", "CALLBACKS", "FUTURES"})
  public Style style;

  private Town town;
  private Client client;

  @Setup(Level.Trial)
  public void setUp() {
    town = new Town(1_000, 256, Duration.ofMillis(1));
    client = town.client(style);
  }

  @TearDown(Level.Trial)
  public void tearDown() {
    client.close();
  }

  @Benchmark
  @OperationsPerInvocation(FEW)
  public void inFlight1() throws InterruptedException {
    Batches.run(client, town::lookup, FEW, 1);
  }

  @Benchmark
  @OperationsPerInvocation(SOME)
  public void inFlight64() throws InterruptedException {
    Batches.run(client, town::lookup, SOME, 64);
  }

  @Benchmark
  @OperationsPerInvocation(MANY)
  public void inFlight10000() throws InterruptedException {
    Batches.run(client, town::lookup, MANY, 10_000);
  }
}
