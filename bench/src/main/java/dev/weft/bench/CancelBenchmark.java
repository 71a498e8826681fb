package dev.weft.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * 10,000 lookups, each of which waits for three answers, are cancelled at once. {@code latency.p50}
 * is the time until nothing is left of them; the score is that and the time to begin them all.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
public class CancelBenchmark {

  private static final int LOOKUPS = 10_000;

  @Param({"BLOCKING", "CALLBACKS", "FUTURES"})
  public Style style;

  private Town town;
  private Client client;

  @Setup(Level.Trial)
  public void setUp() {
    town = Town.waiting();
    client = town.client(style);
  }

  @TearDown(Level.Trial)
  public void tearDown() {
    client.close();
  }

  @Benchmark
  public void cancelAll() throws InterruptedException {
    long took = client.cancel(town::lookup, LOOKUPS, () -> town.await(LOOKUPS));
    Latencies.OF_THIS_JVM.add(took);
    town.network().awaitNobody(); // for ever, if anything is left
  }
}
