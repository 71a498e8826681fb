package dev.weft.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.PrefixLimits;
import dev.weft.rpc.MemoryNetwork;
import dev.weft.rpc.MemoryNetwork.Health;
import dev.weft.rpc.Response;
import dev.weft.rpc.Transport;
import dev.weft.sim.Simulated;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Lookups in random networks, good and bad. */
class LookupStressTest extends Simulated {

  private static final int NETWORKS = 300;
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void everyLookupEndsInTimeAndLeavesNothingBehind() throws InterruptedException {
    for (int i = 0; i < NETWORKS; i++) {
      lookUp(i % 2 == 1, i % 4 == 1);
    }
  }

  /**
   * @param faulty whether some nodes are dead, silent, forgetful, or lie
   * @param pongs how they lie: by an answer that does not fit the question
   */
  private void lookUp(boolean faulty, boolean pongs) throws InterruptedException {
    var random = new Random(environment.random().nextLong());
    int k = 1 + random.nextInt(20);
    var network = new MemoryNetwork(environment);
    List<Contact> all = new ArrayList<>();
    for (int i = 1 + random.nextInt(60); i > 0; i--) {
      all.add(LookupFixture.contact(Key.random(random), i));
    }
    int micros = random.nextInt(2000);
    network.latency(Duration.ofNanos(micros * 1000L));
    Map<Contact, Set<Contact>> tables = RandomNetwork.tables(all, k, random);
    Set<Contact> liars = new HashSet<>();
    tables.forEach(
        (node, known) -> {
          boolean lies = faulty && random.nextInt(5) == 0;
          Transport transport = network.transport(node);
          if (lies) {
            liars.add(node);
            transport.serve((from, request) -> lie(node, pongs));
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
    List<Step> watched = new ArrayList<>();
    List<Contact> lied = new ArrayList<>();
    List<Contact> left = new ArrayList<>();
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
        new Lookups(
                self, options, environment, network.transport(self), listener, PrefixLimits.DEFAULT)
            .findNodes(target, start, timeout, watched::add);
    assertThat(network.underWay()).isZero();
    assertThat(network.mostUnderWay()).isLessThanOrEqualTo(options.alpha() + options.maxHedges());
    assertThat(result.took()).isLessThanOrEqualTo(timeout);
    assertThat(watched).containsExactlyElementsOf(result.trace());
    assertThat(result.trace())
        .extracting(Step::peer)
        .containsExactlyInAnyOrderElementsOf(network.asked())
        .doesNotHaveDuplicates();
    assertThat(result.closest()).isSubsetOf(all).noneMatch(liars::contains);
    assertThat(lied).isSubsetOf(liars);
    assertThat(left).isSubsetOf(network.asked());
    if (!faulty) {
      List<Contact> expected = start.isEmpty() ? List.of() : RandomNetwork.closest(all, target, k);
      assertThat(result.closest()).isEqualTo(expected);
      assertThat(result.complete()).isTrue();
      assertThat(left).isEmpty();
    }
  }

  private static Response lie(Contact node, boolean pongs) {
    return pongs ? new Response.Pong() : new Response.Nodes(List.of(node, node));
  }
}
