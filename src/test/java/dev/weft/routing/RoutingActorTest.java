package dev.weft.routing;

import static dev.weft.routing.Nodes.SELF;
import static dev.weft.routing.Nodes.key;
import static dev.weft.routing.Nodes.node;
import static dev.weft.routing.Nodes.nodes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Contact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class RoutingActorTest extends RoutingActorFixture {

  @Test
  void whatItIsToldShowsInTheSnapshot() throws Exception {
    actor.seen(node("1"), true);
    actor.seen(node("01"), false);
    assertThat(actor.settled().contacts()).containsExactlyInAnyOrder(node("1"), node("01"));
    assertThat(actor.closest(SELF, 1)).containsExactly(node("01"));
    assertThat(actor.snapshot()).isSameAs(actor.settled());
    assertThat(actor.shed()).isZero();
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
  void hintsThatChangeLittleAreTakenWhenTheActorHasRestedForASecond() throws Exception {
    actor.seen(node("1"), true);
    actor.settled();
    environment.nanos.set(7);
    actor.lookedUp(key("1"));
    actor.seen(node("1"), true);
    environment.sleep(Duration.ofSeconds(1));
    actor.seen(node("1"), true);
    while (actor.snapshot().buckets().getFirst().lookedUpAt() != 7) {
      Thread.onSpinWait();
    }
  }

  @Test
  void listenerFindsThoseWhoWereAdmittedInTheSnapshot() throws Exception {
    var found = new CopyOnWriteArrayList<Boolean>();
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
    environment.thread(1).join();
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
    environment.thread(1).join();
    assertThat(actor.settled().contacts()).containsAll(far).doesNotContain(node("111"));
    actor.seen(node("111"), true);
    answers.add(true);
    actor.settled();
    environment.thread(2).join();
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
    actor.settled();
    environment.thread(1).join();
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
    assertThat(environment.threads).hasSize(1 + OPTIONS.maxPings());
    answers.addAll(List.of(true, true));
    for (Thread ping : environment.threads.subList(1, 3)) {
      ping.join();
    }
    assertThat(pinged).containsExactlyInAnyOrder(node("101"), node("0101"));
  }

  @Test
  void hintsAreShedWhileTheActorIsBusyAndCommandsAreNot() throws Exception {
    var busy = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    restart(
        contact -> {
          busy.countDown();
          awaitQuietly(goOn);
        });
    actor.seen(node("1"), true);
    busy.await();
    for (int i = 0; i < OPTIONS.mailboxCapacity() - 1; i++) {
      actor.lookedUp(key("1"));
    }
    actor.seen(node("01"), true);
    actor.seen(node("001"), true);
    assertThat(actor.shed()).isEqualTo(1);
    actor.misbehaved(node("1"), "a lie");
    goOn.countDown();
    assertThat(actor.settled().contacts()).containsExactly(node("01"));
  }

  @Test
  void everySnapshotIsWholeWhileManyThreadsTellAndRead() throws Exception {
    pinger = contact -> true;
    List<Contact> population = nodes("", 300, 3);
    var tellers = new ArrayList<FutureTask<Integer>>();
    for (int t = 0; t < 4; t++) {
      var random = new Random(t);
      var teller = new FutureTask<>(() -> tellAndRead(population, random), 2_000);
      tellers.add(teller);
      Thread.ofVirtual().start(teller);
    }
    for (FutureTask<Integer> teller : tellers) {
      assertThat(teller.get()).isEqualTo(2_000);
    }
    assertThat(actor.settled().size()).isPositive();
  }

  private void tellAndRead(List<Contact> population, Random random) {
    for (int i = 0; i < 2_000; i++) {
      Contact contact = population.get(random.nextInt(population.size()));
      if (random.nextInt(8) == 0) {
        actor.failed(contact);
      } else {
        actor.seen(contact, random.nextBoolean());
      }
      RoutingSnapshot snapshot = actor.snapshot();
      List<Contact> all = snapshot.closest(contact.key(), Integer.MAX_VALUE);
      assertThat(all)
          .hasSize(snapshot.size())
          .doesNotHaveDuplicates()
          .isSortedAccordingTo((a, b) -> contact.key().compareDistance(a.key(), b.key()));
    }
  }
}
