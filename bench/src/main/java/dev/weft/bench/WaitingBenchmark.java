package dev.weft.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * Many lookups at once, each of which waits for three answers: {@code heap} is what each of them
 * takes. The score is the time to begin and cancel them all, collections included, and says little.
 * Each JVM measures once, after it has compiled what runs: frames of compiled code are smaller.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class WaitingBenchmark {

  private static final int FIRST = 20_000;

  @Param({"BLOCKING", "CALLBACKS", "FUTURES"})
  public Style style;

  @Param({"10000", "100000"})
  public int lookups;

  private Town town;
  private Client client;

  /** What JMH tells of the lookups below the score. Used by one thread. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Held {
    /** Bytes of heap that each lookup takes. */
    public long heap;
  }

  @Setup(Level.Trial)
  public void setUp() throws InterruptedException {
    town = Town.waiting();
    client = town.client(style);
    client.cancel(town::lookup, FIRST, () -> town.await(FIRST)); // loads and compiles
    town.network().awaitNobody();
  }

  @TearDown(Level.Trial)
  public void tearDown() {
    client.close();
  }

  @Benchmark
  public void waiting(Held held) throws InterruptedException {
    long before = Memory.heap();
    client.cancel(
        town::lookup,
        lookups,
        () -> {
          town.await(lookups);
          held.heap = (Memory.heap() - before) / lookups;
        });
  }
}
