package dev.weft.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.Dht;
import dev.weft.DhtConfig;
import dev.weft.Habitat;
import dev.weft.item.Identity;
import dev.weft.item.Owner;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.routing.Notes;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.runtime.RealEnvironment;
import dev.weft.store.ItemStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A machine floods a node of a network with all that it can send, from addresses of its own. The
 * nodes hold the addresses of this machine to what others are held to.
 */
class FloodIT {

  private static final Duration SHORT = Duration.ofSeconds(1);

  private static final List<String> EXPECTED = List.of("address-handshakes", "forged", "forger");

  /** Where the hostile machine is. */
  private static final String ELSEWHERE = "127.0.0.2";

  private final Environment environment = new RealEnvironment();
  private final List<TcpTransport> transports = new ArrayList<>();
  private final List<Dht> nodes = new ArrayList<>();
  private final AtomicLong failed = new AtomicLong();
  private volatile boolean over;
  private int round;

  /** The real world, but for the limits. */
  private final class Strict implements Habitat {
    private final Habitat real = Habitat.real(environment);

    @Override
    public Environment environment() {
      return environment;
    }

    @Override
    public Owner newIdentity(DhtConfig config) {
      return Identity.generate();
    }

    @Override
    public Notes notes(DhtConfig config) throws IOException {
      return real.notes(config);
    }

    @Override
    public Transport transport(Owner self, DhtConfig config) throws IOException {
      Limits limits = new Limits();
      limits.ofLoopback = true;
      var options = TcpOptions.node(Nodes.loopback(0)).withLimits(limits.build());
      TcpTransport transport = TcpTransport.open(environment, (Identity) self, options);
      transports.add(transport);
      return transport;
    }

    @Override
    public ItemStore store(Key self, DhtConfig config) throws IOException {
      return real.store(self, config);
    }
  }

  @BeforeEach
  void open() throws Exception {
    assumeTrue(hasAnotherAddress(), "this machine has no other loopback address");
    for (int i = 0; i < 6; i++) {
      var config = DhtConfig.builder().port(0).k(4);
      nodes.stream().limit(1).forEach(first -> config.seed(seed(first)));
      nodes.add(Dht.open(config.build(), new Strict()));
    }
  }

  private static boolean hasAnotherAddress() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(ELSEWHERE))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static String seed(Dht node) {
    return "127.0.0.1:" + node.self().orElseThrow().address().getPort();
  }

  @AfterEach
  void close() {
    over = true;
    nodes.forEach(Dht::close);
  }

  private Contact victim() {
    return nodes.getFirst().self().orElseThrow();
  }

  /** What two clients get done in a time; whatever fails is counted. */
  private long work(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    AtomicLong done = new AtomicLong();
    int now = round++;
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Dht setter = nodes.get(1 + i);
      Dht getter = nodes.get(3 + i);
      workers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    int n = 0;
                    do {
                      String name = now + "/" + n++;
                      done.addAndGet(isFound(setter, getter, name) ? 2 : 0);
                    } while (System.nanoTime() < end && !over);
                  }));
    }
    for (Thread worker : workers) {
      worker.join();
    }
    return done.get();
  }

  private boolean isFound(Dht setter, Dht getter, String name) {
    try {
      setter.set(name, "value");
      boolean found = getter.get(setter.owner(), name).isPresent();
      failed.addAndGet(found ? 0 : 1);
      return found;
    } catch (InterruptedException | RuntimeException e) {
      System.err.println(name + ": " + e);
      failed.incrementAndGet();
      return false;
    }
  }

  @Test
  @DisabledIfSystemProperty(named = "weft.flood", matches = ".*")
  void honestWorkSucceedsWhileAMachineDoesAllThatItCanAndNothingGrows() throws Exception {
    TcpTransport flooded = transports.getFirst();
    TcpLimits limits = TcpLimits.DEFAULT;
    work(Duration.ofMillis(300));
    try (var flood = new Flood(victim(), InetAddress.getByName(ELSEWHERE))) {
      Arrays.stream(Flood.Kind.values()).forEach(flood::start);
      Thread watcher =
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (!over) {
                      TcpStats stats = flooded.stats();
                      boolean bounded =
                          stats.connections() <= limits.connections()
                              && stats.requestsInFlight() <= limits.requests()
                              && stats.bytesInFlight() <= limits.bytes();
                      failed.addAndGet(bounded ? 0 : 1);
                      Thread.yield();
                    }
                  });
      for (int i = 0; i < 20 && !refused().containsAll(EXPECTED); i++) {
        assertThat(work(SHORT)).isPositive();
      }
      over = true;
      watcher.join();
      assertThat(flood.done()).isPositive();
    }
    assertThat(failed).hasValue(0);
    assertThat(refused()).containsAll(EXPECTED);
    assertThat(transports.get(1).stats().refusals()).isEmpty();
  }

  private Set<String> refused() {
    return nodes.getFirst().statistics().refused().keySet();
  }

  /** How much gets done while another process floods, set against the time before; printed. */
  @Test
  @Timeout(1_200)
  @EnabledIfSystemProperty(named = "weft.flood", matches = "\\d+")
  void howMuchHonestWorkGoesOn() throws Exception {
    Duration time = Duration.ofSeconds(Long.getLong("weft.flood"));
    work(time);
    for (int nice : new int[] {19, 0}) {
      for (Flood.Kind kind : Flood.Kind.values()) {
        measure(time, nice, List.of(kind));
      }
      measure(time, nice, List.of(Flood.Kind.values()));
    }
    assertThat(failed).hasValue(0);
  }

  private void measure(Duration time, int nice, List<Flood.Kind> kinds) throws Exception {
    Rate before = rate(time);
    Map<String, Long> refused = nodes.getFirst().statistics().refused();
    List<String> command =
        new ArrayList<>(
            List.of(
                "nice",
                "-n",
                String.valueOf(nice),
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Flood.class.getName(),
                "127.0.0.1",
                String.valueOf(victim().address().getPort()),
                victim().key().toString(),
                ELSEWHERE,
                String.valueOf(time.toSeconds() + 1)));
    kinds.forEach(kind -> command.add(kind.name()));
    Process flooder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader told = flooder.inputReader();
    assertThat(told.readLine()).isEqualTo("ready");
    Rate during = rate(time);
    String sent = told.readLine();
    double cost = (during.millis - before.millis) * during.work / 1_000;
    Map<String, Long> now = new TreeMap<>(nodes.getFirst().statistics().refused());
    now.replaceAll((reason, count) -> count - refused.getOrDefault(reason, 0L));
    now.values().removeIf(count -> count == 0);
    System.out.printf(
        Locale.ROOT,
        "FLOOD nice %d %s: %.0f/s before, %.0f/s during, ratio %.2f; CPU of each %.2f and %.2f ms;"
            + " the flood costs %.2f processors; heap %d MiB; sent %s; refused %s%n",
        nice,
        kinds.size() == 1 ? kinds.getFirst() : "ALL",
        before.work,
        during.work,
        during.work / before.work,
        before.millis,
        during.millis,
        cost,
        heap() >> 20,
        sent,
        now);
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Operations in a second, and how much processor time of this process each took. */
  private record Rate(double work, double millis) {}

  private Rate rate(Duration time) throws InterruptedException {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = system.getProcessCpuTime();
    long began = System.nanoTime();
    long done = work(time);
    double nanos = System.nanoTime() - began;
    return new Rate(done * 1e9 / nanos, (system.getProcessCpuTime() - cpu) / 1e6 / done);
  }
}
