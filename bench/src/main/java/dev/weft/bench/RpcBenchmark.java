package dev.weft.bench;

import dev.weft.item.Identity;
import dev.weft.kademlia.Contact;
import dev.weft.lookup.LookupOptions;
import dev.weft.rpc.Response;
import dev.weft.rpc.Transport;
import dev.weft.runtime.RealEnvironment;
import dev.weft.tcp.Shares;
import dev.weft.tcp.TcpLimits;
import dev.weft.tcp.TcpOptions;
import dev.weft.tcp.TcpTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
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
 * Round trips over TCP on the loopback address: an operation is one PING, answered by Weft's own
 * transport in the same JVM, whichever style asks. So allocations and processor time are those of
 * both ends.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class RpcBenchmark {

  private static final int FEW = 2_000;
  private static final int MANY = 40_000;

  @Param({"BLOCKING", "CALLBACKS"})
  public Style style;

  @Param({"1", "50"})
  public int connections;

  private final List<Transport> servers = new ArrayList<>();
  private final List<Operation> pings = new ArrayList<>();
  private Client client;

  @Setup(Level.Trial)
  public void setUp() throws IOException, InterruptedException {
    List<Contact> contacts = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      TcpOptions options =
          TcpOptions.node(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .withSecure(false)
              .withLimits(TcpLimits.DEFAULT.withShares(Shares.UNLIMITED)); // as one peer asks all
      Transport server = TcpTransport.open(new RealEnvironment(), Identity.generate(), options);
      server.serve(
          (_, request) ->
              request instanceof dev.weft.rpc.Request.Ping
                  ? new Response.Pong()
                  : new Response.Nodes(List.of()));
      servers.add(server);
      contacts.add(server.self().orElseThrow());
      pings.add(new Operation.Ping(contacts.getLast()));
    }
    // One connection belongs to one loop; of many, each loop has its share.
    int loops = Math.min(connections, Style.loops());
    while (connections % loops != 0) {
      loops--;
    }
    client = TcpClients.join(style, LookupOptions.DEFAULT, contacts, loops);
    for (int i = 0; i < 4; i++) {
      Batches.run(client, this::ping, connections, 1);
    }
  }

  @TearDown(Level.Trial)
  public void tearDown() {
    client.close();
    servers.forEach(Transport::close);
  }

  private Operation ping(int number) {
    return pings.get(number % connections);
  }

  @Benchmark
  @OperationsPerInvocation(FEW)
  public void inFlight1() throws InterruptedException {
    Batches.run(client, this::ping, FEW, 1);
  }

  @Benchmark
  @Fork(2)
  @OperationsPerInvocation(MANY)
  public void inFlight64() throws InterruptedException {
    Batches.run(client, this::ping, MANY, 64);
  }

  @Benchmark
  @OperationsPerInvocation(MANY)
  public void inFlight1024() throws InterruptedException {
    Batches.run(client, this::ping, MANY, 1_024);
  }

  /** With 50 connections: 16 for each. */
  @Benchmark
  @Fork(2)
  @OperationsPerInvocation(MANY)
  public void inFlight800() throws InterruptedException {
    Batches.run(client, this::ping, MANY, 800);
  }
}
