package dev.weft.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.NamedItem;
import dev.weft.item.OwnedItem;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Lookups;
import dev.weft.rpc.Cursor;
import dev.weft.rpc.Request;
import dev.weft.rpc.Response;
import dev.weft.rpc.RpcException;
import dev.weft.store.ItemStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatchedItemTest extends NodeFixture {

  private static final Duration CALL = Duration.ofSeconds(5);
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Contact PEER = World.contact(Key.of("peer"), 1);
  private static final Contact BEYOND = World.contact(Key.of("beyond"), 2);

  private final Identity owner = world.identity();
  private final NamedItem first = version(1);
  private final NamedItem second = version(2);
  private final Key key = first.key();
  private final Placer placer = mock();
  private final Lookups lookups = mock();
  private final ItemStore store = mock();
  private final List<OwnedItem> told = new ArrayList<>();
  private final WatchedItem watched = new WatchedItem(key, CALL, placer, lookups, store, told::add);

  private NamedItem version(int version) {
    return world.named(owner, "name", version);
  }

  private List<Contact> refresh(Item... held) throws InterruptedException {
    var closest =
        new LookupResult.Closest(
            key,
            List.of(PEER),
            List.of(),
            true,
            Duration.ZERO,
            List.of(),
            List.of(1),
            new LookupResult.Crowd(1, List.of(BEYOND)));
    when(placer.read(key, CALL.multipliedBy(2)))
        .thenReturn(new Reading(List.of(held), closest, 1, 1));
    return watched.refresh();
  }

  private boolean take(Optional<Contact> holder, long claimed) throws Exception {
    return watched.take(holder, new Response.Changed(new Cursor(0, claimed), List.of()));
  }

  private boolean takeFromPeer(Item held, long claimed) throws Exception {
    when(lookups.ask(PEER, key, CALL)).thenReturn(Optional.of(held));
    return take(Optional.of(PEER), claimed);
  }

  private void asksAfter(long version) {
    assertThat(watched.question(Optional.of(PEER), LEASE))
        .isEqualTo(watched.question(Optional.empty(), LEASE))
        .isEqualTo(new Request.Watch(key, false, new Cursor(0, version), LEASE));
  }

  @Test
  void whatTheClosestHoldIsToldAndAllWhoKeepItCanBeAsked() throws InterruptedException {
    assertThat(refresh(first, second)).containsExactly(PEER, BEYOND);
    assertThat(told).containsExactly(second);
    assertThat(refresh(second)).hasSize(2);
    assertThat(told).as("once").hasSize(1);
  }

  @Test
  void theQuestionIsForWhatIsNewerThanTheLast() throws InterruptedException {
    asksAfter(Long.MIN_VALUE);
    refresh();
    asksAfter(Long.MIN_VALUE);
    refresh(second);
    asksAfter(2);
  }

  @Test
  void whatAnotherHasBroughtAlreadyIsNotFetched() throws Exception {
    refresh(second);
    assertThat(take(Optional.of(PEER), 2)).isFalse();
    assertThat(take(Optional.empty(), 1)).isFalse();
    verifyNoInteractions(lookups, store);
  }

  @Test
  void whatIsNewIsFetchedFromWhoHasItAndToldOnce() throws Exception {
    assertThat(takeFromPeer(first, 1)).isTrue();
    assertThat(takeFromPeer(second, 2)).isTrue();
    assertThat(takeFromPeer(second, 2)).isFalse();
    assertThat(told).containsExactly(first, second);
  }

  @Test
  void whatThisNodeItselfHoldsIsTakenFromItsStore() throws Exception {
    when(store.get(key)).thenReturn(Optional.of(first));
    assertThat(take(Optional.empty(), 1)).isTrue();
    assertThat(told).containsExactly(first);
    verifyNoInteractions(lookups);
  }

  @Test
  void whoClaimsWhatItDoesNotHaveIsOfNoUse() throws Exception {
    refresh(second);
    when(lookups.ask(PEER, key, CALL)).thenReturn(Optional.empty());
    assertThat(take(Optional.of(PEER), Long.MAX_VALUE)).isFalse();
    assertThat(takeFromPeer(first, Long.MAX_VALUE)).isFalse();
    assertThat(takeFromPeer(world.content("no owner's"), Long.MAX_VALUE)).isFalse();
    assertThat(told).containsExactly(second);
    asksAfter(2);
  }

  @Test
  void whoCannotBeAskedIsSaidToBeSo() throws Exception {
    when(lookups.ask(any(), any(), any())).thenThrow(new RpcException.Unreachable("gone"));
    assertThatThrownBy(() -> take(Optional.of(PEER), 1))
        .isInstanceOf(RpcException.Unreachable.class);
    assertThat(told).isEmpty();
  }

  @Test
  void aRenewalIsNothingNewAndATombstoneIs() throws InterruptedException {
    refresh(first);
    refresh(first.renew(owner, first.expires().plusSeconds(1)));
    assertThat(told).containsExactly(first);
    NamedItem gone = NamedItem.tombstone(owner, "name", 1, first.expires().plusSeconds(2));
    refresh(gone);
    refresh(first);
    assertThat(told).containsExactly(first, gone);
  }
}
