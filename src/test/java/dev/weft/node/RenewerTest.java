package dev.weft.node;

import static dev.weft.node.World.DAY;
import static dev.weft.node.World.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.weft.item.ContentItem;
import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Step;
import dev.weft.node.Placement.Copy;
import dev.weft.node.Placement.Fate;
import dev.weft.node.World.Peer;
import dev.weft.rpc.MemoryNetwork.Health;
import dev.weft.rpc.RpcException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Items are renewed in time, and where they are not, that is told. */
class RenewerTest extends NodeFixture {

  private static final Fate STORED = new Fate.Stored();
  private static final Fate AWAY = new Fate.Unreachable("away");

  private final List<String> told = new ArrayList<>();
  private final Placer placer = mock();
  private final Renewals renewals = new Renewals(world.identity(), environment, DAY, world.book());
  private final Renewer renewer = new Renewer(K, LONG, renewals, placer);

  @ParameterizedTest
  @ValueSource(longs = {60, 86_400})
  void copiesNeverFallUnderHalfOfTheirTimeToLive(long seconds) throws InterruptedException {
    world.of(3);
    Peer first = world.peers.getFirst();
    Duration timeToLive = Duration.ofSeconds(seconds);
    Item item = ContentItem.of(new byte[1], environment.now().plus(timeToLive));
    first.node().place(item, LONG);
    first.node().renew(item, timeToLive);
    for (int i = 0; i < 200; i++) {
      environment.sleep(timeToLive.dividedBy(60));
      Instant half = environment.now().plus(timeToLive.dividedBy(2));
      assertThat(world.peers)
          .allSatisfy(
              peer ->
                  assertThat(peer.store().get(item.key()).orElseThrow().expires())
                      .isAfterOrEqualTo(half));
    }
  }

  @Test
  void aRenewalThatFailsIsToldOftenBeforeTheItemIsLostAndNoMoreOnceItSucceeds()
      throws InterruptedException {
    world.of(3);
    Peer client = world.client();
    world.joinThrough(client, world.peers.getFirst());
    Item item = world.content("text");
    client.node().place(item, LONG);
    client.node().renew(item, DAY);
    client.node().onRenewalFailure((one, attempts, _) -> told.add(attempts + " " + one));
    List<Contact> nodes = world.peers.stream().map(Peer::contact).toList();
    nodes.forEach(node -> world.network.health(node, Health.SILENT));

    environment.sleep(Duration.ofHours(23));

    assertThat(told).hasSizeBetween(10, 30);
    Counts counts = client.node().metering().counts();
    assertThat(counts.renewing()).isOne();
    assertThat(counts.renewed()).isZero();
    assertThat(counts.renewalsFailed()).isEqualTo(told.size());
    assertThat(counts.refused()).isEmpty();
    assertThat(told.get(9)).isEqualTo("10 " + item);
    assertThat(world.holders(item)).hasSize(3);

    nodes.forEach(node -> world.network.health(node, Health.ALIVE));
    environment.sleep(Duration.ofHours(2));
    told.clear();
    environment.sleep(DAY);
    assertThat(told).isEmpty();
    assertThat(client.node().metering().counts().renewed()).isPositive();
    assertThat(world.holders(item)).hasSize(3);
  }

  /** What becomes of an item that is due now. */
  private void renew(Placement placement) throws InterruptedException {
    renewals.add(world.content("text"), DAY);
    environment.sleep(DAY);
    renewer.listener((_, _, why) -> told.add(why));
    when(placer.renew(any(), any())).thenReturn(placement);
    renewer.renewDue();
  }

  private static Placement placement(int asked, boolean local, Fate... fates) {
    Contact peer = World.contact(Key.of("peer"), 1);
    Step step =
        new Step(
            peer,
            1,
            0,
            Duration.ZERO,
            Duration.ZERO,
            false,
            new Step.Outcome.Failed(new RpcException.Timeout("late")));
    List<Copy> copies = new ArrayList<>();
    for (Fate fate : fates) {
      copies.add(new Copy(peer, fate));
    }
    var lookup =
        new LookupResult.Closest(
            peer.key(),
            Collections.nCopies(fates.length, peer),
            List.of(),
            true,
            Duration.ZERO,
            Collections.nCopies(asked, step));
    return new Placement(lookup, local, local, Optional.empty(), copies, List.of(), Duration.ZERO);
  }

  @Test
  void asManyNodesMustKeepItAsForASet() throws InterruptedException {
    renew(placement(5, false, STORED, STORED, AWAY, AWAY, AWAY));
    assertThat(told).containsExactly("2 of the 3 nodes needed keep it");
    environment.sleep(Duration.ofSeconds(15));
    assertThat(renewals.due()).hasSize(1);
  }

  @Test
  void whatEnoughNodesKeepIsRenewed() throws InterruptedException {
    renew(placement(5, true, STORED, STORED, AWAY, AWAY));
    assertThat(told).isEmpty();
    assertThat(renewals.due()).isEmpty();
  }

  @Test
  void aLoneNodeRenewsWhatItKeepsItself() throws InterruptedException {
    renew(placement(0, true));
    assertThat(told).isEmpty();
  }

  @Test
  void itsOwnCopyIsTooFewWhereThereAreOthersButNoneAnswers() throws InterruptedException {
    renew(placement(3, true));
    assertThat(told).containsExactly("none of the nodes that were asked answered");
  }

  @Test
  void aClientThatKnowsNobodyHasRenewedNothing() throws InterruptedException {
    renew(placement(0, false));
    assertThat(told).containsExactly("none of the nodes that were asked answered");
  }

  @Test
  void whatGoesWrongWithOneItemOrWithWhoeverListensDoesNotHoldUpTheOthers()
      throws InterruptedException {
    renewals.add(world.content("one"), DAY);
    renewals.add(world.content("two"), DAY);
    environment.sleep(DAY);
    renewer.listener(
        (_, _, why) -> {
          told.add(why);
          throw new IllegalStateException("of the listener");
        });
    when(placer.renew(any(), any()))
        .thenThrow(new IllegalStateException("on purpose"))
        .thenReturn(placement(1, false, STORED));
    renewer.renewDue();
    assertThat(told).containsExactly("java.lang.IllegalStateException: on purpose");
    environment.sleep(Duration.ofSeconds(15));
    assertThat(renewals.due()).hasSize(1);
  }
}
