package dev.weft.node;

import static dev.weft.node.World.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.kademlia.Seed;
import dev.weft.node.World.Peer;
import dev.weft.rpc.MemoryNetwork.Health;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JoiningTest extends NodeFixture {

  private final Contact nobody = World.contact(Key.of("nobody"), 999);

  private void assertNobodyIsMet(Peer peer, List<Seed> seeds, List<Contact> remembered)
      throws InterruptedException {
    assertThat(peer.node().join(seeds, remembered, Duration.ofSeconds(1))).isFalse();
  }

  @Test
  void theFirstSeedThatAnswersIsEnough() throws InterruptedException {
    world.of(3);
    Peer silent = world.alone();
    world.network.health(silent.contact(), Health.SILENT);
    List<Seed> seeds =
        List.of(
            World.seed(nobody),
            World.seed(silent.contact()),
            World.seed(world.peers.getFirst().contact()));
    Peer peer = world.alone();
    assertThat(peer.node().join(seeds, List.of(), LONG)).isTrue();
    assertThat(peer.node().routing().size()).isEqualTo(3);
    assertThat(world.network.underWay()).isZero();
  }

  @Test
  void aNodeThatMeetsALiarFirstGoesOnWithTheOthers() throws InterruptedException {
    world.of(8);
    Contact liar = World.contact(Key.of("liar"), 998);
    world
        .network
        .transport(liar)
        .serve(
            (from, request) ->
                request instanceof Request.FindNode
                    ? new Response.Nodes(List.of(nobody))
                    : new Response.Pong());
    Peer honest = world.peers.getFirst();
    world.network.intercept(
        (from, to, request, network) -> {
          if (to.equals(honest.contact())) {
            environment.sleep(Duration.ofMillis(100));
          }
          return network.call();
        });
    Peer peer = world.alone();
    List<Seed> seeds = List.of(World.seed(liar), World.seed(honest.contact()));
    assertThat(peer.node().join(seeds, List.of(), LONG)).isTrue();
    assertThat(peer.node().routing().size()).isEqualTo(9);
  }

  @Test
  void aRememberedContactIsAsGoodAsASeed() throws InterruptedException {
    world.of(3);
    Peer peer = world.alone();
    List<Contact> remembered = List.of(nobody, world.peers.getFirst().contact());
    assertThat(peer.node().join(List.of(), remembered, LONG)).isTrue();
    assertThat(peer.node().routing().size()).isEqualTo(3);
  }

  @Test
  void aNodeThatIsItsOwnSeedHasMetNobody() throws InterruptedException {
    Peer peer = world.alone();
    List<Seed> seeds = List.of(World.seed(peer.contact()));
    List<Contact> remembered = List.of(peer.contact());
    assertNobodyIsMet(peer, seeds, remembered);
  }

  @Test
  void whereNobodyAnswersItAsksAgainAfterPausesThatGrowToTenSecondsUntilItsTimeIsUp()
      throws InterruptedException {
    Peer peer = world.alone();
    long began = environment.nanoTime();
    List<Long> asked = new ArrayList<>();
    world.network.intercept(
        (from, to, request, network) -> {
          asked.add((environment.nanoTime() - began) / 1_000_000);
          return network.call();
        });
    List<Seed> seeds = List.of(World.seed(nobody));
    assertThat(peer.node().join(seeds, List.of(nobody), Duration.ofSeconds(40))).isFalse();
    assertThat(asked)
        .startsWith(0L, 250L, 750L, 1750L, 3750L, 7750L, 15750L)
        .containsSubsequence(15750L, 25750L, 35750L, 40000L);
    assertThat(environment.nanoTime() - began).isEqualTo(Duration.ofSeconds(40).toNanos());
  }

  @Test
  void aSeedThatComesUpLaterIsFound() throws InterruptedException {
    world.of(2);
    Peer first = world.peers.getFirst();
    world.network.health(first.contact(), Health.DEAD);
    Peer peer = world.alone();
    start(
        () -> {
          environment.sleep(Duration.ofSeconds(5));
          world.network.health(first.contact(), Health.ALIVE);
        });
    assertThat(peer.node().join(List.of(World.seed(first.contact())), List.of(), LONG)).isTrue();
    assertThat(peer.node().routing().size()).isEqualTo(2);
  }

  @Test
  void aSeedWithAnotherKeyThanThePinnedOneIsNotTrusted() throws InterruptedException {
    Peer first = world.join();
    Seed seed = World.seed(first.contact());
    Peer peer = world.alone();
    Seed pinned = new Seed(Optional.of(nobody.key()), seed.host(), seed.port());
    assertNobodyIsMet(peer, List.of(pinned), List.of());
    assertThat(peer.node().routing().size()).isZero();
    Seed right = new Seed(Optional.of(first.key()), seed.host(), seed.port());
    assertThat(peer.node().join(List.of(right), List.of(), LONG)).isTrue();
    assertThat(peer.node().routing().contacts()).containsExactly(first.contact());
  }

  @Test
  void anUnknownHostIsNobody() throws InterruptedException {
    Peer peer = world.alone();
    Seed unknown = new Seed(Optional.empty(), "nowhere.invalid", 1908);
    assertNobodyIsMet(peer, List.of(unknown), List.of());
  }

  @Test
  void anInterruptEndsIt() throws InterruptedException {
    Peer silent = world.alone();
    world.network.health(silent.contact(), Health.SILENT);
    Peer peer = world.alone();
    Thread joining =
        start(
            () ->
                assertThatThrownBy(
                        () -> peer.node().join(List.of(), List.of(silent.contact()), LONG))
                    .isInstanceOf(InterruptedException.class));
    settle();
    assertThat(world.network.underWay()).isEqualTo(1);
    joining.interrupt();
    settle();
    assertThat(joining.isAlive()).isFalse();
    assertThat(world.network.underWay()).isZero();
  }

  @Test
  void aNodeRefreshesTheRangesBeyondItsNeighboursButAClientDoesNot() throws InterruptedException {
    world.of(20);
    Peer peer = world.alone();
    Peer edge = world.closest(peer.key(), 6).getLast(); // the peer itself is the closest
    world.sent.clear();
    world.joinThrough(peer, world.peers.getFirst());
    Peer client = world.client();
    world.joinThrough(client, world.peers.getFirst());
    int farthest = peer.key().commonPrefix(edge.key());
    assertThat(refreshed(peer)).isEqualTo(IntStream.rangeClosed(0, farthest).boxed().toList());
    assertThat(targets(peer)).startsWith(peer.key());
    assertThat(targets(client)).containsExactly(client.key());
  }

  @Test
  void whoComesBackDoesNotLookForWhatItHasFoundAgain() throws InterruptedException {
    world.of(20);
    Peer peer = world.join();
    List<Contact> before = peer.node().routing().contacts();
    world.kill(peer);
    world.sent.clear();
    Transport again = world.network.transport(peer.contact());
    Peer back = world.start(peer.identity(), peer.contact(), again);
    assertThat(back.node().join(List.of(), before, LONG)).isTrue();
    assertThat(back.node().routing().contacts()).containsAll(before);
    assertThat(targets(back)).containsExactly(back.key());
  }

  @Test
  void whoseAcquaintancesHaveGoneLooksForOthersAndAsksNoMoreOfThemThanItHasTimeFor()
      throws InterruptedException {
    List<Contact> gone = IntStream.range(0, 120).mapToObj(_ -> world.alone().contact()).toList();
    gone.forEach(contact -> world.network.health(contact, Health.SILENT));
    Peer peer = world.alone();
    assertThat(peer.node().join(List.of(), gone, Duration.ofSeconds(4))).isFalse();
    assertThat(world.sent(Request.Ping.class)).hasSize(50);

    Peer first = world.alone();
    Peer second = world.alone();
    world.joinThrough(second, first);
    List<Contact> all = new ArrayList<>(gone.subList(0, 60));
    all.add(first.contact());
    all.add(second.contact());
    world.sent.clear();
    assertThat(peer.node().join(List.of(World.seed(first.contact())), all, LONG)).isTrue();
    assertThat(peer.node().routing().contacts())
        .containsExactlyInAnyOrder(first.contact(), second.contact());
    assertThat(refreshed(peer)).isNotEmpty();
  }

  @Test
  void aNodeThatHasNotFoundAllItsNeighboursRefreshesTheirRangesToo() throws InterruptedException {
    world.of(20);
    Peer peer = world.alone();
    List<Peer> neighbours = world.closest(peer.key(), 6);
    for (Peer neighbour : neighbours.subList(2, 6)) {
      world.network.health(neighbour.contact(), Health.SILENT);
    }
    List<Seed> seeds = List.of(World.seed(neighbours.get(1).contact()));
    assertThat(peer.node().join(seeds, List.of(), LONG)).isTrue();
    assertThat(refreshed(peer)).contains(peer.key().commonPrefix(neighbours.get(1).key()));
  }

  @Test
  void aNodeWhoseSeedFallsSilentHasNotJoinedUntilItAnswersAgain() throws InterruptedException {
    Peer first = world.join();
    Peer peer = world.alone();
    world.network.intercept(
        (from, to, request, network) -> {
          if (request instanceof Request.FindNode) {
            world.network.health(first.contact(), Health.DEAD);
          }
          return network.call();
        });
    List<Seed> seeds = List.of(World.seed(first.contact()));
    assertThat(peer.node().join(seeds, List.of(), LONG)).isFalse();
    assertThat(peer.node().closest(peer.key(), LONG, _ -> {}).closest()).isEmpty();

    world.network.intercept((from, to, request, network) -> network.call());
    world.network.health(first.contact(), Health.ALIVE);
    assertThat(peer.node().join(seeds, List.of(), LONG)).isTrue();
  }

  @Test
  void aNodeWhoseOnlySeedIsItselfIsToldSo() throws InterruptedException {
    Peer peer = world.alone();
    Seed itself = World.seed(peer.contact());
    assertNobodyIsMet(peer, List.of(itself), List.of());
    assertThat(peer.node().unanswered()).containsEntry(itself, "that is this node itself");
  }

  @Test
  void whyASeedThatAnswersWasOfNoUseIsSaid() throws InterruptedException {
    Peer first = world.join();
    Peer peer = world.alone();
    world.network.intercept(
        (from, to, request, network) -> {
          if (request instanceof Request.FindNode) {
            throw new RpcException.Timeout("too late");
          }
          return network.call();
        });
    Seed seed = World.seed(first.contact());
    assertThat(peer.node().join(List.of(seed), List.of(), LONG)).isFalse();
    assertThat(peer.node().unanswered().get(seed)).contains("it answered, but no look-up");
  }

  /** The ranges of those lookups of a node that were not of its own key. */
  private List<Integer> refreshed(Peer peer) {
    return targets(peer).stream()
        .map(peer.key()::commonPrefix)
        .filter(range -> range < Key.BITS)
        .toList();
  }

  private List<Key> targets(Peer peer) {
    return world.sent(Request.FindNode.class).stream()
        .filter(one -> one.from().equals(peer.key()))
        .map(one -> ((Request.FindNode) one.request()).target())
        .distinct()
        .toList();
  }

  @Test
  void aNodeThatHasLostSightOfEverybodyJoinsAgain() throws InterruptedException {
    world.of(4);
    Peer lost = world.peers.getLast();
    world.network.partition(List.of(lost.key()));
    while (lost.node().routing().size() > 0) {
      lost.node().closest(lost.key(), LONG, _ -> {});
      settle();
    }
    environment.sleep(Duration.ofMinutes(2));
    assertThat(lost.node().routing().size()).isZero();
    world.network.partition(List.of());
    environment.sleep(Duration.ofMinutes(1));
    assertThat(lost.node().routing().size()).isEqualTo(3);
  }

  @Test
  void aNodeThatNeverJoinedFindsThoseAgainWhomItKnew() throws InterruptedException {
    world.of(3);
    Peer first = world.peers.getFirst();
    environment.sleep(Duration.ofMinutes(15));
    assertThat(first.remembered()).hasSize(2);
    world.network.partition(List.of(first.key()));
    while (first.node().routing().size() > 0) {
      first.node().closest(first.key(), LONG, _ -> {});
      settle();
    }
    environment.sleep(Duration.ofMinutes(15));
    assertThat(first.remembered()).hasSize(2);
    world.network.partition(List.of());
    environment.sleep(Duration.ofMinutes(1));
    assertThat(first.node().routing().size()).isEqualTo(2);
  }
}
