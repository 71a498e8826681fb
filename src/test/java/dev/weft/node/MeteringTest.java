package dev.weft.node;

import static dev.weft.node.World.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.Item;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupEnd;
import dev.weft.lookup.LookupOutcome;
import dev.weft.lookup.Lookups;
import dev.weft.node.World.Peer;
import dev.weft.rpc.CallEnd;
import dev.weft.rpc.RequestKind;
import dev.weft.runtime.TraceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node counts what it does, and tells of each call and each lookup. */
class MeteringTest extends NodeFixture {

  private final List<CallEnd> calls = new ArrayList<>();
  private final List<LookupEnd> lookups = new ArrayList<>();

  private Peer watched() throws InterruptedException {
    Peer peer = world.of(12).peers.getFirst();
    peer.node().metering().onCall(calls::add);
    peer.node().metering().onLookup(lookups::add);
    return peer;
  }

  @Test
  void aLookupIsToldOfWithItsCalls() throws InterruptedException {
    Peer peer = watched();
    Item item = world.content("text");
    peer.node().place(item, LONG);
    calls.clear();
    lookups.clear();
    Counts before = peer.node().metering().counts();

    peer.node().find(item.key(), LONG, Lookups.UNWATCHED);
    settle();

    Counts after = peer.node().metering().counts();
    assertThat(lookups).hasSize(1);
    LookupEnd end = lookups.getFirst();
    assertThat(end.target()).isEqualTo(item.key());
    assertThat(end.value()).isTrue();
    assertThat(end.outcome()).isEqualTo(LookupOutcome.FOUND);
    assertThat(end.hops()).isOne();
    assertThat(calls.stream().filter(call -> call.lookup() == end.id()))
        .hasSize(end.messages())
        .allMatch(call -> call.kind() == RequestKind.FIND_VALUE);
    assertThat(after.lookups().ended(LookupOutcome.FOUND)).isOne();
    assertThat(after.lookups().messages()).isEqualTo(before.lookups().messages() + end.messages());
    assertThat(after.lookups().hops()).isEqualTo(before.lookups().hops() + 1);
    assertThat(after.calls().made(RequestKind.FIND_VALUE)).isEqualTo(end.messages());
  }

  @Test
  void theCopiesOfASetAreOfTheLookupThatFoundTheirPlaces() throws InterruptedException {
    Peer peer = watched();
    peer.node().place(world.content("text"), LONG);
    settle();
    assertThat(calls.stream().filter(call -> call.kind() == RequestKind.STORE))
        .isNotEmpty()
        .allMatch(call -> call.lookup() != TraceId.NONE)
        .allMatch(call -> call.lookup() == lookups.getFirst().id());
    assertThat(lookups).singleElement().matches(end -> !end.value());
  }

  @Test
  void whatComesInIsCountedWhereItIsAnswered() throws InterruptedException {
    Peer peer = watched();
    assertThat(peer.node().metering().counts().calls().answered(RequestKind.FIND_NODE))
        .isPositive();
    assertThat(peer.node().metering().counts().calls().answered(RequestKind.STORE)).isZero();
  }

  @Test
  void thatAPeerWasHeardOfIsAMatterOfTime() throws InterruptedException {
    Peer alone = world.alone();
    assertThat(alone.node().metering().counts().sinceContact()).isEmpty();
    Peer other = world.join();
    assertThat(other.node().metering().counts().sinceContact())
        .hasValueSatisfying(age -> assertThat(age).isLessThan(Duration.ofSeconds(1)));
    world.kill(alone);
    environment.sleep(Duration.ofMinutes(5));
    assertThat(other.node().metering().counts().sinceContact())
        .hasValueSatisfying(age -> assertThat(age).isGreaterThan(Duration.ofMinutes(4)));
  }

  @Test
  void theTablesChurnIsCounted() throws InterruptedException {
    Peer peer = watched();
    int contacts = peer.node().routing().size();
    world.close(world.peers.getLast());
    settle();
    var counts = peer.node().metering().counts().routing();
    assertThat(counts.contacts()).isEqualTo(contacts - 1);
    assertThat(counts.removed()).isOne();
    assertThat(counts.added()).isEqualTo(contacts);
    assertThat(counts.buckets()).isPositive();
    assertThat(counts.mailbox()).isNotNegative();
  }

  @Test
  void replicationAndHandingOverAreCounted() throws InterruptedException {
    Peer peer = world.of(4).peers.getFirst();
    Item item = world.content("text");
    peer.node().place(item, LONG);
    environment.sleep(Duration.ofHours(3));
    assertThat(world.peers.stream().mapToLong(one -> counts(one).replicated()).sum()).isPositive();
    world.join(); // and is among the k closest
    environment.sleep(Duration.ofMinutes(1));
    assertThat(world.peers.stream().mapToLong(one -> counts(one).handedOver()).sum()).isPositive();
    assertThat(counts(peer).store().items()).isOne();
    assertThat(counts(peer).store().bytes()).isPositive();
    assertThat(counts(peer).store().evicted()).isZero();
  }

  private static Counts counts(Peer peer) {
    return peer.node().metering().counts();
  }

  @Test
  void aLookupThatIsInterruptedHasFailed() throws InterruptedException {
    Peer peer = watched();
    Runnable end = peer.node().metering().onLookup(_ -> lookups.clear());
    end.run();
    peer.node().metering().onLookup(also -> lookups.add(also)); // the first goes on being told
    world.network.intercept(
        (from, to, request, passage) -> {
          throw new InterruptedException();
        });
    Thread thread =
        start(
            () -> {
              try {
                peer.node().find(Key.of("nothing"), LONG, Lookups.UNWATCHED);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.interrupt();
    settle();
    assertThat(lookups).hasSize(2);
    assertThat(lookups.getFirst().outcome()).isEqualTo(LookupOutcome.FAILED);
    assertThat(lookups.getFirst().messages()).isZero();
    world.network.intercept((from, to, request, passage) -> passage.call());
  }
}
