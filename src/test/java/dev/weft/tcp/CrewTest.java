package dev.weft.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CrewTest {

  private final TestEnvironment environment = new TestEnvironment();
  private final Crew crew = new Crew(environment);

  @Test
  void closingInterruptsAndWaits() throws Exception {
    var interrupted = new AtomicBoolean();
    var never = new CountDownLatch(1);
    crew.start(
        "one",
        () -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            interrupted.set(true);
          }
        });
    crew.close();
    assertThat(interrupted).isTrue();
    assertThat(environment.alive()).isEmpty();
    crew.close();
  }

  @Test
  void aClosedCrewStartsNothing() {
    crew.close();
    assertThat(crew.start("one", () -> {})).isFalse();
  }

  @Test
  void aMemberThatClosesDoesNotWaitForItself() throws Exception {
    var closed = new CountDownLatch(1);
    crew.start(
        "one",
        () -> {
          crew.close();
          closed.countDown();
        });
    closed.await();
    crew.close();
    assertThat(environment.alive()).isEmpty();
  }

  @Test
  void aMemberIsInterruptedEvenWhenClosingIsFasterThanItsStart() {
    var interrupted = new AtomicBoolean();
    crew.close();
    crew.run(() -> interrupted.set(Thread.interrupted()));
    assertThat(interrupted).isTrue();
  }
}
