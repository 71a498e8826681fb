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
import dev.weft.kademlia.Key;
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
import org.junit.jupiter.api.Test;

class HousekeeperTest extends NodeFixture {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private Peer first() {
    return world.peers.getFirst();
  }

  @Test
  void bucketsAreRefreshedWhenNothingWasLookedUpForAnHourAndNotBefore()
      throws InterruptedException {
    world.of(20); // of which each has a bucket that its own lookups of itself do not refresh
    world.sent.clear();
    environment.sleep(HOUR.minus(MINUTE.multipliedBy(10)));
    assertThat(lookedUp(false)).isEmpty();
    environment.sleep(HOUR);
    assertThat(lookedUp(false)).containsAll(World.keys(world.peers));
  }

  /** Who has looked themselves up, or others. */
  private List<Key> lookedUp(boolean themselves) {
    return world.sent(Request.FindNode.class).stream()
        .filter(one -> ((Request.FindNode) one.request()).target().equals(one.from()) == themselves)
        .map(World.Sent::from)
        .toList();
  }

  @Test
  void everyNodeLooksAroundOnceAnHour() throws InterruptedException {
    world.of(6);
    world.sent.clear();
    environment.sleep(HOUR.multipliedBy(5).dividedBy(4));
    assertThat(lookedUp(true)).containsAll(World.keys(world.peers));
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
    environment.sleep(HOUR.multipliedBy(8));
    assertThat(world.holders(item)).containsAll(world.closest(item.key(), K));
  }

  @Test
  void oneHolderReplicatesForAll() throws InterruptedException {
    world.of(K);
    Item item = world.content("text");
    first().node().place(item, LONG);
    world.sent.clear();
    environment.sleep(HOUR.multipliedBy(6));
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
    environment.sleep(HOUR.plus(HOUR.dividedBy(2)));
    assertThat(world.peers.getLast().store().size()).isEqualTo(250);
  }

  @Test
  void aReplicationThatReachesNobodyIsTriedAgainSoon() throws InterruptedException {
    world.of(3);
    Item item = world.content("text");
    first().store().put(item);
    world.network.partition(List.of(first().key()));
    environment.sleep(HOUR.plus(HOUR.dividedBy(2)));
    world.network.partition(List.of());
    environment.sleep(HOUR.dividedBy(4));
    assertThat(world.holders(item)).hasSize(3);
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
    environment.sleep(DAY.multipliedBy(2));
    Peer other = world.peers.getLast();
    assertThat(other.node().held(named.key()).orElseThrow().sameVersion(named)).isTrue();
    assertThat(other.node().held(content.key()).orElseThrow().sameVersion(content)).isTrue();
    assertThat(first().node().forget(named.key()).orElseThrow().expires())
        .isEqualTo(environment.now().plus(DAY));
    assertThat(first().node().forget(named.key())).isEmpty();
    environment.sleep(DAY.plus(HOUR));
    assertThat(other.node().held(named.key())).isEmpty();
    assertThat(other.node().held(content.key())).isPresent();
    assertThat(other.node().insight().store().size()).isEqualTo(1);
  }

  @Test
  void anItemThatLivesAMinuteIsKeptAlive() throws InterruptedException {
    world.of(3);
    Item item =
        ContentItem.of("text".getBytes(StandardCharsets.UTF_8), environment.now().plus(MINUTE));
    first().node().place(item, LONG);
    first().node().renew(item, MINUTE);
    for (int i = 0; i < 10; i++) {
      environment.sleep(MINUTE);
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
      environment.sleep(ttl);
      assertThat(world.holders(item)).hasSize(3);
    }
  }

  @Test
  void aNodeThatRenewsNothingDoesNotWakeForItAndOneThatDoesWakesEveryQuarterMinute()
      throws InterruptedException {
    Renewals renewals = new Renewals(world.identity(), environment, DAY, world.book());
    Placer unused = mock();
    try (Housekeeper housekeeper = new Housekeeper(environment)) {
      housekeeper.renew(renewals, new Renewer(K, LONG, renewals, unused));
      settle();
      assertThat(stepsIn(DAY)).isZero();
      Item item = world.content("text");
      renewals.add(item, DAY);
      assertThat(stepsIn(MINUTE)).isBetween(3L, 6L);
      renewals.remove(item.key());
      environment.sleep(MINUTE);
      assertThat(stepsIn(DAY)).isZero();
    }
    verifyNoInteractions(unused);
  }

  /** How often other threads than this one go on for a while. */
  private long stepsIn(Duration time) throws InterruptedException {
    long before = environment.steps();
    environment.sleep(time);
    return environment.steps() - before - 1;
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
    environment.sleep(DAY.multipliedBy(2).dividedBy(3));
    assertThat(first().node().forget(old.key())).isEmpty();
    assertThat(first().node().held(old.key())).contains(newer);
  }

  @Test
  void anItemThatWasDeletedElsewhereIsRenewedNoLonger() throws InterruptedException {
    world.of(3);
    Identity owner = first().identity();
    NamedItem old = world.named(owner, "name", 1);
    first().node().place(old, LONG);
    first().node().renew(old, DAY);
    Item tombstone = NamedItem.tombstone(owner, "name", 2, environment.now().plus(DAY));
    world.peers.get(1).node().place(tombstone, LONG);
    environment.sleep(DAY.multipliedBy(2).dividedBy(3));
    assertThat(first().node().forget(old.key())).isEmpty();
    assertThat(world.peers)
        .allSatisfy(peer -> assertThat(peer.node().held(old.key())).contains(tombstone));
    environment.sleep(DAY);
    assertThat(world.holders(old)).isEmpty();
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
    environment.sleep(MINUTE.multipliedBy(9));
    List<Contact> nodes = world.peers.stream().map(Peer::contact).toList();
    nodes.forEach(node -> world.network.health(node, Health.DEAD));
    environment.sleep(MINUTE.multipliedBy(3));
    nodes.forEach(node -> world.network.health(node, Health.ALIVE));
    environment.sleep(MINUTE.multipliedBy(18));
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
    environment.sleep(ttl.multipliedBy(2));
    assertThat(world.holders(item)).hasSize(3);
  }

  @Test
  void aChoreThatFailsIsTriedAgain() throws InterruptedException {
    Identity identity = world.identity();
    Contact contact = World.contact(identity.key(), 500);
    AtomicInteger attempts = new AtomicInteger();
    Node node =
        new Node(
            identity.key(),
            identity,
            world.options,
            environment,
            world.network.transport(contact),
            new MemoryItemStore(environment, identity.key(), StoreOptions.DEFAULTS),
            new KeptNotes() {
              @Override
              public void save(List<Contact> contacts) {
                attempts.incrementAndGet();
                throw new IllegalStateException("on purpose");
              }
            });
    Peer other = world.alone();
    assertThat(node.routing().size()).isZero();
    world.joinThrough(other, new Peer(identity, contact, node, other.store(), new KeptNotes()));
    environment.sleep(HOUR);
    assertThat(attempts.get()).isGreaterThan(2);
    node.abort();
  }

  @Test
  void contactsAreRememberedAtOnceAndFromTimeToTimeAndAtTheEnd() throws InterruptedException {
    world.of(3);
    Peer peer = first();
    assertThat(peer.remembered()).isEmpty();
    environment.sleep(MINUTE.multipliedBy(15));
    assertThat(peer.remembered()).hasSize(2);
    Peer newcomer = world.join();
    world.close(newcomer);
    assertThat(newcomer.remembered()).hasSize(3);
    Peer killed = world.join();
    world.kill(killed);
    assertThat(killed.remembered()).hasSize(3);
  }
}
