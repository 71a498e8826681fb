package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.runtime.ManualEnvironment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class GateTest {

  private static final int MOST = 50;
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final ManualEnvironment environment = new ManualEnvironment();
  private final Gate gate = new Gate(environment, MOST);
  private final CountDownLatch free = new CountDownLatch(1);

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

  @Test
  void manyMayBeInsideAtOnceAndCloseWaitsForTheLast() throws Exception {
    List<Background<Boolean>> operations = fill();
    gate.close();
    Background<Boolean> closer =
        Background.of(
            () -> {
              gate.awaitEmpty();
              return Thread.currentThread().isInterrupted();
            });
    closer.awaitWaiting();
    closer.interrupt();
    assertThat(closer.isDone()).isFalse();

    free.countDown();

    assertThat(closer.result()).as("the interrupt is kept").isTrue();
    assertThat(operations).allSatisfy(GateTest::isClosed);
  }

  @Test
  void thoseBeyondTheMostTakeTurnsInTheOrderInWhichTheyCame() throws Exception {
    List<Integer> order = new CopyOnWriteArrayList<>();
    List<Background<Boolean>> later = new ArrayList<>();
    CountDownLatch one = new CountDownLatch(1);
    gateOfOne(one, order, later);

    one.countDown();

    for (Background<Boolean> each : later) {
      assertThat(each.result()).isTrue();
    }
    assertThat(order).containsExactly(0, 1, 2, 3, 4);
  }

  /** Five operations at a gate that lets in one; the first waits inside for the latch. */
  private void gateOfOne(
      CountDownLatch first, List<Integer> order, List<Background<Boolean>> operations)
      throws InterruptedException {
    Gate narrow = new Gate(environment, 1);
    for (int i = 0; i < 5; i++) {
      int number = i;
      CountDownLatch inside = new CountDownLatch(1);
      operations.add(
          Background.of(
              () ->
                  narrow.pass(
                      Samples.TARGET,
                      LIMIT,
                      _ -> {
                        inside.countDown();
                        first.await();
                        return order.add(number);
                      })));
      if (i == 0) {
        inside.await();
      } else {
        environment.awaitWaiting(i);
      }
    }
  }

  @Test
  void whoseTurnDoesNotComeInTimeIsToldSo() throws Exception {
    fill();
    Background<Boolean> late = Background.of(() -> pass(_ -> true));
    environment.awaitWaiting(1);
    environment.advance(LIMIT);
    assertThat(late.failure())
        .isInstanceOf(DhtException.TimedOut.class)
        .hasMessage("the time passed while 50 other operations of this node were under way");
    assertThat(((DhtException.TimedOut) late.failure()).soFar().target()).isEqualTo(Samples.TARGET);
    free.countDown();
    gate.close();
    gate.awaitEmpty();
  }

  @Test
  void theWaitCountsTowardsTheTimeOfTheOperation() throws Exception {
    fill();
    Background<Duration> waiter = Background.of(() -> pass(left -> left));
    environment.awaitWaiting(1);
    environment.advance(Duration.ofSeconds(3));
    free.countDown();
    assertThat(waiter.result()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void whoeverIsInterruptedWhileWaitingTakesNobodysTurn() throws Exception {
    fill();
    Background<Boolean> interrupted = Background.of(() -> pass(_ -> true));
    environment.awaitWaiting(1);
    interrupted.interrupt();
    assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
    free.countDown();
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
  void thoseThatWaitForTheirTurnAreToldWhenItIsClosed() throws Exception {
    List<Background<Boolean>> operations = fill();
    AtomicBoolean ran = new AtomicBoolean();
    Background<Boolean> waiter = Background.of(() -> pass(_ -> ran.getAndSet(true)));
    environment.awaitWaiting(1);

    gate.close();
    isClosed(waiter);
    free.countDown();
    gate.awaitEmpty();

    assertThat(operations).allSatisfy(GateTest::isClosed);
    assertThat(ran).isFalse();
  }

  /** Lets in as many operations as may be; they stay until they are set free. */
  private List<Background<Boolean>> fill() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(MOST);
    List<Background<Boolean>> operations = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      operations.add(
          Background.of(
              () ->
                  pass(
                      _ -> {
                        inside.countDown();
                        free.await();
                        return true;
                      })));
    }
    inside.await();
    return operations;
  }

  private static void isClosed(Background<Boolean> operation) {
    assertThat(operation.failure()).isInstanceOf(DhtException.Closed.class);
  }
}
