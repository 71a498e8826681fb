package dev.weft.routing;

import static dev.weft.routing.Nodes.SELF;
import static dev.weft.routing.Nodes.key;
import static dev.weft.routing.Nodes.node;
import static dev.weft.routing.Nodes.nodes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Contact;
import dev.weft.runtime.Background;
import dev.weft.runtime.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutingActorTest extends RoutingActorFixture {

  @Test
  void whatItIsToldShowsInTheSnapshot() throws Exception {
    actor.seen(node("1"), true);
    actor.seen(node("01"), true);
    assertThat(actor.settled().contacts()).containsExactlyInAnyOrder(node("1"), node("01"));
    assertThat(actor.closest(SELF, 1)).containsExactly(node("01"));
    assertThat(actor.snapshot()).isSameAs(actor.settled());
    assertThat(actor.counts().shed()).isZero();
  }

  @Test
  void failuresAndLiesTakeContactsOut() throws Exception {
    actor.seen(node("1"), true);
    actor.seen(node("01"), true);
    actor.misbehaved(node("01"), "sent a value that does not match its key");
    actor.seen(node("01"), true);
    for (int i = 0; i < 5; i++) {
      assertThat(actor.settled().contacts()).containsExactly(node("1"));
      actor.failed(node("1"));
    }
    assertThat(actor.settled().contacts()).isEmpty();
  }

  @Test
  void whoLiedBeforeIsIgnoredForTheRestOfItsTimeByTheTimeOfDay() throws Exception {
    Instant now = environment.now();
    Liar longer = new Liar(node("01").key(), now.plus(HOUR.dividedBy(2)));
    Liar shorter = new Liar(node("1").key(), now.plusSeconds(1));
    actor.ignore(List.of(longer, shorter, new Liar(node("001").key(), now)));
    List.of(node("1"), node("01"), node("001")).forEach(contact -> actor.seen(contact, true));
    assertThat(actor.settled().contacts()).containsExactly(node("001"));
    assertThat(actor.ignored()).containsExactly(shorter, longer);
    environment.sleep(Duration.ofSeconds(1));
    actor.seen(node("1"), true);
    actor.misbehaved(node("001"), "lied");
    assertThat(actor.settled().contacts()).containsExactly(node("1"));
    assertThat(actor.ignored())
        .containsExactly(longer, new Liar(node("001").key(), environment.now().plus(HOUR)));
  }

  @Test
  void whoWaitsForALieHearsOfEachAndOfSeveralAtOnce() throws Exception {
    var first = Background.of(environment, () -> lies(0));
    settle();
    assertThat(first.isDone()).isFalse();
    actor.misbehaved(node("1"), "lied");
    assertThat(first.result()).isEqualTo(1);
    actor.misbehaved(node("1"), "lied");
    actor.misbehaved(node("01"), "lied");
    actor.settled();
    assertThat(actor.awaitLie(1)).isEqualTo(3);
  }

  private long lies(long known) throws InterruptedException {
    return actor.awaitLie(known);
  }

  @Test
  void whoWasDroppedIsRememberedAndItsReturnIsCounted() throws Exception {
    actor.seen(node("1"), true);
    for (int i = 0; i < 5; i++) {
      actor.failed(node("1"));
    }
    assertThat(actor.lost(3)).containsExactly(node("1"));
    actor.failed(node("1"));
    actor.seen(node("1"), true);
    assertThat(actor.returned()).isEqualTo(1);
    assertThat(actor.lost(3)).isEmpty();
  }

  @Test
  void whoeverWaitsForTheTableToBeEmptyWaitsUntilTheLastContactIsGone() throws Exception {
    actor.awaitEmpty();
    actor.seen(node("1"), true);
    actor.settled();
    var empty = Background.of(environment, () -> awaitEmpty());
    environment.sleep(HOUR);
    assertThat(empty.isDone()).isFalse();
    actor.left(node("1"));
    assertThat(empty.result()).isEqualTo("empty");
  }

  private String awaitEmpty() throws InterruptedException {
    actor.awaitEmpty();
    return "empty";
  }

  @Test
  void aNodeThatSaidGoodByeIsForgottenAndWelcomeAgain() throws Exception {
    actor.seen(node("1"), true);
    actor.seen(node("01"), true);
    actor.left(node("1"));
    assertThat(actor.settled().contacts()).containsExactly(node("01"));
    actor.seen(node("1"), true);
    assertThat(actor.settled().contacts()).contains(node("1"));
  }

  @Test
  void rangesNotLookedUpInAreStale() throws Exception {
    fullFarBucket();
    environment.sleep(HOUR);
    actor.lookedUp(key("1"));
    assertThat(actor.staleBuckets(HOUR)).containsExactly(1);
  }

  @Test
  void hintsThatChangeLittleAreTakenWhenTheActorHasRestedForTenSeconds() throws Exception {
    actor.seen(node("1"), true);
    actor.settled();
    long before = environment.nanoTime();
    environment.sleep(Duration.ofNanos(7));
    actor.lookedUp(key("1"));
    actor.seen(node("1"), true);
    environment.sleep(Duration.ofSeconds(10));
    actor.seen(node("1"), true);
    settle();
    assertThat(actor.snapshot().buckets().getFirst().lookedUpAt()).isEqualTo(before + 7);
  }

  @Test
  void listenerFindsThoseWhoWereAdmittedInTheSnapshot() throws Exception {
    var found = new ArrayList<Boolean>();
    restart(contact -> found.add(actor.snapshot().contacts().contains(contact)));
    actor.seen(node("1"), true);
    actor.seen(node("01"), true);
    actor.settled();
    assertThat(found).containsExactly(true, true);
  }

  @Test
  void contactThatDoesNotAnswerThePingGivesItsPlaceToTheNewcomer() throws Exception {
    List<Contact> far = fullFarBucket();
    environment.sleep(HOUR);
    actor.seen(node("111"), true);
    answers.add(false);
    actor.settled();
    settle();
    assertThat(actor.settled().contacts()).contains(node("111")).doesNotContain(far.get(0));
    assertThat(pinged).containsExactly(far.get(0));
    assertThat(admitted).endsWith(node("111"));
  }

  @Test
  void contactThatAnswersThePingKeepsItsPlaceAndTheNextIsInDoubt() throws Exception {
    List<Contact> far = fullFarBucket();
    environment.sleep(HOUR);
    actor.seen(node("111"), true);
    answers.add(true);
    actor.settled();
    settle();
    assertThat(actor.settled().contacts()).containsAll(far).doesNotContain(node("111"));
    actor.seen(node("111"), true);
    answers.add(true);
    actor.settled();
    settle();
    assertThat(pinged).isEqualTo(far);
  }

  @Test
  void failureOfThePingerCountsAsNoAnswer() throws Exception {
    pinger =
        contact -> {
          throw new IllegalArgumentException("a bug");
        };
    List<Contact> far = fullFarBucket();
    environment.sleep(HOUR);
    actor.seen(node("111"), true);
    settle();
    assertThat(actor.settled().contacts()).contains(node("111")).doesNotContain(far.get(0));
  }

  @Test
  void oneContactOfBucketIsPingedAtOnceAndOnlySoManyInAll() throws Exception {
    // Three full buckets that do not split: 1, 01 and 001.
    nodes("000", 2, 1).forEach(contact -> actor.seen(contact, true));
    for (String range : List.of("1", "01", "001")) {
      actor.seen(node(range + "01"), true);
      actor.seen(node(range + "1"), true);
      actor.settled();
    }
    environment.sleep(HOUR);
    for (String range : List.of("1", "01", "001")) {
      actor.seen(node(range + "11"), true);
      actor.seen(node(range + "111"), true);
      actor.settled();
    }
    settle();
    assertThat(pinged).hasSize(OPTIONS.maxPings());
    answers.addAll(List.of(true, true));
    settle();
    assertThat(pinged).containsExactlyInAnyOrder(node("101"), node("0101"));
  }

  @Test
  void hintsAreShedWhileTheActorIsBusyAndCommandsAreNot() throws Exception {
    Promise<Boolean> goOn = keepBusy(_ -> {});
    for (int i = 0; i < OPTIONS.mailboxCapacity() - 1; i++) {
      actor.lookedUp(key("1"));
    }
    actor.seen(node("01"), true);
    actor.seen(node("001"), true);
    assertThat(actor.counts().shed()).isEqualTo(1);
    actor.misbehaved(node("1"), "a lie");
    goOn.complete(true);
    assertThat(actor.settled().contacts()).containsExactly(node("01"));
  }

  @Test
  void whoCallsIsMetBeforeItGetsAPlace() throws Exception {
    actor.seen(node("1"), false);
    actor.settled();
    settle();
    assertThat(actor.settled().contacts()).isEmpty();
    assertThat(pinged).containsExactly(node("1"));
    answers.add(true);
    settle();
    assertThat(actor.settled().contacts()).containsExactly(node("1"));
  }

  @Test
  void whereACallerWasNotFoundNobodyIsLookedForForAMinute() throws Exception {
    answers.add(false);
    for (String bits : List.of("1", "1", "01", "1")) {
      actor.seen(node(bits), false);
      actor.settled();
      settle();
    }
    assertThat(pinged).as("all claim the same address").containsExactly(node("1"));
    assertThat(actor.settled().contacts()).isEmpty();
    environment.sleep(Duration.ofMinutes(1));
    answers.addAll(List.of(true, true));
    actor.seen(node("1"), false);
    actor.settled();
    settle();
    assertThat(actor.settled().contacts()).containsExactlyInAnyOrder(node("1"), node("01"));
  }

  @Test
  void whereManyWereNotFoundTheFirstIsForgotten() throws Exception {
    pinger =
        contact -> {
          pinged.add(contact);
          return false;
        };
    for (int i = 1; i <= 1_002; i++) {
      actor.seen(Nodes.at(key("1"), i == 1_002 ? 1 : i), false);
      actor.settled();
      settle();
    }
    assertThat(pinged).hasSize(1_002).endsWith(Nodes.at(key("1"), 1));
  }

  @Test
  void manyWhoCallAreMetAFewAtATimeWhereverTheyAre() throws Exception {
    nodes("0", 2, 1).forEach(contact -> actor.seen(contact, true));
    List<Contact> callers = new ArrayList<>();
    for (String bits : List.of("1", "01", "001", "0001")) {
      callers.add(Nodes.at(key(bits), callers.size() + 1));
      actor.seen(callers.getLast(), false);
      actor.seen(callers.getLast(), false);
      actor.settled();
      settle();
    }
    assertThat(pinged).hasSize(OPTIONS.maxPings());
    for (int i = 0; i < 4; i++) {
      answers.add(true);
      settle();
      assertThat(pinged).hasSize(Math.min(4, OPTIONS.maxPings() + i + 1));
    }
    assertThat(pinged).containsExactlyInAnyOrderElementsOf(callers);
    assertThat(actor.settled().contacts()).containsAll(callers);
  }

  @Test
  void whoeverGoesMakesRoomForWhoCalls() throws Exception {
    for (int i = 0; i < 3; i++) {
      restart(admitted::add);
      pinged.clear();
      List<Contact> far = fullFarBucket();
      actor.seen(node("111"), false);
      actor.settled();
      settle();
      assertThat(pinged).isEmpty();
      switch (i) {
        case 0 -> actor.failed(far.get(0));
        case 1 -> actor.left(far.get(0));
        default -> actor.misbehaved(far.get(0), "lied");
      }
      answers.add(true);
      actor.settled();
      settle();
      assertThat(actor.settled().contacts()).contains(node("111")).doesNotContain(far.get(0));
    }
  }
}
