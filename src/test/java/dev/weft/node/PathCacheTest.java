package dev.weft.node;

import static dev.weft.node.World.HOUR;
import static dev.weft.node.World.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Lookups;
import dev.weft.node.World.Peer;
import dev.weft.node.World.Sent;
import dev.weft.rpc.MemoryNetwork.Health;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.runtime.Crew;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PathCacheTest extends NodeFixture {

  private final Crew errands = new Crew(environment, 4);
  private final Contact self = World.contact(Key.of("self"), 1);
  private final Item item = world.content("text");

  @AfterEach
  void endErrands() {
    errands.close();
  }

  /** What is cached where, when the holder and the node without share so many bits with the key. */
  private List<Duration> cached(int holder, int without, Response answer)
      throws InterruptedException {
    Contact at = at(without, 2);
    world.network.transport(at).serve((from, request) -> answer);
    PathCache cache = new PathCache(world.options, world.network.transport(self), errands);
    cache.cache(found(at(holder, 3), List.of(at)));
    settle();
    return world.sent(Request.Store.class).stream()
        .map(one -> ((Request.Store) one.request()).cacheFor())
        .toList();
  }

  private Contact at(int prefixBits, int number) {
    return World.contact(item.key().randomAt(prefixBits, environment.random()), number);
  }

  private LookupResult.Found found(Contact holder, List<Contact> closest) {
    return new LookupResult.Found(item.key(), item, holder, closest, Duration.ZERO, List.of());
  }

  @Test
  void aValueIsCachedForAnIntervalWhereTheNodeIsAsCloseAsTheHolder() throws InterruptedException {
    assertThat(cached(3, 3, new Response.Stored())).containsExactly(HOUR);
  }

  @Test
  void aNodeThatIsCloserThanTheHolderCachesNoLonger() throws InterruptedException {
    assertThat(cached(0, 9, new Response.Stored())).containsExactly(HOUR);
  }

  @Test
  void theTimeHalvesWithEachBucketOfDistance() throws InterruptedException {
    assertThat(cached(5, 3, new Response.Stored())).containsExactly(HOUR.dividedBy(4));
  }

  @Test
  void lessThanAMinuteIsNotWorthIt() throws InterruptedException {
    assertThat(cached(8, 3, new Response.Stored())).containsExactly(HOUR.dividedBy(32));
    world.sent.clear();
    assertThat(cached(9, 3, new Response.Stored())).isEmpty();
  }

  @Test
  void aRefusalIsTakenWell() throws InterruptedException {
    assertThat(cached(3, 3, new Response.Refused(RefusalCode.FULL, "no"))).hasSize(1);
  }

  @Test
  void whereEverybodyHadItNobodyCachesIt() throws InterruptedException {
    PathCache cache = new PathCache(world.options, world.network.transport(self), errands);
    cache.cache(found(self, List.of()));
    settle();
    assertThat(world.sent).isEmpty();
  }

  @Test
  void aValueIsCachedAtTheClosestNodeThatDidNotHaveIt() throws InterruptedException {
    world.of(12);
    List<Peer> closest = world.closest(item.key(), 12);
    closest.getFirst().store().put(item);
    world.sent.clear();
    assertThat(closest.getLast().node().find(item.key(), LONG, Lookups.UNWATCHED))
        .isInstanceOf(LookupResult.Found.class);
    settle();
    List<Sent> stores = world.sent(Request.Store.class);
    assertThat(stores).hasSizeLessThanOrEqualTo(1);
    for (Sent one : stores) {
      assertThat(one.from()).isEqualTo(closest.getLast().key());
      assertThat(one.to()).isNotEqualTo(closest.getFirst().contact());
      assertThat(((Request.Store) one.request()).isCache()).isTrue();
    }
    assertThat(closest.getLast().node().find(Key.of("nothing"), LONG, Lookups.UNWATCHED))
        .isInstanceOf(LookupResult.Closest.class);
  }

  @Test
  void aCancelledLookupCachesNothing() throws InterruptedException {
    world.of(3);
    world.peers.get(1).store().put(item);
    world.peers.forEach(peer -> world.network.health(peer.contact(), Health.SILENT));
    world.sent.clear();
    Thread finder =
        start(
            () ->
                assertThatThrownBy(
                        () ->
                            world.peers.getFirst().node().find(item.key(), LONG, Lookups.UNWATCHED))
                    .isInstanceOf(InterruptedException.class));
    settle();
    assertThat(world.network.underWay()).isEqualTo(2);
    finder.interrupt();
    settle();
    assertThat(finder.isAlive()).isFalse();
    assertThat(world.network.underWay()).isZero();
    assertThat(world.sent(Request.Store.class)).isEmpty();
  }
}
