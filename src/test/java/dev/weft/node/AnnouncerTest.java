package dev.weft.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import dev.weft.item.Announcement;
import dev.weft.item.Identity;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Lookups;
import dev.weft.node.Placement.Fate;
import dev.weft.routing.RoutingActor;
import dev.weft.rpc.MemoryNetwork.Health;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.Transport;
import dev.weft.store.ProviderLimits;
import dev.weft.store.ProviderStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnnouncerTest extends NodeFixture {

  private static final Key TOPIC = Announcement.topic("printers");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration CALL = Duration.ofSeconds(5);

  /** As close to the topic as may be, and far from it. */
  private final Contact self = near(500, 1);

  private final List<Contact> peers =
      IntStream.range(0, K).mapToObj(i -> near(20 + i, 10 + i)).toList();
  private final Identity owner = world.identity();
  private final RoutingActor routing = mock();
  private final Lookups lookups = mock();
  private final ProviderStore store =
      new ProviderStore(environment, self.key(), ProviderLimits.DEFAULTS, _ -> {});
  private final Announcer announcer = announcer(world.network.transport(self));

  /** What the peers were told, with the time. */
  private final List<Announcement> heard = new ArrayList<>();

  private List<Contact> closest = List.of(peers.getFirst());
  private Response answer = new Response.Stored();
  private Duration latency = Duration.ZERO;
  private int most;
  private int underWay;

  /** Topics whose records take a second longer. */
  private final Set<Key> slow = new HashSet<>();

  private Contact near(int bits, int number) {
    Key key = bits == 500 ? TOPIC.randomAt(500, environment.random()) : farther(bits);
    return World.contact(key, number);
  }

  private Key farther(int bits) {
    return TOPIC.randomAt(bits, environment.random());
  }

  private Announcer announcer(Transport transport) {
    return announcer(self, transport);
  }

  private Announcer announcer(Contact at, Transport transport) {
    Placer placer = placer(world.options, at.key(), transport, routing, lookups);
    return new Announcer(
        owner, world.options, environment, transport, routing, lookups, placer, store);
  }

  @BeforeEach
  void serve() throws InterruptedException {
    when(lookups.findNodes(any(), any(), any(), any())).thenAnswer(_ -> near());
    for (Contact peer : peers) {
      world
          .network
          .transport(peer)
          .serve(
              (_, request) -> {
                heard.add(((Request.Announce) request).record());
                most = Math.max(most, ++underWay);
                environment.sleep(
                    slow.contains(heard.getLast().topic()) ? latency.plusSeconds(1) : latency);
                underWay--;
                return answer;
              });
    }
  }

  private LookupResult.Closest near() {
    return new LookupResult.Closest(TOPIC, closest, List.of(), true, Duration.ZERO, List.of());
  }

  private Announcement record(Key topic, int version, Duration timeToLive) {
    Instant expires = environment.now().plus(timeToLive);
    return owner.announce(
        new Announcement.Terms(topic, Optional.empty(), new byte[0], version, expires, false));
  }

  private Announcement record(int version) {
    return record(TOPIC, version, HOUR);
  }

  /** Announces what is due at this time, each second. */
  private void pass(Duration time) throws InterruptedException {
    for (long i = 0; i < time.toSeconds(); i++) {
      environment.sleep(Duration.ofSeconds(1));
      announcer.announceDue();
    }
  }

  @Test
  void aRecordIsKeptByTheClosestAndByThisNodeIfItIsOneOfThem() throws InterruptedException {
    Placement placement = announcer.place(record(1), MINUTE);
    assertThat(placement.kept()).isEqualTo(2);
    assertThat(placement.mine()).isTrue();
    assertThat(heard).containsExactly(record(1));
    assertThat(store.find(TOPIC, owner.key())).contains(record(1));
  }

  @Test
  void whereKOthersAreCloserTheyKeepIt() throws InterruptedException {
    Contact far = World.contact(TOPIC.randomAt(0, environment.random()), 2);
    Announcer other = announcer(far, world.network.transport(far));
    closest = peers.reversed();
    Placement placement = other.place(record(1), MINUTE);
    assertThat(placement.mine()).isFalse();
    assertThat(placement.local()).isFalse();
    assertThat(placement.kept()).isEqualTo(K);
    assertThat(store.size()).isZero();
    assertThat(announcer.place(record(2), MINUTE).kept()).as("closer: one of k").isEqualTo(K);
    assertThat(store.size()).isEqualTo(1);
  }

  @Test
  void aClientKeepsNothingItself() throws InterruptedException {
    Placement placement = announcer(world.network.transport(self.key())).place(record(1), MINUTE);
    assertThat(placement.mine()).isFalse();
    assertThat(placement.kept()).isEqualTo(1);
    assertThat(store.size()).isZero();
  }

  @Test
  void whoDoesNotKeepItSaysWhy() throws InterruptedException {
    closest = List.of(peers.get(0), peers.get(1));
    world.network.health(peers.get(1), Health.DEAD);
    answer = new Response.Refused(RefusalCode.FULL, "no room");
    store.put(record(9), true, Optional.empty());
    Placement placement = announcer.place(record(1), MINUTE);
    assertThat(placement.local()).as("a newer one is kept").isFalse();
    assertThat(placement.kept()).isZero();
    assertThat(placement.copies())
        .extracting(Placement.Copy::fate)
        .satisfiesExactly(
            fate ->
                assertThat(fate)
                    .isEqualTo(new Fate.Refused(RefusalCode.FULL, "no room", Optional.empty())),
            fate -> assertThat(fate).isInstanceOf(Fate.Unreachable.class));
  }

  @Test
  void nobodyIsWaitedForLongerThanTheTimeOut() throws InterruptedException {
    world.network.health(peers.getFirst(), Health.SILENT);
    for (Duration timeout : List.of(Duration.ofSeconds(2), MINUTE)) {
      Placement placement = announcer.place(record(1), timeout);
      assertThat(placement.took()).isEqualTo(timeout.compareTo(CALL) < 0 ? timeout : CALL);
    }
  }

  @Test
  void aRecordIsRenewedEveryQuarterOfAnHourWithTheSameVersion() throws InterruptedException {
    announcer.keepUp(record(7), Duration.ofDays(1));
    pass(Duration.ofMinutes(15).minusSeconds(1));
    assertThat(heard).isEmpty();
    pass(Duration.ofSeconds(1));
    assertThat(heard)
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.terms().version()).isEqualTo(7);
              assertThat(one.expires()).isEqualTo(environment.now().plus(Duration.ofDays(1)));
              one.verify();
            });
    pass(Duration.ofMinutes(15));
    assertThat(heard).hasSize(2);
  }

  @Test
  void aShortRecordIsRenewedAtHalfOfItsTime() throws InterruptedException {
    announcer.keepUp(record(TOPIC, 1, MINUTE), MINUTE);
    pass(Duration.ofSeconds(29));
    assertThat(heard).isEmpty();
    pass(Duration.ofSeconds(31));
    assertThat(heard).hasSize(2);
  }

  @Test
  void whereNobodyKeepsItItIsTriedAgainAndMoreSeldomWithEachFailure() throws InterruptedException {
    Announcer client = announcer(world.network.transport(self.key()));
    client.keepUp(record(1), HOUR);
    answer = new Response.Refused(RefusalCode.BUSY, "busy");
    List<Long> times = new ArrayList<>();
    for (int second = 0; second < 7_200; second++) {
      environment.sleep(Duration.ofSeconds(1));
      int before = heard.size();
      client.announceDue();
      if (heard.size() > before) {
        times.add(second + 1L);
      }
    }
    assertThat(times).startsWith(900L, 915L, 945L, 1_005L, 1_125L, 1_365L, 1_845L, 2_745L, 3_645L);
    answer = new Response.Stored();
    heard.clear();
    for (int second = 0; second < 900; second++) {
      environment.sleep(Duration.ofSeconds(1));
      client.announceDue();
    }
    assertThat(heard).hasSize(1);
    answer = new Response.Refused(RefusalCode.BUSY, "busy");
    heard.clear();
    for (int second = 0; second < 930; second++) {
      environment.sleep(Duration.ofSeconds(1));
      client.announceDue();
    }
    assertThat(heard).as("after a success it begins anew").hasSizeGreaterThan(1);
  }

  @Test
  void whatIsDroppedWhileItIsRenewedStaysDropped() throws InterruptedException {
    latency = Duration.ofSeconds(1);
    announcer.keepUp(record(TOPIC, 1, MINUTE), MINUTE);
    environment.sleep(MINUTE);
    Thread renewing = start(announcer::announceDue);
    settle();
    assertThat(announcer.drop(TOPIC)).map(one -> one.terms().version()).contains(1L);
    environment.sleep(latency);
    assertThat(renewing.isAlive()).isFalse();
    assertThat(announcer.size()).isZero();
    assertThat(announcer.drop(TOPIC)).isEmpty();
  }

  @Test
  void whatIsReplacedWhileItIsRenewedStaysReplaced() throws InterruptedException {
    latency = Duration.ofSeconds(1);
    announcer.keepUp(record(TOPIC, 1, MINUTE), MINUTE);
    environment.sleep(MINUTE);
    Thread renewing = start(announcer::announceDue);
    settle();
    announcer.keepUp(record(2), HOUR);
    environment.sleep(latency);
    assertThat(renewing.isAlive()).isFalse();
    assertThat(announcer.drop(TOPIC)).map(one -> one.terms().version()).contains(2L);
  }

  @Test
  void aWithdrawalIsNewerThanWhatItWithdrawsAndLastsAsLong() throws Exception {
    Announcement record = record(7);
    Announcement gone = announcer.withdrawal(record);
    gone.verify();
    assertThat(gone.isWithdrawn()).isTrue();
    assertThat(gone.terms().version()).isEqualTo(NamedItem.versionAt(environment.now()));
    assertThat(gone.expires()).isEqualTo(record.expires());
    Announcement ahead =
        owner.announce(
            new Announcement.Terms(
                TOPIC,
                Optional.empty(),
                new byte[0],
                NamedItem.versionAt(environment.now()) + 5,
                record.expires(),
                false));
    assertThat(announcer.withdrawal(ahead).terms().version())
        .isEqualTo(ahead.terms().version() + 1);
  }

  private void announce(int topics) {
    for (int i = 0; i < topics; i++) {
      announcer.keepUp(record(Key.of("topic " + i), 1, HOUR), HOUR);
    }
  }

  @Test
  void manyAreRenewedSixteenAtATimeAndOneThatIsSlowHoldsUpNoOther() throws InterruptedException {
    latency = Duration.ofSeconds(1);
    announce(10 * Announcer.LANES);
    environment.sleep(HOUR.dividedBy(4));
    long began = environment.nanoTime();
    announcer.announceDue();
    assertThat(Duration.ofNanos(environment.nanoTime() - began)).isEqualTo(Duration.ofSeconds(10));
    assertThat(most).isEqualTo(Announcer.LANES);
    assertThat(heard).hasSize(10 * Announcer.LANES).noneMatch(Announcement::isWithdrawn);
    assertThat(Announcer.MOST / Announcer.LANES)
        .as("seconds that all take, at a second each")
        .isLessThan(15 * 60);
    environment.sleep(HOUR.dividedBy(4));
    slow.add(Key.of("topic 0"));
    began = environment.nanoTime();
    announcer.announceDue();
    assertThat(Duration.ofNanos(environment.nanoTime() - began))
        .as("the other lanes do what is left meanwhile")
        .isEqualTo(Duration.ofSeconds(11));
  }

  @Test
  void whoLeavesWithdrawsAllSomeAtATime() throws InterruptedException {
    latency = Duration.ofSeconds(1);
    announce(20);
    long began = environment.nanoTime();
    announcer.withdrawAll(MINUTE);
    assertThat(Duration.ofNanos(environment.nanoTime() - began)).isEqualTo(Duration.ofSeconds(2));
    assertThat(most).isEqualTo(Announcer.LANES);
    assertThat(heard).hasSize(20).allMatch(Announcement::isWithdrawn);
    assertThat(announcer.size()).isZero();
    announcer.withdrawAll(MINUTE);
    assertThat(heard).hasSize(20);
  }

  @Test
  void whoLeavesManyTopicsTakesNoLongerThanItMay() throws InterruptedException {
    latency = Duration.ofMillis(400);
    announce(100);
    long began = environment.nanoTime();
    announcer.withdrawAll(Duration.ofSeconds(1));
    assertThat(Duration.ofNanos(environment.nanoTime() - began)).isEqualTo(Duration.ofSeconds(1));
    assertThat(heard).as("those on their way at the end among them").hasSize(3 * Announcer.LANES);
    assertThat(announcer.size()).isZero();
  }

  @Test
  void withdrawingEndsWithAnInterrupt() throws InterruptedException {
    latency = HOUR;
    announcer.keepUp(record(1), HOUR);
    Thread leaving =
        start(
            () ->
                assertThatThrownBy(() -> announcer.withdrawAll(HOUR))
                    .isInstanceOf(InterruptedException.class));
    settle();
    leaving.interrupt();
    settle();
    assertThat(leaving.isAlive()).isFalse();
    environment.sleep(HOUR);
  }

  @Test
  void noMoreThanTheMostAreAnnouncedButNewVersionsOfThose() {
    for (int i = 0; i < Announcer.MOST; i++) {
      Announcement record = mock(withSettings().stubOnly());
      when(record.topic()).thenReturn(Key.of("topic " + i));
      announcer.keepUp(record, HOUR);
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> announcer.keepUp(record(1), HOUR))
        .withMessageContaining("10000 topics at most");
    announcer.keepUp(record(Key.of("topic 1"), 2, HOUR), HOUR);
    assertThat(announcer.size()).isEqualTo(Announcer.MOST);
  }

  @Test
  void whoWaitsForSomethingToAnnounceIsWokenByIt() throws InterruptedException {
    Thread waiting = start(announcer::awaitSome);
    environment.sleep(HOUR);
    assertThat(waiting.isAlive()).isTrue();
    announcer.keepUp(record(1), HOUR);
    settle();
    assertThat(waiting.isAlive()).isFalse();
    announcer.awaitSome();
  }
}
