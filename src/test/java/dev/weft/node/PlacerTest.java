package dev.weft.node;

import static dev.weft.node.World.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.ItemCodec;
import dev.weft.item.ItemException;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Contact;
import dev.weft.node.Placement.Copy;
import dev.weft.node.Placement.Fate;
import dev.weft.node.World.Peer;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.RpcException;
import dev.weft.store.StoreOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlacerTest extends NodeFixture {

  private final Identity owner = world.identity();

  private Peer first() {
    return world.peers.getFirst();
  }

  /** Calls of this kind to this node fail in this way from now on. */
  private void fail(Contact peer, Class<? extends Request> kind, RpcException how) {
    world.network.intercept(
        (from, to, request, network) -> {
          world.sent.add(new World.Sent(from.key(), to, request));
          if (to.equals(peer) && kind.isInstance(request)) {
            throw how;
          }
          return network.call();
        });
  }

  @Test
  void aReadThatOnlyLooksTellsEachVersionAndMendsNone() throws InterruptedException {
    world.of(3);
    Item old = world.named(owner, "name", 1);
    Item newer = NamedItem.tombstone(owner, "name", 2, old.expires());
    first().store().put(old);
    world.peers.get(1).store().put(newer);
    for (Peer reader : world.peers) {
      Reading reading = reader.node().read(old.key(), LONG);
      assertThat(reading.versions()).containsExactlyInAnyOrder(old, newer);
      assertThat(reading.item()).contains(newer);
      assertThat(reading.isConclusive()).isTrue();
    }
    assertThat(world.holders(old)).hasSize(2);
    assertThat(first().store().get(old.key())).contains(old);
  }

  @Test
  void whoRefusesSaysWhyAndStillCountsAsAlive() throws InterruptedException {
    world.limits = new StoreOptions(100, 1 << 20, 1);
    world.of(3);
    assertThat(first().node().place(world.named(owner, "a", 1), LONG).kept()).isPositive();
    Placement placement = first().node().place(world.named(owner, "b", 1), LONG);
    assertThat(placement.live()).isEqualTo(3);
    assertThat(placement.mine()).isTrue();
    assertThat(placement.local()).isFalse();
    assertThat(placement.kept()).isZero();
    assertThat(placement.copies())
        .hasSize(2)
        .extracting(Copy::fate)
        .allSatisfy(
            fate ->
                assertThat(fate)
                    .isInstanceOfSatisfying(
                        Fate.Refused.class,
                        no -> {
                          assertThat(no.code()).isEqualTo(RefusalCode.FULL);
                          assertThat(no.reason()).contains("one owner");
                          assertThat(no.newer()).isEmpty();
                        }));
  }

  @Test
  void whoDoesNotAnswerIsNamed() throws InterruptedException {
    world.of(3);
    Contact last = world.peers.getLast().contact();
    fail(last, Request.Store.class, new RpcException.Unreachable("on purpose"));
    Placement placement = first().node().place(world.content("text"), Duration.ofSeconds(1));
    assertThat(placement.copies()).contains(new Copy(last, new Fate.Unreachable("on purpose")));
    assertThat(placement.live()).isEqualTo(3);
    assertThat(placement.kept()).isPositive();
    assertThat(placement.took()).isZero();
  }

  @Test
  void anItemIsKeptIfAnybodyKeepsIt() throws InterruptedException {
    world.of(2);
    Peer client = world.client();
    world.joinThrough(client, first());
    Contact last = world.peers.get(1).contact();
    fail(last, Request.Store.class, new RpcException.Unreachable("on purpose"));
    assertThat(client.node().place(world.content("text"), LONG).kept()).isPositive();
  }

  @Test
  void aNewerVersionIsFoundReturnedAndKept() throws InterruptedException {
    world.of(3);
    NamedItem newer = world.named(owner, "name", 2);
    world.peers.get(1).store().put(newer);
    Placement placement = first().node().place(world.named(owner, "name", 1), LONG);
    assertThat(placement.newer()).contains(newer);
    assertThat(placement.local()).isTrue();
    assertThat(first().node().held(newer.key())).contains(newer);
  }

  @Test
  void aNewerVersionThatThisNodeHoldsIsReturnedToo() throws InterruptedException {
    world.of(3);
    NamedItem newer = world.named(owner, "name", 2);
    first().store().put(newer);
    Placement placement = first().node().place(world.named(owner, "name", 1), LONG);
    assertThat(placement.newer()).contains(newer);
    assertThat(placement.local()).isFalse();
  }

  @Test
  void aClientIsToldOfANewerVersionAndKeepsNothing() throws InterruptedException {
    world.of(3);
    Peer client = world.client();
    world.joinThrough(client, first());
    NamedItem newer = world.named(owner, "name", 2);
    first().store().put(newer);
    assertThat(client.node().place(world.named(owner, "name", 1), LONG).newer()).contains(newer);
    assertThat(client.store().size()).isZero();
  }

  @Test
  void aNewerVersionThatIsNotShownIsNotBelieved() throws InterruptedException {
    world.of(2);
    world.peers.get(1).store().put(world.named(owner, "name", 2));
    fail(
        world.peers.get(1).contact(),
        Request.FindValue.class,
        new RpcException.Timeout("on purpose"));
    Placement placement = first().node().place(world.named(owner, "name", 1), LONG);
    assertThat(placement.newer()).isEmpty();
    assertThat(placement.copies())
        .singleElement()
        .extracting(Copy::fate)
        .isInstanceOfSatisfying(
            Fate.Refused.class, no -> assertThat(no.code()).isEqualTo(RefusalCode.STALE));
  }

  @Test
  void whoClaimsToHoldANewerVersionAndShowsAnOlderOneIsNotBelieved() throws InterruptedException {
    world.of(2);
    Peer other = world.peers.get(1);
    other.store().put(world.named(owner, "name", 1));
    fail(other.contact(), Request.Store.class, new RpcException.Refused(RefusalCode.STALE, "no"));
    Placement placement = first().node().place(world.named(owner, "name", 2), LONG);
    assertThat(placement.newer()).isEmpty();
    assertThat(placement.local()).isTrue();
  }

  @Test
  void theNewestVersionIsReadAndThoseThatLagBehindAreMended() throws InterruptedException {
    world.of(5);
    NamedItem old = world.named(owner, "name", 1);
    NamedItem newest = world.named(owner, "name", 2);
    world.peers.get(1).store().put(old);
    world.peers.get(2).store().put(newest);
    assertThat(first().node().newest(newest.key(), LONG).item()).contains(newest);
    for (Peer peer : world.peers) {
      assertThat(peer.node().held(newest.key())).contains(newest);
    }
  }

  @Test
  void whoIsNotAmongTheClosestReadsAndMendsButKeepsNothing() throws InterruptedException {
    world.of(12);
    NamedItem item = world.named(owner, "name", 1);
    Peer far = world.closest(item.key(), 12).getLast();
    world.closest(item.key(), 1).getFirst().store().put(item);
    assertThat(far.node().newest(item.key(), LONG).item()).contains(item);
    assertThat(world.holders(item)).isEqualTo(world.closest(item.key(), 5));
  }

  @Test
  void aForgedVersionIsIgnoredHoweverNew() throws InterruptedException, ItemException {
    world.of(4);
    byte[] bytes = ItemCodec.encode(world.named(owner, "name", 3));
    bytes[bytes.length - 1] ^= 1;
    Item forged = ItemCodec.read(ByteBuffer.wrap(bytes));
    NamedItem item = world.named(owner, "name", 1);
    Peer liar = world.peers.get(1);
    liar.store().put(forged);
    world.peers.get(2).store().put(item);
    assertThat(first().node().newest(item.key(), LONG).item()).contains(item);
    settle();
    assertThat(first().node().routing().contacts()).doesNotContain(liar.contact());
  }

  @Test
  void whoDoesNotTellWhatItHoldsIsNotMended() throws InterruptedException {
    world.of(3);
    NamedItem item = world.named(owner, "name", 1);
    first().store().put(item);
    Contact mute = world.peers.getLast().contact();
    world.sent.clear();
    fail(mute, Request.FindValue.class, new RpcException.Timeout("on purpose"));
    assertThat(first().node().newest(item.key(), LONG).item()).contains(item);
    assertThat(world.sent(Request.Store.class))
        .extracting(World.Sent::to)
        .containsExactly(world.peers.get(1).contact());
  }

  @Test
  void whoSeemedAwayIsAskedOnceMoreWhereTooFewOthersAnswer() throws InterruptedException {
    world.of(3);
    NamedItem item = world.named(owner, "name", 1);
    for (Peer peer : world.peers.subList(1, 3)) {
      peer.store().put(item);
      fail(peer.contact(), Request.FindNode.class, new RpcException.Timeout("on purpose"));
    }
    Reading reading = first().node().newest(item.key(), LONG);
    assertThat(reading.item()).contains(item);
    assertThat(reading.isConclusive()).isTrue();
  }

  @Test
  void whatNobodyHoldsIsNotFound() throws InterruptedException {
    world.of(3);
    NamedItem item = world.named(owner, "name", 1);
    assertThat(first().node().newest(item.key(), LONG).item()).isEqualTo(Optional.empty());
    assertThat(first().node().closest(item.key(), LONG, _ -> {}).closest())
        .containsExactlyElementsOf(
            world.closest(item.key(), 3).stream()
                .filter(peer -> peer != first())
                .map(Peer::contact)
                .toList());
    assertThat(world.sent(Request.Store.class)).isEqualTo(List.of());
  }
}
