import dev.weft.item.Identity;
import dev.weft.kademlia.Contact;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.runtime.RealEnvironment;
import dev.weft.tcp.Shares;
import dev.weft.tcp.TcpLimits;
import dev.weft.tcp.TcpOptions;
import dev.weft.tcp.TcpTransport;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * What TLS costs Weft's own calls: PINGs over one connection on loopback, 64 in flight, over TLS
 * and in the clear in turn; and the heap for each end of a connection that has nothing to do. Both
 * ends are in this process. Prints calls in a second and processor time for each.
 *
 * <pre>java -cp target/weft.jar bench/Secure.java 64</pre>
 */
class Secure {

  static final Duration LONG = Duration.ofSeconds(20);
  static final long ROUND = 2_000_000_000L;
  static final int ROUNDS = 7;
  static final int IDLE = 300;

  static void main(String[] args) throws Exception {
    int inFlight = args.length > 0 ? Integer.parseInt(args[0]) : 64;
    try (TcpTransport tls = server(true);
        TcpTransport clear = server(false);
        TcpTransport overTls = client(true);
        TcpTransport inTheClear = client(false)) {
      for (int round = 0; round < ROUNDS; round++) {
        double[] one = calls(inTheClear, clear.self().orElseThrow(), inFlight);
        double[] two = calls(overTls, tls.self().orElseThrow(), inFlight);
        System.out.printf(
            "in the clear %,.0f/s, %.2f µs each; TLS %,.0f/s, %.2f µs each: %.2f x, %.2f x%n",
            one[0], one[1], two[0], two[1], two[0] / one[0], two[1] / one[1]);
      }
    }
    for (boolean secure : new boolean[] {false, true, false, true}) {
      System.out.println(
          (secure ? "TLS " : "in the clear ") + idle(secure) + " bytes for an idle end");
    }
  }

  static TcpTransport server(boolean secure) throws IOException {
    var options =
        TcpOptions.node(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .withLimits(TcpLimits.DEFAULT.withShares(Shares.UNLIMITED)); // as one peer asks all
    TcpTransport server =
        TcpTransport.open(new RealEnvironment(), Identity.generate(), options.withSecure(secure));
    server.serve((_, _) -> new Response.Pong());
    return server;
  }

  static TcpTransport client(boolean secure) throws IOException {
    return TcpTransport.open(
        new RealEnvironment(), Identity.generate(), TcpOptions.client().withSecure(secure));
  }

  /** Calls in a second, and microseconds of the process's time for each. */
  static double[] calls(TcpTransport client, Contact server, int inFlight)
      throws InterruptedException {
    var made = new LongAdder();
    long cpu = cpu();
    long start = System.nanoTime();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < inFlight; i++) {
      callers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (System.nanoTime() - start < ROUND) {
                      ping(client, server);
                      made.increment();
                    }
                  }));
    }
    for (Thread caller : callers) {
      caller.join();
    }
    return new double[] {
      made.sum() * 1e9 / (System.nanoTime() - start), (cpu() - cpu) / 1e3 / made.sum()
    };
  }

  static void ping(TcpTransport client, Contact server) {
    try {
      client.call(server, new Request.Ping(), LONG);
    } catch (RpcException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** The bytes of heap for one end of a connection, its threads included. */
  static long idle(boolean secure) throws Exception {
    List<TcpTransport> clients = new ArrayList<>();
    try (TcpTransport server = server(secure)) {
      for (int i = 0; i < IDLE; i++) {
        clients.add(client(secure));
      }
      long before = used();
      for (TcpTransport client : clients) {
        ping(client, server.self().orElseThrow());
      }
      return (used() - before) / IDLE / 2;
    } finally {
      clients.forEach(TcpTransport::close);
    }
  }

  static long used() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(200);
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
