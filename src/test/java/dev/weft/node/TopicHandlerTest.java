package dev.weft.node;

import static dev.weft.item.Records.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.weft.admission.Refusal;
import dev.weft.admission.Refusals;
import dev.weft.item.Announcement;
import dev.weft.item.Identity;
import dev.weft.item.Provider;
import dev.weft.item.Records;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.routing.RoutingActor;
import dev.weft.routing.RoutingOptions;
import dev.weft.rpc.Caller;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.rpc.Transport;
import dev.weft.store.MemoryItemStore;
import dev.weft.store.ProviderLimits;
import dev.weft.store.ProviderSample;
import dev.weft.store.ProviderStore;
import dev.weft.store.ProviderStore.Verdict;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicHandlerTest extends NodeFixture {

  private static final Identity OWNER = Records.owner(1);
  private static final Contact PEER = World.contact(OWNER.key(), 7);
  private static final Caller FROM = Caller.node(PEER);

  private final Key self = world.identity().key();
  private final RoutingActor routing =
      RoutingActor.start(environment, self, RoutingOptions.defaults(), _ -> true, _ -> {});
  private final Transport transport = mock();
  private final PopularTopics popular = mock();
  private final Refusals refusals = new Refusals(environment);
  private final Refuser refuser = new Refuser(refusals);
  private final MemoryItemStore items = new MemoryItemStore(environment, self, world.limits);
  private final ProviderStore store = store(2);
  private final TopicHandler handler = handler(store);
  private final Instant later = environment.now().plusSeconds(3600);

  private ProviderStore store(int perTopic) {
    return new ProviderStore(environment, self, new ProviderLimits(perTopic, 9, 1 << 20), _ -> {});
  }

  private TopicHandler handler(ProviderStore providers) {
    StoreAdmission admission = new StoreAdmission(environment, routing, items, refuser, true);
    return new TopicHandler(
        world.options, environment, transport, routing, providers, popular, admission, refuser);
  }

  @AfterEach
  void endParts() {
    routing.close();
    items.close();
  }

  private Announcement at(Identity owner, InetSocketAddress address, int version) {
    return Announcement.sign(
        owner,
        new Announcement.Terms(TOPIC, Optional.of(address), new byte[0], version, later, false));
  }

  private static InetSocketAddress port(Contact contact, int port) {
    return new InetSocketAddress(contact.address().getAddress(), port);
  }

  private RefusalCode refusal(Caller from, Announcement record) throws InterruptedException {
    return handler.keep(from, record) instanceof Response.Refused no ? no.code() : null;
  }

  private boolean checked(Caller from, Announcement record) throws InterruptedException {
    assertThat(handler.keep(from, record)).isEqualTo(new Response.Stored());
    return store.sample(TOPIC, 9).providers().stream()
        .filter(one -> one.announcement().equals(record))
        .findFirst()
        .orElseThrow()
        .checked();
  }

  private void isFound(Contact contact) throws RpcException, InterruptedException {
    when(transport.identify(contact.address(), world.options.lookup().callTimeout()))
        .thenReturn(contact);
  }

  @Test
  void whatIsAnnouncedIsKeptAndGiven() throws InterruptedException {
    Announcement record = Records.of(1, 1, later);
    assertThat(handler.keep(FROM, record)).isEqualTo(new Response.Stored());
    assertThat(handler.keep(FROM, record)).as("again").isEqualTo(new Response.Stored());
    assertThat(handler.find(new Request.FindProviders(TOPIC, 9)))
        .isEqualTo(new ProviderSample(1, List.of(new Provider(record, false))));
    verify(popular, never()).asked(any(), anyInt());
  }

  @Test
  void pagesFollowAnOwner() throws InterruptedException {
    handler.keep(FROM, Records.of(1, 1, later));
    handler.keep(FROM, Records.of(2, 1, later));
    List<Provider> all =
        handler.find(new Request.FindProviders(TOPIC, 9, TOPIC.least(0))).providers();
    assertThat(all).hasSize(2);
    Key first = all.getFirst().owner();
    assertThat(handler.find(new Request.FindProviders(TOPIC, 9, first)).providers())
        .containsExactly(all.getLast());
  }

  @Test
  void whereNothingIsKeptTheTopicMayBePopular() {
    ProviderSample cached =
        new ProviderSample(5, List.of(new Provider(Records.of(1, 1, later), false)));
    when(popular.asked(TOPIC, 3)).thenReturn(cached);
    assertThat(handler.find(new Request.FindProviders(TOPIC, 3))).isSameAs(cached);
    assertThat(handler.find(new Request.FindProviders(TOPIC, 3, self)))
        .as("no pages are cached")
        .isEqualTo(ProviderSample.NONE);
    assertThat(handler.find(new Request.FindProviders(TOPIC, 3, false, Optional.empty())))
        .as("no copies are wanted")
        .isEqualTo(ProviderSample.NONE);
  }

  @Test
  void whoSendsForgedRecordsIsRefusedUnchecked() throws InterruptedException {
    for (int i = 0; i < StoreAdmission.FORGERIES; i++) {
      assertThat(refusal(FROM, Records.forged(Records.of(1, i, later))))
          .isEqualTo(RefusalCode.FORGED);
    }
    assertThat(refusal(FROM, Records.of(1, 1, later))).isEqualTo(RefusalCode.BUSY);
    assertThat(refusals.count(Refusal.FORGED)).isEqualTo(StoreAdmission.FORGERIES);
    assertThat(refusals.count(Refusal.FORGER)).isEqualTo(1);
    assertThat(store.size()).isZero();
    Caller other = Caller.client(Key.of("other"));
    assertThat(refusal(other, Records.of(1, 1, later))).isNull();
  }

  @Test
  void aForgedCopyOfWhatIsKeptIsNoLessForged() throws InterruptedException {
    Announcement record = Records.of(1, 1, later);
    handler.keep(FROM, record);
    assertThat(refusal(FROM, Records.forged(Records.of(1, 2, later))))
        .isEqualTo(RefusalCode.FORGED);
    assertThat(store.find(TOPIC, OWNER.key())).contains(record);
  }

  @Test
  void whatIsExpiredFromTheFutureStaleOrTooMuchIsRefused() throws InterruptedException {
    assertThat(refusal(FROM, Records.of(1, 1, environment.now()))).isEqualTo(RefusalCode.EXPIRED);
    assertThat(refusal(FROM, Records.of(1, 1, later.plusSeconds(100_000))))
        .isEqualTo(RefusalCode.FUTURE);
    assertThat(refusal(FROM, Records.of(1, 5, later))).isNull();
    assertThat(refusal(FROM, Records.forged(Records.of(1, 4, later))))
        .as("its signature is not looked at")
        .isEqualTo(RefusalCode.STALE);
    assertThat(refusal(FROM, Records.of(2, 1, later))).isNull();
    assertThat(refusal(FROM, Records.of(3, 1, later))).isEqualTo(RefusalCode.FULL);
    assertThat(refusals.counts()).containsOnlyKeys("expired", "future", "full", "stale");
  }

  @Test
  void aRecordThatIsReplacedWhileItIsCheckedIsStale() throws InterruptedException {
    ProviderStore late = mock();
    when(late.find(any(), any())).thenReturn(Optional.empty());
    when(late.put(any(), anyBoolean(), any())).thenReturn(Verdict.STALE);
    assertThat(handler(late).keep(FROM, Records.of(1, 1, later)))
        .isInstanceOfSatisfying(
            Response.Refused.class, no -> assertThat(no.code()).isEqualTo(RefusalCode.STALE));
  }

  @Test
  void theHostOfANodeThatIsInTheTableIsItsOwnAtAnyPort() throws Exception {
    routing.seen(PEER, true);
    routing.settled();
    assertThat(checked(FROM, at(OWNER, port(PEER, 631), 1))).isTrue();
    verify(transport, never()).identify(any(), any());
  }

  @Test
  void aNodeThatIsNotKnownIsCalledWhereItSaysThatItIs() throws Exception {
    isFound(PEER);
    assertThat(checked(FROM, at(OWNER, port(PEER, 631), 1))).isTrue();
    verify(transport).identify(PEER.address(), world.options.lookup().callTimeout());
  }

  @Test
  void whereSomebodyElseOrNobodyAnswersTheAddressIsUnchecked() throws Exception {
    when(transport.identify(any(), any()))
        .thenReturn(World.contact(Key.of("other"), 7))
        .thenThrow(new RpcException.Timeout("nobody"));
    assertThat(checked(FROM, at(OWNER, port(PEER, 631), 1))).isFalse();
    assertThat(checked(FROM, at(OWNER, port(PEER, 631), 2))).isFalse();
  }

  @Test
  void whatIsNotTheHostOfTheOwnersNodeIsUncheckedAndNobodyIsCalled() throws Exception {
    InetAddress victim = InetAddress.ofLiteral("192.0.2.1");
    assertThat(checked(FROM, at(OWNER, new InetSocketAddress(victim, 80), 1)))
        .as("another host")
        .isFalse();
    assertThat(checked(Caller.client(OWNER.key()), at(OWNER, port(PEER, 80), 2)))
        .as("a client's")
        .isFalse();
    assertThat(checked(FROM, at(Records.owner(2), port(PEER, 80), 1)))
        .as("brought by another")
        .isFalse();
    assertThat(checked(FROM, Records.of(1, 3, later))).as("none").isFalse();
    verify(transport, never()).identify(any(), any());
  }

  @Test
  void onePeerIsCalledTwiceAndOnceMoreInEachMinute() throws Exception {
    isFound(PEER);
    assertThat(checked(FROM, at(OWNER, port(PEER, 1), 1))).isTrue();
    assertThat(checked(FROM, at(OWNER, port(PEER, 2), 2))).isTrue();
    assertThat(checked(FROM, at(OWNER, port(PEER, 3), 3))).isFalse();
    environment.sleep(Duration.ofMinutes(1));
    assertThat(checked(FROM, at(OWNER, port(PEER, 4), 4))).isTrue();
  }

  @Test
  void allPeersTogetherAreCalledTenTimesASecondAtMost() throws Exception {
    when(transport.identify(any(), any())).thenThrow(new RpcException.Timeout("nobody"));
    for (int i = 0; i < 70; i++) {
      Identity owner = Records.owner(100 + i);
      Contact peer = World.contact(owner.key(), 100 + i);
      handler.keep(Caller.node(peer), at(owner, port(peer, 1), 1));
    }
    verify(transport, times(50)).identify(any(), any());
  }
}
