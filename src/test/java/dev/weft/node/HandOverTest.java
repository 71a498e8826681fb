package dev.weft.node;

import static dev.weft.node.World.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.node.World.Peer;
import dev.weft.node.World.Sent;
import dev.weft.routing.RoutingSnapshot;
import dev.weft.rpc.MemoryNetwork.Health;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.store.MemoryItemStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HandOverTest extends NodeFixture {

  private List<Item> place(int count) throws InterruptedException {
    List<Item> items =
        IntStream.range(0, count).<Item>mapToObj(i -> world.content("item " + i)).toList();
    for (Item item : items) {
      world.peers.getFirst().node().place(item, LONG);
    }
    world.peers.getFirst().node().flush(LONG);
    return items;
  }

  private List<Sent> storesTo(Contact contact) {
    return world.sent(Request.Store.class).stream()
        .filter(one -> one.to().equals(contact))
        .toList();
  }

  @Test
  void aNewcomerReceivesWhatItIsAmongTheClosestToAndNothingElse() throws InterruptedException {
    world.of(K);
    List<Item> items = place(40);
    Peer newcomer = world.join();
    for (Item item : items) {
      boolean closest = world.closest(item.key(), K).contains(newcomer);
      assertThat(newcomer.holds(item)).isEqualTo(closest);
    }
    assertThat(newcomer.store().size()).isPositive();
  }

  @Test
  void onlyTheClosestHolderHandsAnItemOver() throws InterruptedException {
    world.of(4);
    List<Item> items = place(30);
    world.sent.clear();
    Peer newcomer = world.join();
    assertThat(newcomer.store().size()).isEqualTo(30);
    assertThat(storesTo(newcomer.contact())).hasSize(30);
    for (Sent one : storesTo(newcomer.contact())) {
      Item item = ((Request.Store) one.request()).item();
      Peer giver =
          world.closest(item.key(), 5).stream()
              .filter(p -> p != newcomer)
              .findFirst()
              .orElseThrow();
      assertThat(one.from()).isEqualTo(giver.key());
      assertThat(items).contains(item);
    }
  }

  /** What was placed is old to all, and a newcomer holds this, before it joins. */
  private Peer newcomerTo(List<Item> items, Item... held) throws InterruptedException {
    environment.sleep(Duration.ofMillis(1));
    world.peers.forEach(peer -> ((MemoryItemStore) peer.store()).reopened());
    Peer newcomer = world.alone();
    for (Item item : held) {
      newcomer.store().put(item);
    }
    world.sent.clear();
    world.joinThrough(newcomer, world.peers.getFirst());
    assertThat(items).allMatch(newcomer::holds);
    return newcomer;
  }

  private void loseStoresOfNewcomers() {
    List<Key> known = World.keys(world.peers);
    world.network.intercept(
        (from, to, request, network) -> {
          world.sent.add(new Sent(from.key(), to, request));
          return request instanceof Request.Store && !known.contains(from.key())
              ? new Response.Stored()
              : network.call();
        });
  }

  @Test
  void whatIsOldIsNotGivenToWhoHoldsItAndReadAnewForWhoDoesNot() throws InterruptedException {
    world.of(4);
    List<Item> items = place(2);
    loseStoresOfNewcomers(); // or what it gives is not old any more
    Peer newcomer = newcomerTo(items, items.getFirst());
    assertThat(storesTo(newcomer.contact()))
        .extracting(one -> ((Request.Store) one.request()).item())
        .contains(items.getLast())
        .doesNotContain(items.getFirst());
    Peer giver = world.closest(items.getFirst().key(), 5).get(0);
    giver = giver == newcomer ? world.closest(items.getFirst().key(), 5).get(1) : giver;
    assertThat(giver.store().isOld(items.getFirst().key())).isTrue();
  }

  @Test
  void whatIsOldIsReplacedByWhatTheNewcomerHoldsOrGetsToIt() throws InterruptedException {
    world.of(4);
    Identity owner = world.identity();
    Item first = world.named(owner, "name", 1);
    Item second = world.named(owner, "name", 2);
    Item third = world.named(owner, "name", 3);
    world.peers.getFirst().node().place(second, LONG);
    newcomerTo(List.of(third), third);
    assertThat(world.closest(first.key(), 5)).anyMatch(peer -> holds(peer, third));
    world.close(world.peers.getLast());
    newcomerTo(List.of(), first);
    assertThat(world.peers).filteredOn(peer -> holds(peer, first)).isEmpty();
  }

  private static boolean holds(Peer peer, Item item) {
    return peer.store().get(item.key()).equals(Optional.of(item));
  }

  @Test
  void aNewcomerThatDoesNotSayWhatItHoldsIsLeftToTheReplication() throws InterruptedException {
    world.of(2);
    place(10);
    environment.sleep(Duration.ofMillis(1));
    world.peers.forEach(peer -> ((MemoryItemStore) peer.store()).reopened());
    AtomicBoolean refuses = new AtomicBoolean();
    world.network.intercept(
        (from, to, request, network) -> {
          world.sent.add(new Sent(from.key(), to, request));
          if (request instanceof Request.FindValue) {
            throw refuses.get()
                ? new RpcException.Refused(RefusalCode.BUSY, "no")
                : new RpcException.Timeout("silent");
          }
          return network.call();
        });
    Peer silent = world.join();
    int asked = world.sent(Request.FindValue.class).size();
    assertThat(asked).isBetween(1, 2);
    assertThat(storesTo(silent.contact())).isEmpty();
    refuses.set(true);
    world.sent.clear();
    Peer reluctant = world.join();
    assertThat(world.sent(Request.FindValue.class)).hasSizeGreaterThan(asked);
    assertThat(storesTo(reluctant.contact())).isEmpty();
  }

  @Test
  void aNewcomerThatDoesNotAnswerIsLeftToTheReplication() throws InterruptedException {
    world.join();
    place(20);
    world.network.intercept(
        (from, to, request, network) -> {
          world.sent.add(new Sent(from.key(), to, request));
          if (request instanceof Request.Store) {
            throw new RpcException.Unreachable("on purpose");
          }
          return network.call();
        });
    world.sent.clear();
    Peer newcomer = world.join();
    assertThat(storesTo(newcomer.contact())).hasSize(1);
  }

  @Test
  void aNewcomerThatRefusesOneItemIsGivenTheOthers() throws InterruptedException {
    world.join();
    place(20);
    world.network.intercept(
        (from, to, request, network) -> {
          world.sent.add(new Sent(from.key(), to, request));
          if (request instanceof Request.Store) {
            throw new RpcException.Refused(RefusalCode.FULL, "on purpose");
          }
          return network.call();
        });
    world.sent.clear();
    Peer newcomer = world.join();
    assertThat(storesTo(newcomer.contact())).hasSize(20);
  }

  @Test
  void whoLeavesGivesEachItemToTheNextInLine() throws InterruptedException {
    world.of(8);
    List<Item> items = place(40);
    Peer leaver = world.peers.getLast();
    List<Item> held = items.stream().filter(leaver::holds).toList();
    assertThat(held).hasSizeGreaterThan(1);
    RoutingSnapshot known = leaver.node().routing();
    world.close(leaver);
    for (Item item : held) {
      assertThat(world.holders(item))
          .hasSize(K)
          .extracting(Peer::contact)
          .contains(known.closest(item.key(), K).getLast());
    }
  }

  @Test
  void whoLeavesASmallNetworkHasNothingToGive() throws InterruptedException {
    world.of(K);
    place(10);
    world.sent.clear();
    Peer leaver = world.peers.getLast();
    world.close(leaver);
    assertThat(world.sent(Request.Store.class)).isEmpty();
    assertThat(world.sent(Request.Leave.class)).hasSize(K - 1);
    settle();
    for (Peer peer : world.peers) {
      assertThat(peer.node().routing().contacts()).doesNotContain(leaver.contact());
    }
  }

  @Test
  void whereTheNextInLineIsGoneOrLeavesTooItIsTheOneAfter() throws InterruptedException {
    world.of(20);
    Peer leaver = world.peers.getLast();
    Item item = world.content("text");
    leaver.store().put(item);
    List<Contact> known = leaver.node().routing().closest(item.key(), K + 2);
    Contact gone = known.get(K - 1);
    Contact leavingToo = known.get(K);
    world.network.intercept(
        (from, to, request, network) -> {
          world.sent.add(new Sent(from.key(), to, request));
          if (!(request instanceof Request.FindNode) && to.equals(gone)) {
            throw new RpcException.Unreachable("on purpose");
          }
          if (request instanceof Request.Store && to.equals(leavingToo)) {
            throw new RpcException.Refused(RefusalCode.CLOSING, "on purpose");
          }
          return network.call();
        });
    world.sent.clear();
    world.close(leaver);
    assertThat(world.sent(Request.Store.class))
        .extracting(Sent::to)
        .containsExactly(gone, leavingToo, known.get(K + 1));
    assertThat(world.holders(item)).extracting(Peer::contact).containsExactly(known.get(K + 1));
  }

  @Test
  void whenNobodyIsThereToTakeAnythingItLeavesAllTheSame() throws InterruptedException {
    world.of(8);
    place(5);
    Peer leaver = world.peers.getLast();
    for (Peer peer : world.peers) {
      world.network.health(peer.contact(), Health.DEAD);
    }
    world.close(leaver);
    assertThat(leaver.store().size()).isZero();
  }

  @Test
  void leavingStopsGivingAfterTwoSecondsAndStillSaysGoodBye() throws InterruptedException {
    world.of(8);
    place(100);
    Peer leaver = world.peers.getLast();
    assertThat(leaver.store().size()).isGreaterThan(32);
    AtomicBoolean once = new AtomicBoolean();
    world.network.intercept(
        (from, to, request, network) -> {
          world.sent.add(new Sent(from.key(), to, request));
          if (request instanceof Request.Store && once.compareAndSet(false, true)) {
            environment.sleep(Duration.ofSeconds(2));
          }
          return network.call();
        });
    world.sent.clear();
    world.close(leaver);
    // Those that the two seconds overtook count as unanswered, and go to the next in line.
    assertThat(world.sent(Request.Store.class).stream().map(Sent::request).distinct()).hasSize(16);
    assertThat(world.sent(Request.Leave.class)).isNotEmpty();
  }

  @Test
  void whoLeavesAnswersToTheEndButKeepsNothingNew() throws InterruptedException {
    world.of(3);
    Item item = place(1).getFirst();
    Peer leaver = world.peers.getLast();
    Transport other = world.network.transport(world.peers.getFirst().contact());
    Queue<Object> answers = new ConcurrentLinkedQueue<>();
    AtomicBoolean once = new AtomicBoolean();
    world.network.intercept(
        (from, to, request, network) -> {
          if (request instanceof Request.Leave && once.compareAndSet(false, true)) {
            answers.add(other.call(leaver.contact(), new Request.FindValue(item.key()), LONG));
            try {
              other.call(leaver.contact(), new Request.Store(world.content("new")), LONG);
            } catch (RpcException.Refused e) {
              answers.add(e.code());
            }
          }
          return network.call();
        });
    world.close(leaver);
    assertThat(answers).containsExactly(new Response.Values(List.of(item)), RefusalCode.CLOSING);
  }
}
