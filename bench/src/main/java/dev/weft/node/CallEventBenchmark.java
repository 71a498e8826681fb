package dev.weft.node;

import dev.weft.item.Identity;
import dev.weft.kademlia.Contact;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.runtime.RealEnvironment;
import dev.weft.tcp.Shares;
import dev.weft.tcp.TcpLimits;
import dev.weft.tcp.TcpOptions;
import dev.weft.tcp.TcpTransport;
import java.io.IOException;
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
 * What it costs that calls are counted and told to Java's flight recorder: a call without that, the
 * same as a node makes it while nobody records, and while somebody does. {@code answeredAtOnce} is
 * a call that takes no time, and so shows the cost; {@code ping} is one over loopback TCP, and so
 * shows what it amounts to.
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

  /** How a call is made. */
  public enum Way {
    /** By the transport alone. */
    BARE,
    /** As a node does, while nobody records. */
    OFF,
    /** As a node does, while somebody records. */
    RECORDED
  }

  @Param public Way way;

  private final RealEnvironment environment = new RealEnvironment();
  private Recording recording;
  private Transport server;
  private Transport client;
  private Transport atOnce;
  private Transport overTcp;
  private Contact peer;

  @Setup(Level.Trial)
  public void setUp() throws IOException {
    TcpLimits limits = TcpLimits.DEFAULT.withShares(Shares.UNLIMITED);
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    TcpOptions options = TcpOptions.node(any).withSecure(false).withLimits(limits);
    server = TcpTransport.open(environment, Identity.generate(), options);
    server.serve((_, _) -> new Response.Pong());
    client = TcpTransport.open(environment, Identity.generate(), options);
    peer = server.self().orElseThrow();
    atOnce = metered(new AtOnce());
    overTcp = metered(client);
    if (way == Way.RECORDED) {
      recording = new Recording();
      recording.enable("weft.Call");
      recording.setMaxSize(64L << 20);
      recording.start();
    }
  }

  private Transport metered(Transport transport) {
    return way == Way.BARE ? transport : new MeteredTransport(transport, environment);
  }

  @TearDown(Level.Trial)
  public void tearDown() {
    if (recording != null) {
      recording.close();
    }
    client.close();
    server.close();
  }

  @Benchmark
  public Response answeredAtOnce() throws RpcException, InterruptedException {
    return atOnce.call(peer, PING, LIMIT);
  }

  @Benchmark
  public Response ping() throws RpcException, InterruptedException {
    return overTcp.call(peer, PING, LIMIT);
  }
}
