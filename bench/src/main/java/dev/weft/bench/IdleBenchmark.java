package dev.weft.bench;

import dev.weft.lookup.LookupOptions;
import dev.weft.tcp.TcpLimits;
import java.io.IOException;
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
 * A network of Weft's nodes on the loopback address, all of which have joined and nobody uses: an
 * operation is 45 seconds of that. The first is not counted, as the network comes to rest
 * meanwhile. {@code cpu.norm} is the processor time that went into it, {@code resident} the memory
 * of the whole process in megabytes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 1)
@Measurement(iterations = 1)
public class IdleBenchmark {

  private static final int SECONDS = 45;

  @Param("1000")
  public int nodes;

  /**
   * How many connections each keeps open, of which both ends are files of this process: by default
   * a node would keep hundreds, and a thousand nodes more than most systems let a process have.
   */
  @Param("16")
  public int connections;

  private TcpNetwork network;

  /** What JMH tells of the process below the score. Used by one thread. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Process {
    /** Megabytes of the process that are in memory; 0 where the system does not tell. */
    public long resident;
  }

  @Setup(Level.Trial)
  public void setUp() throws IOException, InterruptedException {
    network =
        new TcpNetwork(
            nodes, LookupOptions.DEFAULT, TcpLimits.DEFAULT.withConnections(connections));
  }

  @TearDown(Level.Trial)
  public void tearDown() {
    network.close();
  }

  @Benchmark
  public void idle(Process process) throws InterruptedException {
    TimeUnit.SECONDS.sleep(SECONDS);
    process.resident = Memory.resident();
  }
}
