package dev.weft.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.item.Item;
import dev.weft.store.RenewalBook.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every item store that outlives its node does when that is started again. */
abstract class RestartContract extends ItemStoreFixture {

  /** Has a node use the store that is started a millisecond after the one before has ended. */
  abstract void restart() throws Exception;

  private void assertOld(Item... items) {
    for (Item item : items) {
      assertThat(store.isOld(item.key())).as(item.toString()).isTrue();
    }
  }

  private void assertCurrent(Item... items) {
    for (Item item : items) {
      assertThat(store.isOld(item.key())).as(item.toString()).isFalse();
    }
  }

  @Test
  void whatIsHeldIsOldOnceTheStoreIsOpenedAgain() throws Exception {
    keep(content(1));
    store.put(content(2), HOUR);
    assertCurrent(content(1), content(2));
    restart();
    assertOld(content(1), content(2));
    assertCurrent(content(3));
    keep(content(3));
    assertCurrent(content(3));
    assertOld(content(1), content(2));
  }

  @Test
  void whatIsPutAgainIsCurrentHoweverItIsPut() throws Exception {
    keep(content(1), content(2), item(1, HOUR));
    store.put(content(4), HOUR);
    restart();
    assertThat(store.put(content(1))).isEqualTo(new PutOutcome.Unchanged());
    Item renewed = content(2).renew(in(HOUR.plus(SECOND)));
    assertThat(store.put(renewed)).isEqualTo(new PutOutcome.Renewed());
    assertThat(store.put(item(2, HOUR))).isEqualTo(new PutOutcome.Stored());
    store.put(content(4), HOUR);
    assertCurrent(content(1), content(2), item(2, HOUR), content(4));
  }

  @Test
  void whatIsReplicatedIsCurrentAndSoIsACachedCopyOfWhichThatIsTold() throws Exception {
    keep(content(1), content(2));
    store.put(content(3), HOUR);
    restart();
    store.replicated(content(1));
    store.replicated(content(3));
    assertCurrent(content(1), content(3));
    assertOld(content(2));
    store.replicated(content(2));
    assertCurrent(content(1), content(2), content(3));
  }

  @Test
  void anOlderVersionOrACopyInPassingDoesNotMakeAReplicaCurrent() throws Exception {
    keep(item(2, HOUR));
    restart();
    assertThat(store.put(item(1, HOUR))).isInstanceOf(PutOutcome.Stale.class);
    store.put(item(2, HOUR.plus(SECOND)), SECOND);
    assertHeld(item(2, HOUR.plus(SECOND)));
    assertOld(item(2, HOUR));
    store.replicated(item(2, HOUR.plus(SECOND)));
    assertCurrent(item(2, HOUR));
  }

  @Test
  void whatHasGoneIsNotOldAndWhatComesInItsPlaceIsCurrent() throws Exception {
    keep(item(1, SECOND), content(1));
    restart();
    pass(SECOND);
    assertCurrent(item(1, SECOND));
    assertThat(store.expire()).isOne();
    keep(item(2, HOUR));
    assertCurrent(item(2, HOUR));
    assertOld(content(1));
  }

  @Test
  void whatWasCurrentIsOldAfterAnotherRestart() throws Exception {
    keep(content(1));
    restart();
    store.replicated(content(1));
    restart();
    assertOld(content(1));
  }

  @Test
  void requestsToAStoreInWhichSomethingIsOldMayWait() throws Exception {
    keep(content(1));
    restart();
    assertThat(store.mayWait()).isTrue();
  }

  @Test
  void whatIsRenewedIsKnownAfterARestart() throws Exception {
    Entry first = new Entry(content(1), HOUR);
    Entry second = new Entry(item(2, SECOND), SECOND.plusNanos(1));
    store.renewals().put(second);
    store.renewals().put(first);
    store.renewals().put(new Entry(content(3), HOUR));
    restart();
    store.renewals().remove(content(3).key());
    store.renewals().remove(content(4).key());
    restart();
    assertThat(store.renewals().all()).containsExactlyInAnyOrder(first, second);
    assertThat(store.size()).isZero();
  }

  @Test
  void aLaterVersionOfWhatIsRenewedStaysWhateverTheOrder() throws Exception {
    Entry later = new Entry(item(2, HOUR), HOUR);
    store.renewals().put(new Entry(item(1, HOUR), HOUR));
    store.renewals().put(later);
    store.renewals().put(new Entry(item(1, HOUR), HOUR));
    assertThat(store.renewals().all()).isEqualTo(List.of(later));
    Entry longer = new Entry(item(2, HOUR), HOUR.plus(SECOND));
    store.renewals().put(longer);
    assertThat(store.renewals().all()).isEqualTo(List.of(longer));
  }

  @Test
  void aStoreThatIsClosedHoldsNothingOld() throws Exception {
    keep(content(1));
    restart();
    store.close();
    assertCurrent(content(1));
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> store.put(content(1)));
  }
}
