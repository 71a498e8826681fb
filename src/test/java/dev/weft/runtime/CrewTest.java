package dev.weft.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CrewTest {

  private final CountDownLatch never = new CountDownLatch(1);
  private final List<CountDownLatch> over = new ArrayList<>();
  private final Crew crew = new Crew(new RealEnvironment(), 2);

  @AfterEach
  void close() {
    crew.close();
  }

  /** Starts a member, whose end the test can see. */
  private boolean start(Crew.Task task) {
    var end = new CountDownLatch(1);
    boolean started =
        crew.start(
            "one",
            () -> {
              try {
                task.run();
              } finally {
                end.countDown();
              }
            });
    if (started) {
      over.add(end);
    }
    return started;
  }

  @Test
  void membersRunOnVirtualThreadsOfTheirName() throws InterruptedException {
    var asNamed = new AtomicBoolean();
    start(
        () ->
            asNamed.set(
                Thread.currentThread().isVirtual()
                    && Thread.currentThread().getName().equals("one")));
    crew.awaitEnd();
    assertThat(asNamed).isTrue();
  }

  @Test
  void closingInterruptsAndWaits() {
    start(never::await);
    start(never::await);
    crew.close();
    assertThat(over).hasSize(2).allMatch(end -> end.getCount() == 0);
    crew.close();
  }

  @Test
  void aClosedCrewStartsNothing() {
    crew.close();
    assertThat(start(() -> {})).isFalse();
  }

  @Test
  void noMoreRunAtOnceThanAreAllowed() throws InterruptedException {
    var go = new CountDownLatch(1);
    assertThat(start(go::await)).isTrue();
    assertThat(start(go::await)).isTrue();
    assertThat(start(go::await)).isFalse();
    go.countDown();
    crew.awaitEnd();
    assertThat(start(go::await)).isTrue();
  }

  @Test
  void aFailureMakesRoomAndHurtsNobody() {
    for (int i = 0; i < 5; i++) {
      assertThat(
              start(
                  () -> {
                    throw new IllegalStateException("on purpose");
                  }))
          .isTrue();
      crew.awaitEnd();
    }
  }

  @Test
  void aMemberThatClosesDoesNotWaitForItself() throws InterruptedException {
    start(crew::close);
    assertThat(over.getFirst().await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void waitingForTheEndInterruptsNobodyAndKeepsTheInterruptOfWhoWaits() throws Exception {
    var go = new CountDownLatch(1);
    var interrupted = new AtomicBoolean();
    start(
        () -> {
          try {
            go.await();
          } catch (InterruptedException e) {
            interrupted.set(true);
          }
        });
    var stillInterrupted = new AtomicBoolean();
    Thread waiting =
        Thread.ofVirtual()
            .start(
                () -> {
                  Thread.currentThread().interrupt();
                  crew.awaitEnd();
                  stillInterrupted.set(Thread.interrupted());
                });
    while (waiting.getState() != Thread.State.WAITING) {
      Thread.yield();
    }
    go.countDown();
    assertThat(waiting.join(Duration.ofSeconds(20))).isTrue();
    assertThat(interrupted).isFalse();
    assertThat(stillInterrupted).isTrue();
  }
}
