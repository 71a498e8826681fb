package dev.weft.node;

import static dev.weft.node.World.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;

import dev.weft.item.ContentItem;
import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.ItemException;
import dev.weft.item.NamedItem;
import dev.weft.node.Renewals.Renewal;
import dev.weft.runtime.Crew;
import dev.weft.runtime.Promise;
import dev.weft.store.RenewalBook;
import dev.weft.store.RenewalBook.Entry;
import dev.weft.store.StoreException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

class RenewalsTest extends NodeFixture {

  private final Identity owner = world.identity();
  private final RenewalBook book = world.book();
  private final Renewals renewals = new Renewals(owner, environment, DAY, book);

  @Test
  void anItemIsDueAnEighthOfItsTimeBeforeHalfOfItIsOver() throws InterruptedException {
    NamedItem item = world.named(owner, "name", 1);
    assertThat(renewals.add(item, DAY)).isTrue();
    environment.sleep(Duration.ofHours(9).minusMillis(1));
    assertThat(renewals.due()).isEmpty();
    environment.sleep(Duration.ofMillis(1));
    assertThat(due()).containsExactly(item);
  }

  private List<Item> due() {
    return renewals.due().stream().map(Renewal::item).toList();
  }

  @Test
  void anItemThatLivesAMinuteIsDueSoEarlyThatItCannotFallUnderHalfBetweenTwoLooks() {
    assertThat(renewals.interval()).isEqualTo(Duration.ofSeconds(15));
    Duration minute = Duration.ofMinutes(1);
    Renewal signed = renewals.sign(added(minute));
    assertThat(Duration.between(environment.now(), signed.dueAt()))
        .isEqualTo(Duration.ofMillis(7_500));
  }

  private Renewal added(Duration timeToLive) {
    Item item = ContentItem.of(new byte[1], environment.now().plus(timeToLive));
    return new Renewal(item, timeToLive, environment.now(), 0);
  }

  @Test
  void whatIsDueIsLookedForSixteenTimesInTheUsualTimeToLive() {
    Duration brief = Duration.ofSeconds(160);
    assertThat(new Renewals(owner, environment, brief, book).interval())
        .isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void whatFailsIsTriedAgainLaterAndLaterButSixteenTimesInItsTimeToLive()
      throws InterruptedException {
    renewals.add(world.named(owner, "name", 1), DAY);
    environment.sleep(DAY);
    for (long seconds : new long[] {15, 30, 60, 120, 240, 480, 960, 1920, 3840, 5400, 5400}) {
      Renewal due = renewals.due().getFirst();
      Renewal next = renewals.retry(due);
      assertThat(next.failures()).isEqualTo(due.failures() + 1);
      assertThat(renewals.due()).isEmpty();
      environment.sleep(Duration.ofSeconds(seconds).minusMillis(1));
      assertThat(renewals.due()).isEmpty();
      environment.sleep(Duration.ofMillis(1));
      assertThat(renewals.due()).containsExactly(next);
    }
    Renewal due = renewals.due().getFirst();
    assertThat(renewals.sign(due).failures()).isZero();
    for (int i = 0; i < 100; i++) {
      due = renewals.retry(due);
    }
    assertThat(due.dueAt()).isEqualTo(environment.now().plusSeconds(5400));
  }

  @Test
  void anItemStaysDueUntilTheSignedOneTakesItsPlace() throws ItemException, InterruptedException {
    NamedItem item = world.named(owner, "name", 1);
    renewals.add(item, DAY);
    environment.sleep(DAY);
    Renewal due = renewals.due().getFirst();
    Renewal next = renewals.sign(due);
    assertThat(renewals.due()).containsExactly(due);
    next.item().verify();
    assertThat(next.item().sameVersion(item)).isTrue();
    assertThat(next.item().expires()).isEqualTo(environment.now().plus(DAY));
    renewals.replace(due, next);
    assertThat(renewals.due()).isEmpty();
  }

  @Test
  void contentIsRenewedToo() throws InterruptedException {
    ContentItem item = world.content("text");
    renewals.add(item, DAY);
    environment.sleep(DAY);
    Item next = renewals.sign(renewals.due().getFirst()).item();
    assertThat(next.sameVersion(item)).isTrue();
    assertThat(next.expires()).isEqualTo(environment.now().plus(DAY));
  }

  @Test
  void aNewerVersionTakesThePlaceOfAnOlderOneWhateverTheirOrder() throws InterruptedException {
    NamedItem first = world.named(owner, "name", 1);
    NamedItem second = world.named(owner, "name", 2);
    renewals.add(first, DAY);
    renewals.add(second, DAY);
    renewals.add(first, DAY);
    environment.sleep(DAY);
    assertThat(due()).containsExactly(second);
  }

  @Test
  void whatIsDecidedAboutAnOlderVersionDoesNotTouchANewerOne() throws InterruptedException {
    NamedItem second = world.named(owner, "name", 2);
    renewals.add(world.named(owner, "name", 1), DAY);
    environment.sleep(DAY);
    Renewal due = renewals.due().getFirst();
    renewals.add(second, DAY);
    renewals.end(due);
    renewals.replace(due, renewals.sign(due));
    assertThat(due()).containsExactly(second);
    renewals.end(renewals.due().getFirst());
    assertThat(renewals.due()).isEmpty();
  }

  @Test
  void whatWasRenewedBeforeGoesOnToBeAtOnceWhereItsTimeHasPassed() throws InterruptedException {
    NamedItem item = world.named(owner, "name", 1);
    ContentItem content = world.content("text");
    renewals.add(item, DAY);
    renewals.add(content, DAY.multipliedBy(2));
    environment.sleep(DAY.multipliedBy(3));
    Renewals again = new Renewals(owner, environment, DAY, book);
    assertThat(again.size()).isEqualTo(2);
    again.awaitSome();
    assertThat(again.due()).extracting(Renewal::item).containsExactlyInAnyOrder(item, content);
    for (Renewal due : again.due()) {
      again.replace(due, again.sign(due));
    }
    assertThat(book.all())
        .allMatch(
            entry -> entry.item().expires().equals(environment.now().plus(entry.timeToLive())))
        .hasSize(2);
  }

  @Test
  void whatIsRenewedNoLongerIsNotRenewedAfterwards() throws InterruptedException {
    renewals.add(world.named(owner, "forgotten", 1), DAY);
    renewals.add(world.named(owner, "ended", 1), DAY);
    renewals.add(world.named(owner, "stays", 1), DAY);
    renewals.remove(world.named(owner, "forgotten", 1).key());
    environment.sleep(DAY);
    renewals.end(renewals.due().getFirst());
    assertThat(book.all()).extracting(Entry::item).isEqualTo(due()).hasSize(1);
  }

  @Test
  void whatAnotherOwnerHadRenewedIsStruckOut() {
    renewals.add(world.named(owner, "name", 1), DAY);
    renewals.add(world.content("text"), DAY);
    Renewals others = new Renewals(world.identity(), environment, DAY, book);
    assertThat(others.size()).isOne();
    assertThat(book.all()).extracting(Entry::item).containsExactly(world.content("text"));
  }

  @Test
  void whatCannotBeWrittenIsRenewedAllTheSame() {
    RenewalBook broken = mock();
    doThrow(new StoreException("full")).when(broken).put(any());
    doThrow(new StoreException("broken")).when(broken).all();
    Renewals fleeting = new Renewals(owner, environment, DAY, broken);
    assertThat(fleeting.add(world.content("text"), DAY)).isTrue();
    assertThat(fleeting.size()).isOne();
  }

  @Test
  void whoWritesLastLeavesWhatIsTrue() {
    NamedItem item = world.named(owner, "name", 1);
    RenewalBook slow = mock();
    var fleeting =
        new Object() {
          Renewals renewals = new Renewals(owner, environment, DAY, slow);
        };
    // Somebody forgets the item while it is on its way to the disk, and is faster.
    doAnswer(_ -> fleeting.renewals.remove(item.key())).when(slow).put(any());
    fleeting.renewals.add(item, DAY);
    InOrder order = inOrder(slow);
    order.verify(slow).put(any());
    order.verify(slow, times(2)).remove(item.key());
  }

  @Test
  void whatIsForgottenIsNotRenewed() throws InterruptedException {
    NamedItem item = world.named(owner, "name", 1);
    renewals.add(item, DAY);
    assertThat(renewals.remove(item.key()).orElseThrow().item()).isEqualTo(item);
    assertThat(renewals.remove(item.key())).isEmpty();
    environment.sleep(DAY);
    assertThat(renewals.due()).isEmpty();
  }

  @Test
  void whoWaitsForSomethingToRenewGoesOnWhenThereIsSomethingHoweverCloseTheyMeet()
      throws InterruptedException {
    ContentItem item = world.content("text");
    for (int i = 0; i < 1_000; i++) {
      Promise<Boolean> wentOn = environment.promise();
      Crew waiter = new Crew(environment);
      waiter.start("waiter", () -> goOn(wentOn));
      if (i % 2 == 0) {
        settle();
        assertThat(wentOn.isDone()).isFalse();
      }
      renewals.add(item, DAY);
      assertThat(wentOn.await()).isTrue();
      waiter.awaitEnd();
      renewals.awaitSome();
      renewals.remove(item.key());
    }
  }

  private void goOn(Promise<Boolean> wentOn) throws InterruptedException {
    renewals.awaitSome();
    wentOn.complete(true);
  }

  @Test
  void whatWasRemovedIsWaitedForLikeWhatNeverWasUntilAnInterrupt() throws InterruptedException {
    ContentItem item = world.content("text");
    renewals.add(item, DAY);
    renewals.remove(item.key());
    Promise<Boolean> wentOn = environment.promise();
    Crew waiter = new Crew(environment);
    waiter.start("waiter", () -> goOn(wentOn));
    settle();
    waiter.close();
    assertThat(wentOn.isDone()).isFalse();
  }

  @Test
  void beyondTheLimitNothingIsTakenOnButNewVersions() {
    for (int i = 0; i < Renewals.MOST_ITEMS; i++) {
      assertThat(renewals.add(world.content("item " + i), DAY)).isTrue();
    }
    assertThat(renewals.add(world.content("one more"), DAY)).isFalse();
    assertThat(renewals.add(world.content("item 7"), DAY)).isTrue();
  }
}
