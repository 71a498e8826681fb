package dev.weft.node;

import static dev.weft.node.World.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Contact;
import dev.weft.lookup.LookupOptions;
import dev.weft.node.World.Peer;
import dev.weft.node.World.Sent;
import dev.weft.rpc.MemoryNetwork.Health;
import dev.weft.rpc.Request;
import dev.weft.runtime.Promise;
import dev.weft.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Items on their way to the k closest nodes: K is 5, so that three are enough. */
class PlacingTest extends NodeFixture {

  private static final int ENOUGH = K / 2 + 1;

  private final Identity owner = world.identity();

  /** Calls of this kind take this long from now on, except those to some nodes. */
  private void slow(Class<? extends Request> kind, Duration time, Contact... except) {
    List<Contact> fast = List.of(except);
    world.network.intercept(
        (from, to, request, network) -> {
          world.sent.add(new Sent(from.key(), to, request));
          if (kind.isInstance(request) && !fast.contains(to)) {
            environment.sleep(time);
          }
          return network.call();
        });
  }

  private Contact[] contacts(List<Peer> peers) {
    return peers.stream().map(Peer::contact).toArray(Contact[]::new);
  }

  /** A client, so that all copies are at others. */
  private Peer client() throws InterruptedException {
    Peer client = world.client();
    world.joinThrough(client, world.peers.getFirst());
    return client;
  }

  @Test
  void whoSetsIsToldWhenMoreThanHalfKeepTheItemAndTheOthersAreGivenItAllTheSame()
      throws InterruptedException {
    world.of(12);
    Peer client = client();
    Item item = world.content("text");
    List<Peer> closest = world.closest(item.key(), K);
    slow(Request.Store.class, Duration.ofSeconds(2), contacts(closest.subList(0, ENOUGH)));
    Placement placement = client.node().place(item, LONG);
    assertThat(placement.took()).isLessThan(Duration.ofSeconds(1));
    assertThat(placement.kept()).isEqualTo(ENOUGH).isEqualTo(placement.needed(K));
    assertThat(placement.live()).isEqualTo(K);
    assertThat(placement.pending()).containsExactly(contacts(closest.subList(ENOUGH, K)));
    assertThat(world.holders(item)).isEqualTo(closest.subList(0, ENOUGH));
    assertThat(client.node().flush(Duration.ofSeconds(1))).isFalse();
    assertThat(client.node().flush(Duration.ofSeconds(5))).isTrue();
    assertThat(world.holders(item)).isEqualTo(closest);
  }

  @Test
  void halfAreNotEnough() throws InterruptedException {
    world.of(12);
    Peer client = client();
    Item item = world.content("text");
    List<Peer> closest = world.closest(item.key(), K);
    slow(Request.Store.class, Duration.ofSeconds(2), contacts(closest.subList(0, ENOUGH - 1)));
    Placement placement = client.node().place(item, LONG);
    assertThat(placement.took()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    assertThat(placement.kept()).isGreaterThanOrEqualTo(ENOUGH);
  }

  @Test
  void theItemIsOnItsWayBeforeTheLookupHasEnded() throws InterruptedException {
    world.of(40);
    Peer client = client();
    for (int i = 0; i < 10; i++) {
      client.node().closest(world.content("place " + i).key(), LONG, _ -> {});
    }
    Item item = world.content("text");
    List<Peer> closest = world.closest(item.key(), K);
    Contact last = closest.getLast().contact();
    world.network.intercept(
        (from, to, request, network) -> {
          if (to.equals(last) && request instanceof Request.FindNode) {
            environment.sleep(Duration.ofSeconds(2));
          }
          return network.call();
        });
    Placement placement = client.node().place(item, LONG);
    assertThat(placement.lookup().complete()).isFalse();
    assertThat(placement.kept()).isGreaterThanOrEqualTo(ENOUGH);
    assertThat(placement.took()).isLessThan(Duration.ofSeconds(1));
    assertThat(client.node().flush(LONG)).isTrue();
    assertThat(world.holders(item)).containsAll(closest);
  }

  @Test
  void aNodeThatIsOneOfTheClosestKeepsTheItemItselfBeforeTheLookupHasEnded()
      throws InterruptedException {
    world.of(40);
    Peer setter = world.peers.get(7);
    Item item = world.content("text 0");
    for (int i = 1; !world.closest(item.key(), 2).contains(setter); i++) {
      item = world.content("text " + i);
    }
    slow(Request.FindNode.class, Duration.ofMillis(100));
    Placement placement = setter.node().place(item, LONG);
    assertThat(placement.mine()).isTrue();
    assertThat(setter.holds(item)).isTrue();
    assertThat(setter.node().flush(LONG)).isTrue();
    assertThat(world.holders(item)).containsAll(world.closest(item.key(), K));
  }

  @Test
  void aNewerVersionThatOneNodeHoldsIsHeardOfThoughEnoughOthersKeepTheItem()
      throws InterruptedException {
    world.of(12);
    Peer client = client();
    NamedItem newer = world.named(owner, "name", 2);
    List<Peer> closest = world.closest(newer.key(), K);
    closest.getFirst().store().put(newer);
    slow(Request.Store.class, Duration.ofSeconds(2), closest.getFirst().contact());
    Placement placement = client.node().place(world.named(owner, "name", 1), LONG);
    assertThat(placement.newer()).contains(newer);
    assertThat(placement.pending()).isEmpty();
    for (Peer peer : closest) {
      assertThat(peer.node().held(newer.key())).contains(newer);
    }
  }

  @Test
  void aNewerVersionThatIsHeardOfLateReplacesTheOlderOneAllTheSame() throws InterruptedException {
    world.of(12);
    Peer client = client();
    NamedItem older = world.named(owner, "name", 1);
    NamedItem newer = world.named(owner, "name", 2);
    List<Peer> closest = world.closest(newer.key(), K);
    closest.getLast().store().put(newer);
    slow(Request.Store.class, Duration.ofSeconds(2), contacts(closest.subList(0, K - 1)));
    assertThat(client.node().place(older, LONG).newer()).isEmpty();
    assertThat(client.node().flush(LONG)).isTrue();
    for (Peer peer : closest) {
      assertThat(peer.node().held(newer.key())).contains(newer);
    }
  }

  @Test
  void whoIsInterruptedLeavesNothingUnderWay() throws InterruptedException {
    world.of(12);
    Peer client = client();
    Item item = world.content("text");
    slow(Request.Store.class, Duration.ofSeconds(20));
    List<Throwable> thrown = new ArrayList<>();
    Thread setter =
        start(
            () -> {
              try {
                client.node().place(item, LONG);
              } catch (InterruptedException e) {
                thrown.add(e);
              }
            });
    environment.sleep(Duration.ofSeconds(1));
    setter.interrupt();
    settle();
    assertThat(thrown).hasSize(1);
    assertThat(setter.isAlive()).isFalse();
    assertThat(client.node().flush(Duration.ZERO)).isTrue();
    assertThat(world.network.underWay()).isZero();
    assertThat(world.holders(item)).isEmpty();
  }

  @Test
  void aNodeThatIsClosedWaitsASecondForTheCopiesThatAreOnTheirWay() throws InterruptedException {
    world.of(12);
    Peer setter = world.client();
    world.joinThrough(setter, world.peers.getFirst());
    Item item = world.content("text");
    List<Peer> closest = world.closest(item.key(), K);
    slow(Request.Store.class, Duration.ofMillis(900), contacts(closest.subList(0, ENOUGH)));
    setter.node().place(item, LONG);
    world.close(setter);
    assertThat(world.holders(item)).isEqualTo(closest);
  }

  @Test
  void aNodeThatIsAbortedEndsThemAndTellsWhoeverWaits() throws InterruptedException {
    world.of(12);
    Peer client = client();
    slow(Request.Store.class, Duration.ofSeconds(20));
    Promise<Throwable> thrown = environment.promise();
    start(
        () -> {
          try {
            client.node().place(world.content("text"), LONG);
          } catch (StoreException e) {
            thrown.complete(e);
          }
        });
    environment.sleep(Duration.ofSeconds(1));
    world.kill(client);
    assertThat(thrown.await()).hasMessage("the node is closed");
  }

  @Test
  void whereAsManyGoOnAsMayWhoeverSetsOneMoreWaitsForAllOfItsCopies() throws InterruptedException {
    world.options =
        new NodeOptions(
            new LookupOptions(K, 3, 12, LONG, LONG),
            world.options.maintenanceInterval(),
            world.options.timeToLive());
    world.of(6);
    Peer client = client();
    Item last = world.content("the last");
    world.network.health(world.closest(last.key(), K).getLast().contact(), Health.ALIVE);
    slow(Request.Store.class, Duration.ofSeconds(10));
    List<Thread> setters = new ArrayList<>();
    for (int i = 0; i < Placements.MOST; i++) {
      Item item = world.content("item " + i);
      setters.add(start(() -> client.node().place(item, LONG)));
    }
    environment.sleep(Duration.ofSeconds(1));
    Placement placement = client.node().place(last, LONG);
    assertThat(placement.pending()).isEmpty();
    assertThat(placement.kept()).isEqualTo(K);
    assertThat(client.node().flush(LONG)).isTrue();
    settle();
    assertThat(setters).noneMatch(Thread::isAlive);
  }

  @Test
  void aStoreThatFailsFailsTheSet() throws InterruptedException {
    world.of(3);
    Peer setter = world.peers.getFirst();
    setter.store().close();
    assertThatThrownBy(() -> setter.node().place(world.content("text"), LONG))
        .isInstanceOf(StoreException.class);
  }
}
