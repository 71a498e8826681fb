package dev.weft.node;

import static dev.weft.node.World.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.ContentItem;
import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.node.World.Peer;
import dev.weft.node.World.Sent;
import dev.weft.rpc.MemoryNetwork.Health;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.runtime.Background;
import dev.weft.runtime.FanOut;
import dev.weft.store.MemoryItemStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a node held before it was started is read anew before it is told. */
class RereadingTest extends NodeFixture {

  private static final Duration MILLI = Duration.ofMillis(1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Identity owner = world.identity();
  private final Item first = world.named(owner, "name", 1);
  private final Item second = world.named(owner, "name", 2);
  private final Key key = first.key();
  private int strangers;

  /** Eight nodes of which five hold the second version, and the closest of them the first. */
  private Peer back() throws InterruptedException {
    world.of(8);
    List<Peer> closest = world.closest(key, K);
    for (Peer peer : closest.subList(1, K)) {
      peer.store().put(second);
    }
    Peer back = closest.getFirst();
    back.store().put(first);
    comeBack(back, closest.getLast());
    return back;
  }

  private void comeBack(Peer back, Peer through) throws InterruptedException {
    restart(back);
    assertThat(back.node().join(List.of(), List.of(through.contact()), LONG)).isTrue();
    world.sent.clear();
  }

  private void restart(Peer peer) throws InterruptedException {
    environment.sleep(MILLI);
    ((MemoryItemStore) peer.store()).reopened();
    environment.sleep(MILLI);
  }

  private Transport stranger() {
    return world.network.transport(Key.of("stranger " + strangers++));
  }

  /** Somebody who is closer to the item than anybody. */
  private Transport holder() {
    Key near = key.randomAt(400, environment.random());
    return world.network.transport(World.contact(near, 900));
  }

  /** A node that is farther from the item than anybody. */
  private Transport distant() {
    Key far = key.randomAt(0, environment.random());
    while (farther(far) < K) {
      far = key.randomAt(0, environment.random());
    }
    return world.network.transport(World.contact(far, 901));
  }

  private long farther(Key far) {
    return world.peers.stream().filter(p -> key.compareDistance(p.key(), far) < 0).count();
  }

  private static Response ask(Transport by, Peer peer, Key key) throws InterruptedException {
    try {
      return by.call(peer.contact(), new Request.FindValue(key), LONG);
    } catch (RpcException.Refused e) {
      return new Response.Refused(e.code(), e.getMessage());
    } catch (RpcException e) {
      throw new AssertionError(e);
    }
  }

  private static Response values(Item item) {
    return new Response.Values(List.of(item));
  }

  private static void assertBusy(Response answer) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            Response.Refused.class, no -> assertThat(no.code()).isEqualTo(RefusalCode.BUSY));
  }

  private List<Sent> readsBy(Peer peer) {
    return world.sent(Request.FindValue.class).stream()
        .filter(one -> one.from().equals(peer.key()))
        .toList();
  }

  @Test
  void whoIsNoneOfTheClosestIsToldTheNewerVersionAndThenThereIsNothingToRead()
      throws InterruptedException {
    Peer back = back();
    assertThat(ask(stranger(), back, key)).isEqualTo(values(second));
    assertThat(back.store().get(key)).contains(second);
    assertThat(back.store().isOld(key)).isFalse();
    assertThat(back.store().scan(null, 9)).containsExactly(second);
    world.sent.clear();
    assertThat(ask(stranger(), back, key)).isEqualTo(values(second));
    assertThat(ask(distant(), back, key)).isEqualTo(values(second));
    assertThat(readsBy(back)).isEmpty();
  }

  @Test
  void aNodeThatIsNoneOfTheClosestIsToldTheNewerVersionToo() throws InterruptedException {
    Peer back = back();
    assertThat(ask(distant(), back, key)).isEqualTo(values(second));
  }

  @Test
  void whoIsOneOfTheClosestIsToldAtOnceWhatIsHeld() throws InterruptedException {
    Peer back = back();
    assertThat(ask(holder(), back, key)).isEqualTo(values(first));
    assertThat(readsBy(back)).isEmpty();
    assertThat(back.store().isOld(key)).isTrue();
  }

  @Test
  void whatIsCurrentStaysAndWhoLagsBehindIsMended() throws InterruptedException {
    Peer back = back();
    back.store().put(second);
    Peer behind = world.closest(key, K).getLast();
    behind.store().close();
    restart(back);
    assertThat(ask(stranger(), back, key)).isEqualTo(values(second));
    assertThat(back.store().isOld(key)).isFalse();
    List<Sent> stores = world.sent(Request.Store.class);
    assertThat(stores).extracting(Sent::to).doesNotContain(world.closest(key, 2).get(1).contact());
  }

  @Test
  void thoseWhoAskAtTheSameTimeShareOneReading() throws Exception {
    Peer back = back();
    world.network.latency(Duration.ofMillis(20));
    var user = Background.of(environment, () -> back.node().current(key, LONG));
    List<Transport> by = IntStream.range(0, 5).mapToObj(_ -> stranger()).toList();
    List<Response> told =
        FanOut.map(environment.threads("stranger"), by, one -> ask(one, back, key));
    assertThat(told).hasSize(5).allMatch(values(second)::equals);
    assertThat(user.result()).contains(second);
    assertThat(readsBy(back)).extracting(Sent::to).doesNotHaveDuplicates();
  }

  @Test
  void thereIsALimitToWhatIsReadAtOnceButNotForTheUser() throws Exception {
    world.of(8);
    Peer back = world.peers.getFirst();
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < Rereading.AT_ONCE + 2; i++) {
      items.add(world.content("item " + i));
      back.store().put(items.getLast());
    }
    comeBack(back, world.peers.getLast());
    world.network.latency(Duration.ofMillis(20));
    List<Background<Response>> asked = new ArrayList<>();
    for (Item item : items) {
      asked.add(Background.of(environment, () -> ask(stranger(), back, item.key())));
    }
    environment.sleep(Duration.ofMillis(25));
    var user = Background.of(environment, () -> back.node().current(items.getLast().key(), LONG));
    assertThat(user.result()).contains(items.getLast());
    int busy = 0;
    for (int i = 0; i < items.size(); i++) {
      if (asked.get(i).result() instanceof Response.Refused) {
        busy++;
      } else {
        assertThat(asked.get(i).result()).isEqualTo(values(items.get(i)));
      }
    }
    assertThat(busy).isEqualTo(2);
    assertThat(ask(stranger(), back, items.getLast().key())).isEqualTo(values(items.getLast()));
  }

  @Test
  void whereTooFewOthersAnswerWhatIsHeldIsToldAndStaysOld() throws InterruptedException {
    Peer back = back();
    for (Peer peer : world.peers) {
      if (peer != back) {
        world.network.health(peer.contact(), Health.SILENT);
      }
    }
    long began = environment.nanoTime();
    assertThat(ask(stranger(), back, key)).isEqualTo(values(first));
    assertThat(Duration.ofNanos(environment.nanoTime() - began))
        .isLessThanOrEqualTo(Duration.ofMillis(2_500));
    assertThat(back.store().isOld(key)).isTrue();
    began = environment.nanoTime();
    assertThat(back.node().current(key, SECOND)).contains(first);
    assertThat(Duration.ofNanos(environment.nanoTime() - began)).isLessThanOrEqualTo(SECOND);
  }

  @Test
  void beforeANodeHasJoinedItIsBusyToAllButTheClosestUntilItSeemsThatThereIsNobody()
      throws InterruptedException {
    Peer alone = world.alone();
    alone.store().put(first);
    restart(alone);
    assertBusy(ask(stranger(), alone, key));
    assertThat(ask(holder(), alone, key)).isEqualTo(values(first));
    assertThat(alone.node().current(key, LONG)).contains(first);
    environment.sleep(Duration.ofSeconds(5));
    assertThat(ask(stranger(), alone, key)).isEqualTo(values(first));
    assertThat(alone.store().isOld(key)).isTrue();
  }

  @Test
  void aNodeThatHasNobodyToJoinTellsWhatItHeldAtOnce() throws InterruptedException {
    Peer alone = world.alone();
    alone.store().put(first);
    restart(alone);
    assertBusy(ask(stranger(), alone, key));
    alone.node().waitForOthers();
    assertThat(ask(stranger(), alone, key)).isEqualTo(values(first));
    assertThat(alone.store().isOld(key)).isTrue();
  }

  @Test
  void whoIsOneOfTheClosestIsJudgedByWhomANodeKnewWhereItHasNotJoinedYet()
      throws InterruptedException {
    world.of(8);
    List<Contact> known = world.peers.stream().map(Peer::contact).toList();
    known.forEach(contact -> world.network.health(contact, Health.SILENT));
    Peer alone = world.alone();
    alone.store().put(first);
    restart(alone);
    Background.of(environment, () -> alone.node().join(List.of(), known, LONG));
    settle();
    assertBusy(ask(distant(), alone, key));
    assertThat(ask(holder(), alone, key)).isEqualTo(values(first));
    environment.sleep(LONG.multipliedBy(2));
  }

  @Test
  void whatExpiresWhileItIsReadIsNotTold() throws InterruptedException {
    world.of(8);
    Peer back = world.peers.getFirst();
    Item brief = ContentItem.of(new byte[1], environment.now().plus(SECOND));
    back.store().put(brief);
    comeBack(back, world.peers.getLast());
    world.network.latency(Duration.ofMillis(300));
    assertThat(ask(stranger(), back, brief.key())).isInstanceOf(Response.Nodes.class);
  }

  @Test
  void aCachedCopyIsReadAnewTooAndStaysACachedCopy() throws InterruptedException {
    back();
    Peer far = world.closest(key, 8).getLast();
    far.store().put(first, Duration.ofMinutes(10));
    restart(far);
    assertThat(far.node().current(key, LONG)).contains(second);
    assertThat(far.store().isOld(key)).isFalse();
    assertThat(far.store().scan(null, 9)).isEmpty();
    environment.sleep(Duration.ofMinutes(61));
    assertThat(far.store().get(key)).isEqualTo(Optional.empty());
  }

  @Test
  void whoHasJoinedNobodyTellsWhatItHoldsAfterAWhile() throws InterruptedException {
    Peer alone = world.alone();
    alone.store().put(first);
    restart(alone);
    assertBusy(ask(stranger(), alone, key));
    environment.sleep(LONG);
    assertThat(ask(stranger(), alone, key)).isEqualTo(values(first));
  }

  @Test
  void whereAllOthersHaveGoneWhatIsHeldIsToldAndStaysOld() throws InterruptedException {
    Peer back = back();
    for (Peer other : List.copyOf(world.peers)) {
      if (other != back) {
        world.kill(other);
      }
    }
    assertThat(ask(stranger(), back, key)).isEqualTo(values(first));
    assertThat(back.store().isOld(key)).isTrue();
  }
}
