package dev.weft.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.weft.admission.Refusals;
import dev.weft.item.Announcement;
import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.ItemCodec;
import dev.weft.item.ItemException;
import dev.weft.item.NamedItem;
import dev.weft.item.Provider;
import dev.weft.item.Records;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.routing.RoutingActor;
import dev.weft.routing.RoutingOptions;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Cursor;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.store.ItemStore;
import dev.weft.store.MemoryItemStore;
import dev.weft.store.ProviderSample;
import dev.weft.store.PutOutcome;
import dev.weft.store.StoreException;
import dev.weft.store.StoreOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestHandlerTest extends NodeFixture {

  private final TopicHandler topics = mock();
  private final WatchHandler watches = mock();
  private final Key self = world.identity().key();
  private final RoutingActor routing =
      RoutingActor.start(
          environment, self, RoutingOptions.defaults().withK(20), _ -> true, _ -> {});
  private final MemoryItemStore store =
      new MemoryItemStore(environment, self, new StoreOptions(100, 1 << 20, 2));
  private final Rereading rereading = mock();
  private final Refusals refusals = new Refusals(environment);
  private final RequestHandler handler = handler(store);
  private final Identity owner = world.identity();
  private final Contact caller = World.contact(Key.of("caller"), 1);

  private RequestHandler handler(ItemStore store) {
    var admission = new StoreAdmission(environment, routing, store, new Refuser(refusals), true);
    return new RequestHandler(
        K, routing, store, rereading, admission, topics, watches, new Refuser(refusals));
  }

  @AfterEach
  void endParts() {
    routing.close();
    store.close();
  }

  private Response ask(Request request) throws InterruptedException {
    return handler.handle(Caller.node(caller), request);
  }

  private RefusalCode refusal(Item item) throws InterruptedException {
    return ask(new Request.Store(item)) instanceof Response.Refused no
        ? no.code()
        : RefusalCode.OTHER;
  }

  @Test
  void whoeverCallsIsMetAndWhoeverLeavesIsForgotten() throws InterruptedException {
    assertThat(ask(new Request.Ping())).isEqualTo(new Response.Pong());
    assertThat(routing.settled().contacts()).as("before it is met").isEmpty();
    settle();
    assertThat(routing.settled().contacts()).containsExactly(caller);
    assertThat(ask(new Request.Leave())).isEqualTo(new Response.Pong());
    assertThat(routing.settled().contacts()).isEmpty();
  }

  @Test
  void whoAsksANodeWhoseStoreFailsIsToldToAskAnother() throws InterruptedException {
    ItemStore failing = mock(ItemStore.class);
    when(failing.get(self)).thenThrow(new StoreException("no"));
    var other = handler(failing);
    assertThat(other.handle(Caller.node(caller), new Request.FindValue(self)))
        .isInstanceOfSatisfying(
            Response.Refused.class, no -> assertThat(no.code()).isEqualTo(RefusalCode.BUSY));
  }

  @Test
  void whatIsOldIsReadAnewBeforeItIsToldAndWhereThatCannotBeTheAskerIsSentOn()
      throws InterruptedException {
    Item item = world.content("held");
    store.put(item);
    Request request = new Request.FindValue(item.key());
    when(rereading.isNeeded(Caller.node(caller), item.key())).thenReturn(true);
    assertThat(ask(request))
        .isInstanceOfSatisfying(
            Response.Refused.class, no -> assertThat(no.code()).isEqualTo(RefusalCode.BUSY));
    when(rereading.forOther(item.key())).thenReturn(true);
    assertThat(ask(request)).isEqualTo(new Response.Values(List.of(item)));
  }

  @Test
  void withAStoreInMemoryOnlyItemsToBeKeptAndNodesThatLeaveMayTakeAWait() {
    assertThat(handler.mayWait(new Request.Ping())).isFalse();
    assertThat(handler.mayWait(new Request.FindNode(self))).isFalse();
    assertThat(handler.mayWait(new Request.FindValue(self))).isFalse();
    assertThat(handler.mayWait(new Request.Store(world.content("value")))).isTrue();
    assertThat(handler.mayWait(new Request.Store(world.named(owner, "name", 1)))).isTrue();
    assertThat(handler.mayWait(new Request.Leave())).isTrue();
  }

  @Test
  void withAnotherStoreItemsMayTakeAWait() {
    ItemStore durable = mock(CALLS_REAL_METHODS);
    var slow = handler(durable);
    assertThat(slow.mayWait(new Request.FindNode(self))).isFalse();
    assertThat(slow.mayWait(new Request.FindValue(self))).isTrue();
    assertThat(slow.mayWait(new Request.Store(world.content("value")))).isTrue();
  }

  @Test
  void aWatchIsAnsweredOnAThreadOfItsOwnAsItWaitsForNews() throws InterruptedException {
    var watch = new Request.Watch(self, false, Cursor.NONE, Duration.ofSeconds(30));
    assertThat(handler.mayWait(watch)).isTrue();
    when(watches.answer(Caller.node(caller), watch)).thenReturn(new Response.Unchanged());
    assertThat(ask(watch)).isEqualTo(new Response.Unchanged());
    settle();
    assertThat(routing.settled().contacts()).containsExactly(caller);
  }

  @Test
  void aClientIsNotPutInTheTable() throws InterruptedException {
    handler.handle(Caller.client(caller.key()), new Request.Ping());
    assertThat(routing.settled().contacts()).isEmpty();
  }

  @Test
  void theClosestNodesAreToldWithoutTheCallerAndNoFewerForIt() throws InterruptedException {
    List<Contact> known =
        IntStream.range(0, 10).mapToObj(i -> World.contact(Key.of("n" + i), 2 + i)).toList();
    known.forEach(contact -> routing.seen(contact, true));
    routing.seen(caller, true);
    routing.settled();
    List<Contact> closest =
        known.stream()
            .sorted((a, b) -> caller.key().compareDistance(a.key(), b.key()))
            .limit(K)
            .toList();
    assertThat(ask(new Request.FindNode(caller.key()))).isEqualTo(new Response.Nodes(closest));
    assertThat(ask(new Request.FindValue(caller.key()))).isEqualTo(new Response.Nodes(closest));
  }

  @Test
  void aValueThatIsHeldIsTold() throws InterruptedException {
    Item item = world.content("held");
    assertThat(ask(new Request.Store(item))).isEqualTo(new Response.Stored());
    assertThat(ask(new Request.FindValue(item.key())))
        .isEqualTo(new Response.Values(List.of(item)));
  }

  @Test
  void renewingAndRepeatingAnItemIsFineButAnOlderVersionIsStale() throws InterruptedException {
    NamedItem second = world.named(owner, "name", 2);
    assertThat(ask(new Request.Store(second))).isEqualTo(new Response.Stored());
    assertThat(ask(new Request.Store(second))).isEqualTo(new Response.Stored());
    NamedItem renewed = second.renew(owner, second.expires().plusSeconds(1));
    assertThat(ask(new Request.Store(renewed))).isEqualTo(new Response.Stored());
    assertThat(refusal(world.named(owner, "name", 1))).isEqualTo(RefusalCode.STALE);
    assertThat(store.get(second.key())).contains(renewed);
  }

  @Test
  void whatCannotBeKeptIsRefusedWithTheReason() throws InterruptedException, ItemException {
    for (int i = 0; i < 2; i++) {
      assertThat(ask(new Request.Store(world.named(owner, "n" + i, 1))))
          .isEqualTo(new Response.Stored());
    }
    assertThat(refusal(world.named(owner, "n2", 1))).isEqualTo(RefusalCode.FULL);
    assertThat(refusal(world.named(owner, "n0", 2).renew(owner, environment.now())))
        .isEqualTo(RefusalCode.EXPIRED);
    assertThat(
            refusal(
                world
                    .named(owner, "n0", 2)
                    .renew(owner, environment.now().plus(World.DAY.multipliedBy(40)))))
        .isEqualTo(RefusalCode.FUTURE);
    byte[] bytes = ItemCodec.encode(world.named(owner, "n0", 3));
    bytes[bytes.length - 1] ^= 1;
    assertThat(refusal(ItemCodec.read(ByteBuffer.wrap(bytes)))).isEqualTo(RefusalCode.FORGED);
    assertThat(store.size()).isEqualTo(2);
    assertThat(refusals.counts()).containsOnlyKeys("expired", "forged", "full", "future");
  }

  @Test
  void anItemThatExpiresWhileItIsCheckedIsRefused() throws InterruptedException {
    ItemStore late = mock();
    Item item = world.content("late");
    when(late.get(item.key())).thenReturn(Optional.of(item));
    when(late.put(item, Duration.ZERO)).thenReturn(new PutOutcome.Expired());
    assertThat(handler(late).handle(Caller.node(caller), new Request.Store(item)))
        .isInstanceOfSatisfying(
            Response.Refused.class, no -> assertThat(no.code()).isEqualTo(RefusalCode.EXPIRED));
  }

  @Test
  void anItemThatIsReplacedWhileItIsCheckedIsStale() throws InterruptedException {
    ItemStore late = mock();
    Item item = world.named(owner, "name", 1);
    when(late.get(item.key())).thenReturn(Optional.empty());
    when(late.put(item, Duration.ZERO))
        .thenReturn(new PutOutcome.Stale(world.named(owner, "name", 2)));
    assertThat(handler(late).handle(Caller.node(caller), new Request.Store(item)))
        .isInstanceOfSatisfying(
            Response.Refused.class, no -> assertThat(no.code()).isEqualTo(RefusalCode.STALE));
  }

  /** The item that is held has passed the checks before; a forgery put behind its back shows it. */
  @Test
  void theVeryItemThatIsHeldIsNotVerifiedAgain() throws InterruptedException, ItemException {
    byte[] bytes = ItemCodec.encode(world.named(owner, "name", 1));
    bytes[bytes.length - 1] ^= 1;
    Item forged = ItemCodec.read(ByteBuffer.wrap(bytes));
    assertThat(refusal(forged)).isEqualTo(RefusalCode.FORGED);
    store.put(forged);
    assertThat(ask(new Request.Store(forged))).isEqualTo(new Response.Stored());
  }

  @Test
  void aCachedCopyLapsesWhenItsTimeIsUp() throws InterruptedException {
    Item item = world.content("cached");
    ask(new Request.Store(item, Duration.ofMinutes(5)));
    assertThat(store.get(item.key())).contains(item);
    environment.sleep(Duration.ofMinutes(5));
    assertThat(store.get(item.key())).isEmpty();
  }

  @Test
  void recordsAreGivenWithTheNodesThatAreCloserAndWhereThereAreNoneTheseAlone()
      throws InterruptedException {
    Contact known = World.contact(Key.of("known"), 2);
    routing.seen(known, true);
    routing.settled();
    var find = new Request.FindProviders(Records.TOPIC, 5);
    var some =
        new ProviderSample(7, List.of(new Provider(Records.of(1, 1, environment.now()), false)));
    when(topics.find(find)).thenReturn(ProviderSample.NONE).thenReturn(some);
    assertThat(ask(find)).isEqualTo(new Response.Nodes(List.of(known)));
    assertThat(ask(find)).isEqualTo(new Response.Providers(7, some.providers(), List.of(known)));
    assertThat(handler.mayWait(find)).isFalse();
  }

  @Test
  void whatIsAnnouncedIsKeptUntilTheNodeLeaves() throws InterruptedException {
    Announcement record = Records.of(1, 1, environment.now());
    var announce = new Request.Announce(record);
    when(topics.keep(Caller.node(caller), record)).thenReturn(new Response.Stored());
    assertThat(handler.mayWait(announce)).isTrue();
    assertThat(ask(announce)).isEqualTo(new Response.Stored());
    handler.leave();
    var watch = new Request.Watch(self, false, Cursor.NONE, Duration.ofSeconds(9));
    assertThat(ask(watch)).isInstanceOf(Response.Refused.class);
    assertThat(ask(announce))
        .isInstanceOfSatisfying(
            Response.Refused.class, no -> assertThat(no.code()).isEqualTo(RefusalCode.CLOSING));
    assertThat(refusals.counts()).containsOnlyKeys("leaving");
  }

  @Test
  void aNodeThatLeavesAnswersButKeepsNothing() throws InterruptedException {
    Item item = world.content("held");
    store.put(item);
    handler.leave();
    assertThat(refusal(item)).isEqualTo(RefusalCode.CLOSING);
    assertThat(ask(new Request.FindValue(item.key())))
        .isEqualTo(new Response.Values(List.of(item)));
    assertThat(ask(new Request.Ping())).isEqualTo(new Response.Pong());
  }
}
