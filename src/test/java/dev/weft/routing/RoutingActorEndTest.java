package dev.weft.routing;

import static dev.weft.routing.Nodes.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** How a routing actor ends: closed, interrupted, or of a bug. */
class RoutingActorEndTest extends RoutingActorFixture {

  @Test
  void closedActorIgnoresWhatItIsToldFailsAsksAndCanStillBeRead() throws Exception {
    actor.seen(node("1"), true);
    actor.settled();
    actor.close();
    actor.seen(node("01"), true);
    actor.failed(node("1"));
    actor.misbehaved(node("1"), "a lie");
    assertThatIllegalStateException()
        .isThrownBy(() -> actor.staleBuckets(HOUR))
        .withMessageContaining("has ended")
        .withNoCause();
    assertThat(actor.snapshot().contacts()).containsExactly(node("1"));
    actor.close();
  }

  @Test
  void closeInterruptsPings() throws Exception {
    fullFarBucket();
    environment.sleep(HOUR);
    actor.seen(node("111"), true);
    actor.settled();
    actor.close();
    assertThat(environment.threads).hasSize(2);
    assertThat(environment.alive()).isEmpty();
  }

  @Test
  void closeWaitsEvenWhenInterruptedAndKeepsTheInterrupt() throws Exception {
    var busy = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    restart(
        contact -> {
          busy.countDown();
          awaitQuietly(goOn);
        });
    actor.seen(node("1"), true);
    busy.await();
    var close =
        new FutureTask<>(
            () -> {
              Thread.currentThread().interrupt();
              actor.close();
              return Thread.currentThread().isInterrupted();
            });
    Thread closing = Thread.ofVirtual().start(close);
    MailboxTest.awaitWaiting(closing);
    assertThat(close.isDone()).isFalse();
    goOn.countDown();
    assertThat(close.get()).isTrue();
  }

  @Test
  void bugEndsTheActorAndFailsPendingAsksWithItsCause() throws Exception {
    var busy = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var bug = new IllegalArgumentException("a bug");
    restart(
        contact -> {
          busy.countDown();
          awaitQuietly(goOn);
          throw bug;
        });
    actor.seen(node("1"), true);
    busy.await();
    var ask = new FutureTask<>(() -> actor.staleBuckets(HOUR));
    Thread asking = Thread.ofVirtual().start(ask);
    MailboxTest.awaitWaiting(asking);
    actor.seen(node("01"), true);
    goOn.countDown();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(ask::get)
        .havingCause()
        .isInstanceOf(IllegalStateException.class)
        .withCause(bug);
    assertThatIllegalStateException().isThrownBy(actor::settled).withCause(bug);
    assertThat(actor.snapshot().contacts()).containsExactly(node("1"));
  }

  @Test
  void askThatIsBeingAnsweredFailsToo() throws Exception {
    var bug = new AssertionError("a bug");
    var first = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    restart(
        contact -> {
          if (contact.equals(node("01"))) {
            throw bug;
          }
          first.countDown();
          awaitQuietly(goOn);
        });
    actor.seen(node("1"), true);
    first.await();
    actor.seen(node("01"), true);
    var ask = new FutureTask<>(actor::settled);
    MailboxTest.awaitWaiting(Thread.ofVirtual().start(ask));
    goOn.countDown();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(ask::get)
        .havingCause()
        .isInstanceOf(IllegalStateException.class)
        .withCause(bug);
  }

  @Test
  void interruptedActorEnds() throws Exception {
    environment.thread(0).interrupt();
    environment.thread(0).join();
    assertThatIllegalStateException().isThrownBy(actor::settled).withNoCause();
  }

  @Test
  void askIsInterruptible() {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> actor.staleBuckets(HOUR));
  }
}
