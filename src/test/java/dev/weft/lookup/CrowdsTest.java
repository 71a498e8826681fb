package dev.weft.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.PrefixLimits;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Among 400 nodes, 200 have chosen keys that are close to one other key. */
@Timeout(60)
class CrowdsTest extends LookupFixture {

  private static final int K = 8;
  private static final Key AIM = Items.KEY;

  private final Random random = new Random(1);
  private final LookupOptions options = new LookupOptions(K, 3, 12, LONG, LONG);
  private final List<Contact> honest = new ArrayList<>();
  private final List<Contact> crowd = new ArrayList<>();
  private final Map<Contact, Item> holds = new HashMap<>();
  private final List<String> noted = new ArrayList<>();
  private final LookupListener notes =
      new LookupListener() {
        @Override
        public void lied(Contact peer, String what) {}

        @Override
        public void leftWaiting(Contact peer) {}

        @Override
        public void crowded(Key target, int size) {
          noted.add(target.abbreviated() + " " + size);
        }
      };

  /**
   * Brings a network to life: honest nodes that have found the crowd, and a crowd that colludes.
   */
  private void network(int crowdSize) {
    for (int i = 1; i <= 400; i++) {
      honest.add(contact(Key.random(random), i));
    }
    for (int i = 1; i <= crowdSize; i++) {
      crowd.add(contact(AIM.randomAt(16 + i % 60, random), 1_000 + i));
    }
    List<Contact> all = Stream.concat(honest.stream(), crowd.stream()).toList();
    RandomNetwork.tables(all, K, random)
        .forEach(
            (node, known) -> {
              var names = crowd.contains(node) ? crowd : known;
              network
                  .transport(node)
                  .serve(
                      (from, request) ->
                          request instanceof Request.FindValue && holds.containsKey(node)
                              ? new Response.Values(List.of(holds.get(node)))
                              : RandomNetwork.handler(names, K).handle(from, request));
            });
  }

  private Lookups seasoned(LookupOptions options) throws InterruptedException {
    return seasoned(options, notes);
  }

  private Lookups seasoned(LookupOptions options, LookupListener listener)
      throws InterruptedException {
    Lookups lookups =
        new Lookups(SELF, options, environment, transport, listener, PrefixLimits.DEFAULT);
    for (int i = 0; i < 8; i++) {
      lookups.findNodes(Key.random(random), start(), LONG, watcher);
    }
    assertThat(noted).isEmpty();
    return lookups;
  }

  private List<Contact> start() {
    return honest.subList(0, 20);
  }

  private List<Contact> closestHonest(int count) {
    return RandomNetwork.closest(honest, AIM, count);
  }

  @Test
  void aCrowdIsReportedAndTheClosestBeyondItAreFound() throws InterruptedException {
    network(200);
    LookupResult.Closest result = seasoned(options).findNodes(AIM, start(), LONG, watcher);
    assertThat(result.complete()).isTrue();
    assertThat(result.closest()).as("nobody else is named").isSubsetOf(crowd).hasSize(K);
    assertThat(result.crowd().size()).isGreaterThanOrEqualTo(K);
    assertThat(result.crowd().beyond()).hasSize(K).isSubsetOf(honest);
    assertThat(closestHonest(4 * K)).containsAll(result.crowd().beyond());
    assertThat(result.keepers(K)).hasSize(2 * K).startsWith(result.closest().getFirst());
    assertThat(result.keepers(K - 1)).hasSize(2 * K - 1);
    assertThat(noted).containsExactly(AIM.abbreviated() + " " + result.crowd().size());
  }

  @Test
  void ofACrowdThatIsSmallTheOthersOfTheKClosestAreNotPartOfIt() throws InterruptedException {
    network(4);
    LookupResult.Closest result = seasoned(options).findNodes(AIM, start(), LONG, watcher);
    assertThat(result.closest()).containsAll(crowd);
    assertThat(result.crowd().size()).isEqualTo(4);
    assertThat(result.crowd().beyond()).startsWith(closestHonest(4).toArray(Contact[]::new));
    assertThat(result.keepers(K)).hasSize(4 + K).doesNotHaveDuplicates();
  }

  @Test
  void theNewestThatAnybodyBeyondHoldsIsFound() throws InterruptedException {
    network(200);
    Lookups lookups = seasoned(options);
    List<Contact> beyond = lookups.findNodes(AIM, start(), LONG, watcher).crowd().beyond();
    holds.put(beyond.get(2), Items.named(1));
    holds.put(beyond.get(3), Items.named(2));
    network.intercept(
        (from, to, request, passage) -> {
          environment.sleep(Duration.ofMillis(1));
          return passage.call();
        });
    LookupResult result = lookups.findValue(AIM, start(), LONG, watcher);
    assertThat(result)
        .isInstanceOfSatisfying(
            LookupResult.Found.class,
            found -> {
              assertThat(found.item()).isEqualTo(Items.named(2));
              assertThat(found.holder()).isEqualTo(beyond.get(3));
              assertThat(found.closest()).isSubsetOf(crowd);
              assertThat(found.took()).isGreaterThan(Duration.ofMillis(2));
            });
  }

  @Test
  void thatNobodyBeyondHoldsItIsSaidThoughSomeDoNotAnswer() throws InterruptedException {
    network(4);
    Lookups lookups = seasoned(new LookupOptions(K, 3, 12, Duration.ofSeconds(9), LONG), listener);
    List<Contact> beyond = lookups.findNodes(AIM, start(), LONG, watcher).crowd().beyond();
    network.intercept(
        (from, to, request, passage) -> {
          if (request instanceof Request.FindValue && to.equals(beyond.getLast())) {
            throw new RpcException.Timeout("no answer");
          }
          return passage.call();
        });
    LookupResult result = lookups.findValue(AIM, start(), LONG, watcher);
    assertThat(result)
        .isInstanceOfSatisfying(
            LookupResult.Closest.class, none -> assertThat(none.crowd().beyond()).isNotEmpty());
  }

  @Test
  void aSetThatFollowsTheLookupIsNotToldThatItIsSettled() throws InterruptedException {
    network(200);
    Lookups lookups = seasoned(options);
    List<Frontier> told = new ArrayList<>();
    lookups.approach(AIM, start(), LONG, told::add);
    assertThat(told.getLast().closest()).isSubsetOf(crowd);
    assertThat(told.getLast().settled()).isZero();
  }

  @Test
  void byPathsThatShareNobodyTheCrowdIsFoundAndSeenThroughAsWell() throws InterruptedException {
    network(200);
    LookupResult.Closest result =
        seasoned(options.withPaths(3)).findNodes(AIM, start(), LONG, watcher);
    assertThat(result.crowd().size()).isPositive();
    assertThat(result.crowd().beyond()).isSubsetOf(honest);
  }

  @Test
  void whoKnowsTooLittleOfTheNetworkNoticesNothing() throws InterruptedException {
    network(200);
    Lookups lookups =
        new Lookups(SELF, options, environment, transport, notes, PrefixLimits.DEFAULT);
    LookupResult.Closest result = lookups.findNodes(AIM, start(), LONG, watcher);
    assertThat(result.closest()).isSubsetOf(crowd);
    assertThat(result.crowd()).isEqualTo(LookupResult.Crowd.NONE);
    assertThat(noted).isEmpty();
  }

  @Test
  void aLookupThatHadNoTimeIsNotJudged() throws InterruptedException {
    network(200);
    Lookups lookups = seasoned(options);
    network.intercept(
        (from, to, request, passage) -> {
          environment.sleep(Duration.ofMillis(10));
          return passage.call();
        });
    LookupResult.Closest result = lookups.findNodes(AIM, start(), Duration.ofMillis(45), watcher);
    assertThat(result.complete()).isFalse();
    assertThat(result.crowd()).isEqualTo(LookupResult.Crowd.NONE);
  }

  @Test
  void interruptEndsTheSearchBeyond() throws InterruptedException {
    network(200);
    Lookups lookups = seasoned(options);
    network.intercept(
        (from, to, request, passage) ->
            request instanceof Request.FindNode(Key target) && !target.equals(AIM)
                ? environment.<Response>promise().await()
                : passage.call());
    Thread caller =
        start(
            () ->
                assertThatThrownBy(() -> lookups.findNodes(AIM, start(), LONG, watcher))
                    .isInstanceOf(InterruptedException.class));
    environment.sleep(Duration.ofSeconds(1));
    caller.interrupt();
    settle();
    assertThat(caller.isAlive()).isFalse();
  }

  private LookupResult.Closest look(List<Contact> nodes, Key target) {
    List<Contact> near = RandomNetwork.closest(nodes, target, K);
    return new LookupResult.Closest(target, near, List.of(), true, Duration.ZERO, List.of());
  }

  private List<Contact> nodes(int count) {
    return Stream.generate(() -> contact(Key.random(random), 1)).limit(count).toList();
  }

  private void learn(Density density, List<Contact> nodes) {
    for (int i = 0; i < Density.MOST; i++) {
      Key key = Key.random(random);
      density.found(key, look(nodes, key).closest());
    }
  }

  @Test
  void whatTheSecondLookTeachesDoesNotHideACrowd() throws InterruptedException {
    Density density = new Density(K);
    learn(density, nodes(100));
    List<Contact> now = nodes(1_600);
    LookupResult.Closest near = look(now, AIM);
    Crowds crowds = new Crowds(K, density, environment, notes);
    LookupResult.Closest found =
        crowds.examine(
            near,
            place -> {
              learn(density, now);
              return look(now, place);
            });
    assertThat(density.crowd(AIM, near.closest(), density.nodes())).isZero();
    assertThat(found.crowd().size()).as("there is no crowd of nobody").isPositive();
    assertThat(noted).hasSize(1);
  }
}
