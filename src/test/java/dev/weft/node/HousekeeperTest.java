package dev.weft.node;

import static dev.weft.node.World.DAY;
import static dev.weft.node.World.HOUR;
import static dev.weft.node.World.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.weft.item.ContentItem;
import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Contact;
import dev.weft.node.World.Peer;
import dev.weft.rpc.MemoryNetwork.Health;
import dev.weft.rpc.Request;
import dev.weft.store.MemoryItemStore;
import dev.weft.store.StoreOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HousekeeperTest {

  private static final int K = 5;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private final World world = new World(K);
  private final WatchedEnvironment environment = world.environment;

  @AfterEach
  void end() {
    world.close();
  }

  private Peer first() {
    return world.peers.getFirst();
  }

  @Test
  void bucketsAreRefreshedWhenNothingWasLookedUpForAnHourAndNotBefore()
      throws InterruptedException {
    world.of(6);
    world.sent.clear();
    environment.pass(HOUR.minus(MINUTE), MINUTE.multipliedBy(5));
    assertThat(world.sent(Request.FindNode.class)).isEmpty();
    environment.pass(HOUR.dividedBy(2), MINUTE.multipliedBy(5));
    for (Peer peer : world.peers) {
      assertThat(world.sent(Request.FindNode.class)).anyMatch(one -> one.from().equals(peer.key()));
    }
  }

  @Test
  void copiesThatWereLostAreReplaced() throws InterruptedException {
    world.of(12);
    Item item = world.content("text");
    first().node().place(item, LONG);
    for (Peer holder : world.holders(item).subList(0, K - 1)) {
      world.kill(holder);
    }
    assertThat(world.holders(item)).hasSize(1);
    // The dead stay in the tables for five failed calls; mostly two hours are enough.
    environment.pass(HOUR.multipliedBy(8), MINUTE.multipliedBy(2));
    assertThat(world.holders(item)).containsAll(world.closest(item.key(), K));
  }

  @Test
  void oneHolderReplicatesForAll() throws InterruptedException {
    world.of(K);
    Item item = world.content("text");
    first().node().place(item, LONG);
    world.sent.clear();
    environment.pass(HOUR.multipliedBy(6), MINUTE.dividedBy(2));
    int each = K - 1;
    assertThat(world.sent(Request.Store.class).size())
        .isGreaterThanOrEqualTo(5 * each)
        .isLessThan(10 * each);
  }

  @Test
  void howeverManyItemsAreDueAllAreReplicated() throws InterruptedException {
    world.of(2);
    for (int i = 0; i < 250; i++) {
      first().store().put(world.content("item " + i));
    }
    environment.pass(HOUR.plus(HOUR.dividedBy(2)), MINUTE.multipliedBy(5));
    assertThat(world.peers.getLast().store().size()).isEqualTo(250);
  }

  @Test
  void anItemOutlivesItsFirstExpiryWhileItsOwnerRenewsItAndNotLonger() throws InterruptedException {
    world.of(3);
    NamedItem named = world.named(first().identity(), "name", 1);
    ContentItem content = world.content("text");
    for (Item item : List.of(named, content)) {
      first().node().place(item, LONG);
      assertThat(first().node().renew(item, DAY)).isTrue();
    }
    environment.pass(DAY.multipliedBy(2), HOUR);
    Peer other = world.peers.getLast();
    assertThat(other.node().held(named.key()).orElseThrow().sameVersion(named)).isTrue();
    assertThat(other.node().held(content.key()).orElseThrow().sameVersion(content)).isTrue();
    assertThat(first().node().forget(named.key())).isTrue();
    assertThat(first().node().forget(named.key())).isFalse();
    environment.pass(DAY.plus(HOUR), HOUR);
    assertThat(other.node().held(named.key())).isEmpty();
    assertThat(other.node().held(content.key())).isPresent();
    assertThat(other.node().items()).isEqualTo(1);
  }

  @Test
  void anItemThatLivesAMinuteIsKeptAlive() throws InterruptedException {
    world.of(3);
    Item item =
        ContentItem.of("text".getBytes(StandardCharsets.UTF_8), environment.now().plus(MINUTE));
    first().node().place(item, LONG);
    first().node().renew(item, MINUTE);
    for (int i = 0; i < 10; i++) {
      environment.pass(MINUTE, Duration.ofSeconds(1));
      assertThat(world.holders(item)).hasSize(3);
    }
  }

  @Test
  void whereTheUsualTimeToLiveIsShortRenewalsAreLookedAfterMoreOften() throws InterruptedException {
    Duration ttl = Duration.ofSeconds(8);
    world.options = new NodeOptions(world.options.lookup(), HOUR, ttl);
    world.of(3);
    Item item = ContentItem.of(new byte[1], environment.now().plus(ttl));
    first().node().place(item, LONG);
    first().node().renew(item, ttl);
    for (int i = 0; i < 10; i++) {
      environment.pass(ttl, Duration.ofMillis(250));
      assertThat(world.holders(item)).hasSize(3);
    }
  }

  @Test
  void aNodeThatRenewsNothingDoesNotWakeForItAndOneThatDoesWakesEveryQuarterMinute()
      throws InterruptedException {
    Renewals renewals = new Renewals(world.identity(), environment);
    Item item = world.content("text");
    Placer unused = mock();
    try (Housekeeper housekeeper = new Housekeeper(environment)) {
      housekeeper.renew(DAY, LONG, renewals, unused);
      environment.awaitIdle();
      assertThat(environment.waiting()).isZero();
      renewals.add(item, DAY);
      environment.awaitWaiting(1);
      environment.pass(MINUTE, MINUTE);
      assertThat(environment.waiting()).isOne();
      renewals.remove(item.key());
      environment.pass(MINUTE, MINUTE);
      assertThat(environment.waiting()).isZero();
    }
    verifyNoInteractions(unused);
  }

  @Test
  void whatIsSupersededIsRenewedNoLonger() throws InterruptedException {
    world.of(3);
    Identity owner = first().identity();
    NamedItem old = world.named(owner, "name", 1);
    first().node().place(old, LONG);
    first().node().renew(old, DAY);
    NamedItem newer = world.named(owner, "name", 2);
    world.peers.get(1).node().place(newer, LONG);
    environment.pass(DAY.multipliedBy(2).dividedBy(3), HOUR);
    assertThat(first().node().forget(old.key())).isFalse();
    assertThat(first().node().held(old.key())).contains(newer);
  }

  @Test
  void aRenewalThatReachesNobodyIsTriedAgain() throws InterruptedException {
    world.of(3);
    Peer client = world.client();
    world.joinThrough(client, first());
    Duration ttl = MINUTE.multipliedBy(20);
    Item item = ContentItem.of(new byte[1], environment.now().plus(ttl));
    client.node().place(item, LONG);
    client.node().renew(item, ttl);
    environment.pass(MINUTE.multipliedBy(9), MINUTE);
    List<Contact> nodes = world.peers.stream().map(Peer::contact).toList();
    nodes.forEach(node -> world.network.health(node, Health.DEAD));
    environment.pass(MINUTE.multipliedBy(3), MINUTE.dividedBy(4));
    nodes.forEach(node -> world.network.health(node, Health.ALIVE));
    environment.pass(MINUTE.multipliedBy(18), MINUTE.dividedBy(4));
    assertThat(world.holders(item)).hasSize(3);
  }

  @Test
  void aClientRenewsAsTheOwnerAndNotAsWhoItIsToOthers() throws InterruptedException {
    world.of(3);
    Peer client = world.client();
    world.joinThrough(client, first());
    Duration ttl = MINUTE.multipliedBy(20);
    Instant expires = environment.now().plus(ttl);
    Item item = NamedItem.sign(client.identity(), "name", new byte[1], 1, expires);
    assertThat(client.key()).isNotEqualTo(client.identity().key());
    client.node().place(item, LONG);
    client.node().renew(item, ttl);
    environment.pass(ttl.multipliedBy(2), MINUTE);
    assertThat(world.holders(item)).hasSize(3);
  }

  @Test
  void aChoreThatFailsIsTriedAgain() throws InterruptedException {
    Identity identity = world.identity();
    Contact contact = World.contact(identity.key(), 500);
    AtomicInteger attempts = new AtomicInteger();
    Node node =
        Node.start(
            identity.key(),
            identity,
            world.options,
            environment,
            world.network.transport(contact),
            new MemoryItemStore(environment, identity.key(), StoreOptions.DEFAULTS),
            contacts -> {
              attempts.incrementAndGet();
              throw new IllegalStateException("on purpose");
            });
    Peer other = world.alone();
    assertThat(node.routing().size()).isZero();
    world.joinThrough(other, new Peer(identity, contact, node, other.store(), List.of()));
    environment.pass(HOUR, MINUTE.multipliedBy(5));
    assertThat(attempts.get()).isGreaterThan(2);
    node.abort();
  }

  @Test
  void contactsAreRememberedFromTimeToTimeAndAtTheEnd() throws InterruptedException {
    world.of(3);
    Peer peer = first();
    assertThat(peer.remembered()).isEmpty();
    environment.pass(MINUTE.multipliedBy(15), MINUTE);
    assertThat(peer.remembered()).hasSize(2);
    Peer newcomer = world.join();
    world.close(newcomer);
    assertThat(newcomer.remembered()).hasSize(3);
    Peer killed = world.join();
    world.kill(killed);
    assertThat(killed.remembered()).isEmpty();
  }
}
