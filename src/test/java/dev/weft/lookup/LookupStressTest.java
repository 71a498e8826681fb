package dev.weft.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.rpc.MemoryNetwork;
import dev.weft.rpc.MemoryNetwork.Health;
import dev.weft.rpc.Response;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Environment;
import dev.weft.runtime.FanOut;
import dev.weft.runtime.RealEnvironment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lookups in random networks, good and bad; {@code -Dweft.seed=…} replays one. */
@Timeout(120)
class LookupStressTest {

  private static final int NETWORKS = 300;
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Environment environment = new RealEnvironment();

  @Test
  void everyLookupEndsInTimeAndLeavesNothingBehind() throws InterruptedException {
    Integer replayed = Integer.getInteger("weft.seed");
    List<Integer> seeds =
        replayed == null ? IntStream.range(0, NETWORKS).boxed().toList() : List.of(replayed);
    // Some at a time, for much of it is waiting.
    for (int from = 0; from < seeds.size(); from += 10) {
      FanOut.map(
          environment.threads("stress"),
          seeds.subList(from, Math.min(seeds.size(), from + 10)),
          this::lookUp);
    }
  }

  private Integer lookUp(int seed) throws InterruptedException {
    var random = new Random(seed);
    boolean faulty = seed % 2 == 1;
    int k = 1 + random.nextInt(20);
    var network = new MemoryNetwork(environment, new Random(seed));
    List<Contact> all = new ArrayList<>();
    for (int i = 1 + random.nextInt(60); i > 0; i--) {
      all.add(LookupFixture.contact(Key.random(random), i));
    }
    int micros = random.nextInt(2000);
    network.latency(() -> Duration.ofNanos(micros * 1000L));
    Map<Contact, Set<Contact>> tables = RandomNetwork.tables(all, k, random);
    Set<Contact> liars = new HashSet<>();
    tables.forEach(
        (node, known) -> {
          boolean lies = faulty && random.nextInt(5) == 0;
          Transport transport = network.transport(node);
          if (lies) {
            liars.add(node);
            transport.serve((from, request) -> lie(node, seed));
          } else {
            transport.serve(RandomNetwork.handler(known, k));
          }
          if (faulty) {
            network.health(node, Health.values()[Math.max(0, random.nextInt(6) - 3)]);
            network.losses(node, random.nextInt(3) * 0.2);
          }
        });
    LookupOptions options =
        faulty
            ? new LookupOptions(
                k,
                1 + random.nextInt(4),
                random.nextInt(13),
                Duration.ofMillis(40),
                Duration.ofMillis(1 + random.nextInt(10)))
            : new LookupOptions(k, 1 + random.nextInt(4), 12, LONG, LONG);
    Duration timeout = faulty ? Duration.ofMillis(10 + random.nextInt(300)) : LONG;
    Key target = Key.random(random);
    List<Contact> start =
        random.nextInt(20) == 0
            ? List.of()
            : RandomNetwork.closest(all, Key.random(random), 1 + random.nextInt(k));
    Queue<Step> watched = new ConcurrentLinkedQueue<>();
    Queue<Contact> lied = new ConcurrentLinkedQueue<>();
    Queue<Contact> left = new ConcurrentLinkedQueue<>();
    LookupListener listener =
        new LookupListener() {
          @Override
          public void lied(Contact peer, String what) {
            lied.add(peer);
          }

          @Override
          public void leftWaiting(Contact peer) {
            left.add(peer);
          }
        };
    Key self = Key.random(random);
    LookupResult.Closest result =
        new Lookups(self, options, environment, network.transport(self), listener)
            .findNodes(target, start, timeout, watched::add);
    String name = "replay with -Dweft.seed=" + seed;
    assertThat(network.underWay()).as(name).isZero();
    assertThat(network.mostUnderWay())
        .as(name)
        .isLessThanOrEqualTo(options.alpha() + options.maxHedges());
    assertThat(result.took()).as(name).isLessThan(timeout.plusSeconds(20));
    assertThat(watched).as(name).containsExactlyElementsOf(result.trace());
    assertThat(result.trace())
        .as(name)
        .extracting(Step::peer)
        .containsExactlyInAnyOrderElementsOf(network.asked())
        .doesNotHaveDuplicates();
    assertThat(result.closest()).as(name).isSubsetOf(all).noneMatch(liars::contains);
    assertThat(lied).as(name).isSubsetOf(liars);
    assertThat(left).as(name).isSubsetOf(network.asked());
    if (!faulty) {
      List<Contact> expected = start.isEmpty() ? List.of() : RandomNetwork.closest(all, target, k);
      assertThat(result.closest()).as(name).isEqualTo(expected);
      assertThat(result.complete()).as(name).isTrue();
      assertThat(left).as(name).isEmpty();
    }
    network.close();
    return seed;
  }

  private static Response lie(Contact node, int seed) {
    return seed % 4 == 1 ? new Response.Pong() : new Response.Nodes(List.of(node, node));
  }
}
