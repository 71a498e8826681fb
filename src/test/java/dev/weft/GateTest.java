package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.runtime.Promise;
import dev.weft.sim.Simulated;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class GateTest extends Simulated {

  private static final int MOST = 50;
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Gate gate = new Gate(environment, MOST);
  private final Promise<Boolean> free = environment.promise();
  private final List<Object> outcomes = new ArrayList<>();

  private <T> T pass(Gate.Operation<T> operation) throws InterruptedException {
    return gate.pass(Samples.TARGET, LIMIT, operation);
  }

  @Test
  void anOperationPassesWithItsResult() throws Exception {
    String result = pass(left -> "result in " + left);
    assertThat(result).isEqualTo("result in PT10S");
  }

  @Test
  void anOperationPassesWithItsFailure() {
    assertThatThrownBy(
            () ->
                pass(
                    _ -> {
                      throw new IllegalStateException("mine");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("mine");
    assertThatThrownBy(
            () ->
                pass(
                    _ -> {
                      throw new InterruptedException();
                    }))
        .isInstanceOf(InterruptedException.class);
    gate.close();
    gate.awaitEmpty();
  }

  @Test
  void nobodyComesInOnceItIsClosed() {
    AtomicBoolean ran = new AtomicBoolean();
    gate.close();
    assertThatThrownBy(() -> pass(_ -> ran.getAndSet(true)))
        .isInstanceOf(DhtException.Closed.class)
        .hasMessage("this node has been closed");
    assertThat(ran).isFalse();
  }

  @Test
  void onlyTheFirstCallCloses() {
    assertThat(gate.close()).isTrue();
    assertThat(gate.close()).isFalse();
  }

  @Test
  void whatFailsWhileItIsClosedFailsBecauseOfThat() {
    assertThatThrownBy(
            () ->
                pass(
                    _ -> {
                      gate.close();
                      throw new IllegalStateException("some part has ended");
                    }))
        .isInstanceOf(DhtException.Closed.class);
    gate.awaitEmpty();
  }

  /** Passes at the same time; what comes of it is added to the outcomes. */
  private Thread passing(Gate gate, Gate.Operation<?> operation) {
    return start(
        () -> {
          try {
            outcomes.add(gate.pass(Samples.TARGET, LIMIT, operation));
          } catch (DhtException | InterruptedException e) {
            outcomes.add(e);
          }
        });
  }

  /** Lets in as many operations as may be; they stay until they are set free. */
  private void fill() throws InterruptedException {
    for (int i = 0; i < MOST; i++) {
      passing(gate, _ -> free.await());
    }
    settle();
  }

  private void assertAllClosed(int operations) {
    assertThat(outcomes)
        .hasSize(operations)
        .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(DhtException.Closed.class));
  }

  @Test
  void manyMayBeInsideAtOnceAndCloseWaitsForTheLast() throws InterruptedException {
    fill();
    gate.close();
    Promise<Boolean> interrupted = environment.promise();
    Thread closer =
        start(
            () -> {
              gate.awaitEmpty();
              interrupted.complete(Thread.currentThread().isInterrupted());
            });
    settle();
    closer.interrupt();
    settle();
    assertThat(interrupted.isDone()).isFalse();

    free.complete(true);

    assertThat(interrupted.await()).as("the interrupt is kept").isTrue();
    settle();
    assertAllClosed(MOST);
  }

  @Test
  void thoseBeyondTheMostTakeTurnsInTheOrderInWhichTheyCame() throws InterruptedException {
    Gate narrow = new Gate(environment, 1);
    for (int i = 0; i < 5; i++) {
      int number = i;
      passing(
          narrow,
          _ -> {
            free.await();
            return number;
          });
      settle();
    }
    free.complete(true);
    settle();
    assertThat(outcomes).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void whoseTurnDoesNotComeInTimeIsToldSo() throws InterruptedException {
    fill();
    assertThatThrownBy(() -> pass(_ -> true))
        .isInstanceOfSatisfying(
            DhtException.TimedOut.class,
            late -> assertThat(late.soFar().target()).isEqualTo(Samples.TARGET))
        .hasMessage("the time passed while 50 other operations of this node were under way");
    assertThat(outcomes).isEmpty();
    free.complete(true);
    gate.close();
    gate.awaitEmpty();
  }

  @Test
  void theWaitCountsTowardsTheTimeOfTheOperation() throws InterruptedException {
    fill();
    start(
        () -> {
          environment.sleep(Duration.ofSeconds(3));
          free.complete(true);
        });
    Duration left = pass(rest -> rest);
    assertThat(left).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void whoeverIsInterruptedWhileWaitingTakesNobodysTurn() throws InterruptedException {
    fill();
    Thread waiter = passing(gate, _ -> true);
    settle();
    waiter.interrupt();
    settle();
    assertThat(outcomes).singleElement().isInstanceOf(InterruptedException.class);
    free.complete(true);
    gate.close();
    gate.awaitEmpty();
  }

  @Test
  void whoeverComesInterruptedDoesNotStay() {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> pass(_ -> true));
    gate.close();
    gate.awaitEmpty();
  }

  @Test
  void thoseThatWaitForTheirTurnAreToldWhenItIsClosed() throws InterruptedException {
    fill();
    AtomicBoolean ran = new AtomicBoolean();
    passing(gate, _ -> ran.getAndSet(true));
    settle();

    gate.close();
    settle();
    assertAllClosed(1);
    free.complete(true);
    gate.awaitEmpty();
    settle();

    assertAllClosed(MOST + 1);
    assertThat(ran).isFalse();
  }
}
