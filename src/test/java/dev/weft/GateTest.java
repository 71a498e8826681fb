package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class GateTest {

  private final Gate gate = new Gate();

  @Test
  void anOperationPassesWithItsResult() throws Exception {
    assertThat(gate.pass(() -> "result")).isEqualTo("result");
  }

  @Test
  void anOperationPassesWithItsFailure() {
    assertThatThrownBy(
            () ->
                gate.pass(
                    () -> {
                      throw new IllegalStateException("mine");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("mine");
    assertThatThrownBy(
            () ->
                gate.pass(
                    () -> {
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
    assertThatThrownBy(() -> gate.pass(() -> ran.getAndSet(true)))
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
  void manyMayBeInsideAtOnceAndCloseWaitsForTheLast() throws Exception {
    CountDownLatch inside = new CountDownLatch(50);
    CountDownLatch free = new CountDownLatch(1);
    List<Background<Boolean>> operations = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      operations.add(Background.of(() -> gate.pass(() -> passThrough(inside, free))));
    }
    inside.await();
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
    assertThat(operations)
        .allSatisfy(
            operation -> assertThat(operation.failure()).isInstanceOf(DhtException.Closed.class));
  }

  private static boolean passThrough(CountDownLatch inside, CountDownLatch free)
      throws InterruptedException {
    inside.countDown();
    free.await();
    return true;
  }

  @Test
  void whatFailsWhileItIsClosedFailsBecauseOfThat() {
    assertThatThrownBy(
            () ->
                gate.pass(
                    () -> {
                      gate.close();
                      throw new IllegalStateException("some part has ended");
                    }))
        .isInstanceOf(DhtException.Closed.class);
    gate.awaitEmpty();
  }
}
