package dev.weft.node;

import static dev.weft.node.World.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.ContentItem;
import dev.weft.item.Identity;
import dev.weft.item.Item;
import dev.weft.item.ItemException;
import dev.weft.item.NamedItem;
import dev.weft.node.Renewals.Renewal;
import dev.weft.runtime.Crew;
import dev.weft.runtime.Promise;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RenewalsTest extends NodeFixture {

  private final Identity owner = world.identity();
  private final Renewals renewals = new Renewals(owner, environment);

  @Test
  void anItemIsDueAtHalfOfItsTimeAndNotBefore() throws InterruptedException {
    NamedItem item = world.named(owner, "name", 1);
    assertThat(renewals.add(item, DAY)).isTrue();
    environment.sleep(DAY.dividedBy(2).minusMillis(1));
    assertThat(renewals.due()).isEmpty();
    environment.sleep(Duration.ofMillis(1));
    assertThat(renewals.due()).containsExactly(new Renewal(item, DAY));
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
    assertThat(renewals.due()).containsExactly(new Renewal(second, DAY));
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
    assertThat(renewals.due()).containsExactly(new Renewal(second, DAY));
    renewals.end(renewals.due().getFirst());
    assertThat(renewals.due()).isEmpty();
  }

  @Test
  void whatIsForgottenIsNotRenewed() throws InterruptedException {
    NamedItem item = world.named(owner, "name", 1);
    renewals.add(item, DAY);
    assertThat(renewals.remove(item.key())).isTrue();
    assertThat(renewals.remove(item.key())).isFalse();
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
