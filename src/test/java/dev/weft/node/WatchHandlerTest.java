package dev.weft.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.admission.Refusal;
import dev.weft.admission.Refusals;
import dev.weft.item.Announcement;
import dev.weft.item.ContentItem;
import dev.weft.item.Identity;
import dev.weft.item.NamedItem;
import dev.weft.item.Provider;
import dev.weft.kademlia.Key;
import dev.weft.rpc.Caller;
import dev.weft.rpc.Cursor;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.store.ItemStore;
import dev.weft.store.MemoryItemStore;
import dev.weft.store.ProviderLimits;
import dev.weft.store.ProviderStore;
import dev.weft.store.StoreOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchHandlerTest extends NodeFixture {

  private static final Caller PEER = Caller.client(Key.of("peer"));
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Key TOPIC = Announcement.topic("room");
  private static final Response UNCHANGED = new Response.Unchanged();

  private final Key self = world.identity().key();
  private final Identity owner = world.identity();
  private final Key key = NamedItem.keyOf(owner.key(), "name");
  private final Watchers watchers = new Watchers(environment, self);
  private final ItemStore items =
      new WatchedStore(
          new MemoryItemStore(environment, self, StoreOptions.DEFAULTS), watchers::changed);
  private final ProviderStore providers =
      new ProviderStore(environment, self, ProviderLimits.DEFAULTS, watchers::changed);
  private final Refusals refusals = new Refusals(environment);
  private final WatchHandler handler = handler();
  private final List<Response> answers = new ArrayList<>();

  private WatchHandler handler() {
    return new WatchHandler(environment, watchers, items, providers, new Refuser(refusals));
  }

  @AfterEach
  void endParts() {
    items.close();
  }

  private Response answer(Request.Watch watch) throws InterruptedException {
    return handler.answer(PEER, watch);
  }

  private Request.Watch item(long since) {
    return new Request.Watch(key, false, new Cursor(0, since), LEASE);
  }

  private static Request.Watch topic(Cursor since) {
    return new Request.Watch(TOPIC, true, since, LEASE);
  }

  private static Response at(long version) {
    return new Response.Changed(new Cursor(0, version), List.of());
  }

  private Announcement announce(Identity who, int version, boolean withdrawn) {
    var record =
        Announcement.sign(
            who,
            new Announcement.Terms(
                TOPIC,
                Optional.empty(),
                new byte[0],
                version,
                environment.now().plus(World.HOUR),
                withdrawn));
    providers.put(record, true, Optional.empty());
    return record;
  }

  private static List<Announcement> told(Response answer) {
    return ((Response.Changed) answer).providers().stream().map(Provider::announcement).toList();
  }

  private static Cursor now(Response answer) {
    return ((Response.Changed) answer).now();
  }

  @Test
  void aVersionThatIsNewerIsToldOfAtOnceAndAnotherWhenItComes() throws InterruptedException {
    items.put(world.named(owner, "name", 2));
    assertThat(answer(item(Long.MIN_VALUE))).isEqualTo(at(2));
    assertThat(answer(item(1))).isEqualTo(at(2));
    assertThat(environment.elapsed()).isZero();
    start(() -> answers.add(answer(item(2))));
    settle();
    items.put(world.named(owner, "name", 1));
    settle();
    assertThat(answers).as("an older one is none").isEmpty();
    items.put(world.named(owner, "name", 3));
    settle();
    assertThat(answers).containsExactly(at(3));
    assertThat(watchers.size()).isZero();
  }

  @Test
  void aTombstoneIsAVersionAndARenewalIsNone() throws InterruptedException {
    NamedItem first = world.named(owner, "name", 1);
    items.put(first);
    start(() -> answers.add(answer(item(1))));
    settle();
    items.put(first.renew(owner, first.expires().plusSeconds(1)));
    settle();
    assertThat(answers).isEmpty();
    items.put(NamedItem.tombstone(owner, "name", 2, first.expires().plusSeconds(2)));
    settle();
    assertThat(answers).containsExactly(at(2));
  }

  @Test
  void whereThereIsNothingOrWhatNeverChangesTheLeaseGoesBy() throws InterruptedException {
    assertThat(answer(item(Long.MIN_VALUE))).isEqualTo(UNCHANGED);
    assertThat(environment.elapsed()).isEqualTo(LEASE);
    ContentItem content = world.content("value");
    items.put(content);
    assertThat(answer(new Request.Watch(content.key(), false, Cursor.NONE, LEASE)))
        .isEqualTo(UNCHANGED);
    assertThat(environment.elapsed()).isEqualTo(LEASE.multipliedBy(2));
  }

  @Test
  void aLeaseIsAMinuteAtMost() throws InterruptedException {
    assertThat(answer(new Request.Watch(key, false, Cursor.NONE, World.DAY))).isEqualTo(UNCHANGED);
    assertThat(environment.elapsed()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void whoIsWokenForNothingIsToldSo() throws InterruptedException {
    start(() -> answers.add(answer(item(0))));
    settle();
    watchers.changed(key);
    settle();
    assertThat(answers).containsExactly(UNCHANGED);
  }

  @Test
  void ofATopicWhatIsNewIsToldOnceAndWithdrawalsWithIt() throws InterruptedException {
    Identity other = world.identity();
    Announcement first = announce(owner, 1, false);
    Announcement second = announce(other, 1, false);
    Response all = answer(topic(Cursor.NONE));
    assertThat(told(all)).containsExactly(first, second);
    start(() -> answers.add(answer(topic(now(all)))));
    settle();
    announce(owner, 1, false);
    settle();
    assertThat(answers).isEmpty();
    Announcement gone = announce(owner, 2, true);
    settle();
    assertThat(answers).singleElement().satisfies(a -> assertThat(told(a)).containsExactly(gone));
    assertThat(answer(topic(now(answers.getFirst())))).isEqualTo(UNCHANGED);
  }

  @Test
  void aCursorOfAnotherRunCountsForNothing() throws InterruptedException {
    Announcement record = announce(owner, 1, false);
    Cursor before = now(answer(topic(Cursor.NONE)));
    Response anew = handler().answer(PEER, topic(before));
    assertThat(told(anew)).containsExactly(record);
    assertThat(now(anew).epoch()).isNotEqualTo(before.epoch());
  }

  @Test
  void manyChangesAreToldAHundredAtATimeTheLongestAgoFirst() throws InterruptedException {
    List<Announcement> records = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      records.add(announce(world.identity(), 1, false));
    }
    Response first = answer(topic(Cursor.NONE));
    assertThat(told(first)).isEqualTo(records.subList(0, WatchHandler.MOST_CHANGES));
    Response second = answer(topic(now(first)));
    assertThat(told(second)).isEqualTo(records.subList(WatchHandler.MOST_CHANGES, 150));
    assertThat(answer(topic(now(second)))).isEqualTo(UNCHANGED);
  }

  @Test
  void whereTooManyWatchThatIsCountedAndSaid() throws InterruptedException {
    for (int i = 0; i < Watchers.MOST_OF_PEER; i++) {
      start(() -> answers.add(answer(item(0))));
    }
    settle();
    assertThat(answer(item(0)))
        .isEqualTo(new Response.Refused(RefusalCode.BUSY, "as many watch as this node allows"));
    assertThat(refusals.count(Refusal.WATCHERS)).isOne();
    environment.sleep(LEASE);
    assertThat(answers).hasSize(Watchers.MOST_OF_PEER).containsOnly(UNCHANGED);
  }
}
