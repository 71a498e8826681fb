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
import dev.weft.rpc.TransportCounts;
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
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
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
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final List<String> EXPECTED = List.of("address-handshakes", "forged", "forger");

  private static final int NAMES = 500;

  /** Where the hostile machine is. */
  private static final String ELSEWHERE = "127.0.0.2";

  private final Environment environment = new RealEnvironment();
  private final List<TcpTransport> transports = new ArrayList<>();
  private final List<Dht> nodes = new ArrayList<>();
  private final AtomicLong failed = new AtomicLong();
  private volatile boolean over;

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
      // On a machine that is busy with other tests, too, a node may be slow and is not dead.
      var config = DhtConfig.builder().port(0).k(4).callTimeout(PATIENCE);
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

  /**
   * What some clients get done in a time, with names that come again. What fails is counted, and
   * how long each operation takes is noted.
   *
   * @param clients how many there are
   * @param pause the time from one set and get of a client to its next, or zero to go on at once
   */
  private Work work(Duration time, int clients, Duration pause) throws InterruptedException {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = system.getProcessCpuTime();
    long began = System.nanoTime();
    List<Long> took = Collections.synchronizedList(new ArrayList<>());
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      int client = i;
      workers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    Dht setter = nodes.get(1 + client % 2);
                    Dht getter = nodes.get(3 + client % 2);
                    long due = began + pause.toNanos() * client / clients;
                    for (int n = 0; due < began + time.toNanos() && !over; n++) {
                      LockSupport.parkNanos(due - System.nanoTime());
                      long start = System.nanoTime();
                      if (isFound(setter, getter, client + "/" + n % NAMES)) {
                        took.add((System.nanoTime() - start) / 2);
                      }
                      // Who is late does not catch up: what was not done in time is missing.
                      due = Math.max(due + pause.toNanos(), System.nanoTime());
                    }
                  }));
    }
    for (Thread worker : workers) {
      worker.join();
    }
    double nanos = System.nanoTime() - began;
    Collections.sort(took);
    return new Work(
        2 * took.size() * 1e9 / nanos,
        (system.getProcessCpuTime() - cpu) / 2e6 / took.size(),
        took.get(took.size() / 2) / 1e6,
        took.get(took.size() * 99 / 100) / 1e6);
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
    work(Duration.ofMillis(300), 2, Duration.ZERO);
    try (var flood = new Flood(victim(), InetAddress.getByName(ELSEWHERE))) {
      Arrays.stream(Flood.Kind.values()).forEach(flood::start);
      Thread watcher =
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (!over) {
                      TransportCounts stats = flooded.counts();
                      boolean bounded =
                          stats.connections() <= limits.connections()
                              && stats.requestsInFlight() <= limits.requests()
                              && stats.bytesInFlight() <= limits.bytes();
                      failed.addAndGet(bounded ? 0 : 1);
                      Thread.yield();
                    }
                  });
      for (int i = 0; i < 20 && !refused().containsAll(EXPECTED); i++) {
        assertThat(work(SHORT, 2, Duration.ZERO).rate).isPositive();
      }
      over = true;
      watcher.join();
      assertThat(flood.done()).isPositive();
    }
    assertThat(failed).hasValue(0);
    assertThat(refused()).containsAll(EXPECTED);
    assertThat(transports.get(1).refusals()).isEmpty();
  }

  private Set<String> refused() {
    return nodes.getFirst().statistics().refused().keySet();
  }

  /**
   * How much gets done while another process floods, set against the times before and after;
   * printed. That process has the lowest priority: it stands for another machine, and what matters
   * is what it makes the nodes do. The work is a thousand operations in a second, which leaves the
   * machine half of its time, and then as much as two clients can do.
   */
  @Test
  @Timeout(1_200)
  @EnabledIfSystemProperty(named = "weft.flood", matches = "\\d+")
  void howMuchHonestWorkGoesOn() throws Exception {
    Duration time = Duration.ofSeconds(Long.getLong("weft.flood"));
    work(time.multipliedBy(3), 2, Duration.ZERO);
    for (Flood.Kind kind : Flood.Kind.values()) {
      measure(time, 20, Duration.ofMillis(40), List.of(kind));
    }
    measure(time, 20, Duration.ofMillis(40), List.of(Flood.Kind.values()));
    measure(time, 2, Duration.ZERO, List.of(Flood.Kind.values()));
    assertThat(failed).hasValue(0);
  }

  private void measure(Duration time, int clients, Duration pause, List<Flood.Kind> kinds)
      throws Exception {
    Work before = work(time, clients, pause);
    Map<String, Long> refused = nodes.getFirst().statistics().refused();
    Process flooder = flooder(time, kinds);
    BufferedReader told = flooder.inputReader();
    assertThat(told.readLine()).isEqualTo("ready");
    Work during = work(time, clients, pause);
    String sent = told.readLine();
    assertThat(flooder.waitFor()).isZero();
    Map<String, Long> now = new TreeMap<>(nodes.getFirst().statistics().refused());
    now.replaceAll((reason, count) -> count - refused.getOrDefault(reason, 0L));
    now.values().removeIf(count -> count == 0);
    Work after = work(time, clients, pause);
    System.out.printf(
        Locale.ROOT,
        "FLOOD %s, ratio %.2f%n  before %s%n  during %s%n  after  %s%n  heap %d MiB; sent %s;"
            + " refused %s%n",
        kinds.size() == 1 ? kinds.getFirst() : "ALL",
        2 * during.rate / (before.rate + after.rate),
        before,
        during,
        after,
        heap() >> 20,
        sent,
        now);
  }

  private Process flooder(Duration time, List<Flood.Kind> kinds) throws IOException {
    List<String> command = new ArrayList<>(List.of("nice", "-n", "19"));
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Flood.class.getName()));
    command.addAll(List.of("127.0.0.1", String.valueOf(victim().address().getPort())));
    command.addAll(List.of(victim().key().toString(), ELSEWHERE));
    command.add(String.valueOf(time.toSeconds() + 1));
    kinds.forEach(kind -> command.add(kind.name()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /**
   * Operations in a second, the processor time of this process for each, and how long they took.
   */
  private record Work(double rate, double cpu, double median, double p99) {
    @Override
    public String toString() {
      String form = "%.0f/s, CPU of each %.2f ms, took %.2f ms in the middle, %.1f at p99";
      return String.format(Locale.ROOT, form, rate, cpu, median, p99);
    }
  }
}
