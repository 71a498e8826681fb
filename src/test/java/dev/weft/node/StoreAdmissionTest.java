package dev.weft.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.weft.admission.Rate;
import dev.weft.admission.Refusal;
import dev.weft.admission.Refusals;
import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.ItemException;
import dev.weft.item.NamedItem;
import dev.weft.item.OwnedItem;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.node.StoreAdmission.Rates;
import dev.weft.routing.RoutingActor;
import dev.weft.rpc.Caller;
import dev.weft.rpc.RefusalCode;
import dev.weft.rpc.Response;
import dev.weft.runtime.FanOut;
import dev.weft.store.MemoryItemStore;
import dev.weft.store.StoreOptions;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreAdmissionTest extends NodeFixture {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Contact PEER = World.contact(Key.of("peer"), 1);
  private static final Contact OTHER = World.contact(Key.of("other"), 2);

  private final Key self = world.identity().key();
  private final RoutingActor routing = mock();
  private final MemoryItemStore store =
      new MemoryItemStore(environment, self, StoreOptions.DEFAULTS);
  private final Refusals refusals = new Refusals(environment);
  private final Identity owner = world.identity();
  private final Rate slow = Rate.perSecond(10, 1);
  private StoreAdmission admission = admission(Rates.DEFAULT, true);

  private StoreAdmission admission(Rates rates, boolean proved) {
    return new StoreAdmission(environment, routing, store, new Refuser(refusals), proved, rates);
  }

  @AfterEach
  void endParts() {
    store.close();
  }

  private RefusalCode refusal(Contact from, Item item) throws InterruptedException {
    return admission
        .refusal(Caller.node(from), item)
        .map(response -> ((Response.Refused) response).code())
        .orElse(null);
  }

  /** An item whose signature does not fit, with all that is looked at before that in order. */
  private OwnedItem forged() throws ItemException {
    OwnedItem item = mock();
    when(item.key()).thenReturn(Key.of("forged"));
    when(item.owner()).thenReturn(Key.of("victim"));
    doThrow(new ItemException(ItemException.Flaw.FORGED, "no")).when(item).verify();
    return item;
  }

  @Test
  void theCheapChecksComeBeforeTheSignatureIsLookedAt() throws Exception {
    store.put(world.named(owner, "name", 2));
    NamedItem stale = world.named(owner, "name", 1);
    assertThat(refusal(PEER, stale)).isEqualTo(RefusalCode.STALE);
    OwnedItem late = forged();
    doThrow(new ItemException(ItemException.Flaw.EXPIRED, "late"))
        .when(late)
        .checkLimits(environment.now());
    assertThat(refusal(PEER, late)).isEqualTo(RefusalCode.EXPIRED);
    verify(late, never()).verify();
    assertThat(refusals.counts()).containsOnlyKeys("expired", "stale");
  }

  @Test
  void whatRenewsOrRepeatsIsNotStale() throws Exception {
    NamedItem held = world.named(owner, "name", 2);
    NamedItem later = held.renew(owner, held.expires().plusSeconds(9));
    store.put(later);
    assertThat(refusal(PEER, held)).isNull();
    assertThat(refusal(PEER, later)).isNull();
    assertThat(refusal(PEER, world.named(owner, "name", 3))).isNull();
    assertThat(refusal(PEER, world.content("text"))).isNull();
  }

  @Test
  void whoSendsAForgedItemIsALiar() throws Exception {
    assertThat(refusal(PEER, forged())).isEqualTo(RefusalCode.FORGED);
    verify(routing).misbehaved(PEER, "it sent a forged item");
  }

  @Test
  void whereAnybodyCanClaimAnyKeyNobodyIsBlamed() throws Exception {
    admission = admission(Rates.DEFAULT, false);
    assertThat(refusal(PEER, forged())).isEqualTo(RefusalCode.FORGED);
    verify(routing, never()).misbehaved(any(), any());
  }

  @Test
  void aClientIsInNobodysTableAndIsNotBlamedThere() throws Exception {
    assertThat(admission.refusal(Caller.client(PEER.key()), forged())).isPresent();
    verify(routing, never()).misbehaved(any(), any());
  }

  @Test
  void afterSomeForgeriesNoneIsCheckedForAWhile() throws Exception {
    OwnedItem forged = forged();
    for (int i = 0; i < StoreAdmission.FORGERIES; i++) {
      assertThat(refusal(PEER, forged)).isEqualTo(RefusalCode.FORGED);
    }
    OwnedItem next = forged();
    for (int i = 0; i < 1_000; i++) {
      assertThat(refusal(PEER, next)).isEqualTo(RefusalCode.BUSY);
    }
    verify(next, never()).verify();
    assertThat(refusals.count(Refusal.FORGER)).isEqualTo(1_000);
    assertThat(refusal(PEER, world.content("no signature"))).isNull();
    assertThat(refusal(OTHER, world.named(owner, "name", 1))).isNull();
    environment.sleep(Duration.ofMinutes(1));
    assertThat(refusal(PEER, world.named(owner, "name", 1))).isNull();
  }

  /** What becomes of as many items as are given, all of which come at once. */
  private long refused(Contact from, List<Item> items, RefusalCode code)
      throws InterruptedException {
    return FanOut.map(environment.threads("store"), items, item -> refusal(from, item)).stream()
        .filter(code::equals)
        .count();
  }

  private List<Item> contents(int count) {
    return IntStream.range(0, count).<Item>mapToObj(i -> world.content("c" + i)).toList();
  }

  @Test
  void whoStoresFastWaitsForItsTurnAndLosesNothing() throws Exception {
    admission = admission(new Rates(slow, Rate.UNLIMITED, SECOND), true);
    long began = environment.nanoTime();
    for (Item item : contents(21)) {
      assertThat(refusal(PEER, item)).isNull();
    }
    assertThat(Duration.ofNanos(environment.nanoTime() - began)).isEqualTo(SECOND.multipliedBy(2));
    assertThat(refusals.counts()).isEmpty();
  }

  @Test
  void whoWaitsForNoAnswerIsRefusedAndNobodyElse() throws Exception {
    admission = admission(new Rates(slow, Rate.UNLIMITED, SECOND), true);
    assertThat(refused(PEER, contents(20), RefusalCode.BUSY)).isEqualTo(9);
    assertThat(refusals.count(Refusal.PEER_STORES)).isEqualTo(9);
    assertThat(refused(OTHER, contents(11), RefusalCode.BUSY)).isZero();
  }

  @Test
  void anOwnersItemsComeNoFasterWhoeverBringsThem() throws Exception {
    admission = admission(new Rates(Rate.UNLIMITED, slow, SECOND), true);
    List<Item> items =
        IntStream.range(0, 20).<Item>mapToObj(i -> world.named(owner, "n" + i, 1)).toList();
    assertThat(refused(PEER, items.subList(0, 11), RefusalCode.BUSY)).isZero();
    assertThat(refused(OTHER, items.subList(0, 20), RefusalCode.BUSY)).isEqualTo(10);
    assertThat(refusals.count(Refusal.OWNER_STORES)).isEqualTo(10);
    assertThat(refusal(PEER, world.named(world.identity(), "other", 1))).isNull();
    assertThat(refusal(PEER, world.content("nobody's"))).isNull();
  }
}
