package dev.weft.node;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.CallOutcome;
import dev.weft.rpc.Request;
import dev.weft.rpc.RequestKind;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.runtime.RealEnvironment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
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
 * What it costs that calls are counted and told to Java's flight recorder, while nobody records and
 * while somebody does; the calls themselves take no time here.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class CallEventBenchmark {

  private static final Request PING = new Request.Ping();
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private static final Contact PEER =
      new Contact(Key.of("peer"), new InetSocketAddress(InetAddress.getLoopbackAddress(), 1908));

  @Param({"false", "true"})
  public boolean recorded;

  private final Transport bare = new AtOnce();
  private final Transport metered = new MeteredTransport(bare, new RealEnvironment());
  private Recording recording;

  @Setup(Level.Trial)
  public void setUp() {
    if (recorded) {
      recording = new Recording();
      recording.enable("weft.Call");
      recording.setMaxSize(64L << 20);
      recording.start();
    }
  }

  @TearDown(Level.Trial)
  public void tearDown() {
    if (recording != null) {
      recording.close();
    }
  }

  /** A call by the transport alone. */
  @Benchmark
  public Response bare() throws RpcException, InterruptedException {
    return bare.call(PEER, PING, LIMIT);
  }

  /** A call as a node makes it: timed, counted, and told to the flight recorder. */
  @Benchmark
  public Response metered() throws RpcException, InterruptedException {
    return metered.call(PEER, PING, LIMIT);
  }

  /** The part of that which tells the flight recorder. */
  @Benchmark
  public void event() {
    CallEvent event = new CallEvent();
    event.begin();
    event.over(PEER, RequestKind.PING, CallOutcome.ANSWERED);
  }
}
