package dev.weft.routing;

import static dev.weft.routing.Nodes.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weft.runtime.Promise;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
    settle();
    assertThat(pinged).hasSize(1);
    actor.close();
    settle();
    assertThat(environment.threads()).as("but for this one").isOne();
  }

  @Test
  void closeWaitsEvenWhenInterruptedAndKeepsTheInterrupt() throws Exception {
    Promise<Boolean> goOn = environment.promise();
    restart(contact -> awaitDespiteInterrupts(goOn));
    actor.seen(node("1"), true);
    settle();
    Promise<Boolean> interrupted = environment.promise();
    start(
        () -> {
          Thread.currentThread().interrupt();
          actor.close();
          interrupted.complete(Thread.currentThread().isInterrupted());
        });
    settle();
    assertThat(interrupted.isDone()).isFalse();
    goOn.complete(true);
    assertThat(interrupted.await()).isTrue();
  }

  private static void awaitDespiteInterrupts(Promise<Boolean> promise) {
    while (!promise.isDone()) {
      try {
        promise.await();
      } catch (InterruptedException e) {
        // The actor is busy, and cannot be helped.
      }
    }
  }

  /** An ask, which must fail because of a bug. */
  private Thread failing(ThrowingCallable ask, Throwable bug) {
    return start(() -> assertThatIllegalStateException().isThrownBy(ask).withCause(bug));
  }

  @Test
  void bugEndsTheActorAndFailsPendingAsksWithItsCause() throws Exception {
    var bug = new IllegalArgumentException("a bug");
    Promise<Boolean> goOn =
        keepBusy(
            contact -> {
              throw bug;
            });
    Thread asking = failing(() -> actor.staleBuckets(HOUR), bug);
    settle();
    actor.seen(node("01"), true);
    assertThat(asking.isAlive()).isTrue();
    goOn.complete(true);
    settle();
    assertThat(asking.isAlive()).isFalse();
    assertThatIllegalStateException().isThrownBy(actor::settled).withCause(bug);
    assertThat(actor.snapshot().contacts()).containsExactly(node("1"));
  }

  @Test
  void askThatIsBeingAnsweredFailsToo() throws Exception {
    var bug = new AssertionError("a bug");
    Promise<Boolean> goOn =
        keepBusy(
            contact -> {
              if (contact.equals(node("01"))) {
                throw bug;
              }
            });
    actor.seen(node("01"), true);
    Thread asking = failing(actor::settled, bug);
    settle();
    goOn.complete(true);
    settle();
    assertThat(asking.isAlive()).isFalse();
  }

  @Test
  void interruptedActorEnds() throws Exception {
    restart(_ -> Thread.currentThread().interrupt());
    actor.seen(node("1"), true);
    settle();
    assertThatIllegalStateException().isThrownBy(actor::settled).withNoCause();
  }

  @Test
  void askIsInterruptible() {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> actor.staleBuckets(HOUR));
  }
}
