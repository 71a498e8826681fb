package dev.weft.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Mapping at once: order, failures and interrupts. */
final class FanOutMapTest extends FanOutFixture {
  @Test
  void mapKeepsTheOrderOfItsInputsAndAllowsNullResults() throws Throwable {
    var second = new CountDownLatch(1);
    asOwner(
        () -> {
          List<String> results =
              FanOut.map(
                  this::thread,
                  List.of(1, 2, 3),
                  input -> {
                    if (input == 1) {
                      second.await();
                    }
                    second.countDown();
                    return input == 3 ? null : "r" + input;
                  });
          assertThat(results).containsExactly("r1", "r2", null).isUnmodifiable();
        });
    assertThat(started).hasSize(3);
  }

  @Test
  void mapOfNothingIsNothing() throws Throwable {
    asOwner(() -> assertThat(FanOut.map(this::thread, List.of(), input -> input)).isEmpty());
  }

  @Test
  void failedTaskCancelsTheOthersAndIsThrownByMap() throws Throwable {
    var failure = new IllegalArgumentException();
    var waiting = new CountDownLatch(2);
    asOwner(
        () ->
            assertThat(
                    catchThrowable(
                        () ->
                            FanOut.map(
                                this::thread,
                                List.of(1, 2, 3),
                                input -> {
                                  if (input == 2) {
                                    waiting.await();
                                    fail(failure);
                                  }
                                  return waitForInterrupt(waiting);
                                })))
                .isSameAs(failure));
    assertThat(interrupted).hasValue(2);
  }

  @Test
  void interruptedTaskCancelsTheOthersAndMapThrowsIt() throws Throwable {
    var interrupt = new InterruptedException();
    var waiting = new CountDownLatch(1);
    asOwner(
        () ->
            assertThat(
                    catchThrowable(
                        () ->
                            FanOut.map(
                                this::thread,
                                List.of(1, 2),
                                input -> {
                                  if (input == 2) {
                                    waiting.await();
                                    throw interrupt;
                                  }
                                  return waitForInterrupt(waiting);
                                })))
                .isInstanceOf(InterruptedException.class));
    assertThat(interrupted).hasValue(1);
  }

  @Test
  void interruptOfTheCallerOfMapReachesEveryTask() throws Throwable {
    var waiting = new CountDownLatch(2);
    asOwner(
        () -> {
          Thread owner = Thread.currentThread();
          assertThatExceptionOfType(InterruptedException.class)
              .isThrownBy(
                  () ->
                      FanOut.map(
                          this::thread,
                          List.of(1, 2, 3),
                          input -> {
                            if (input == 3) {
                              waiting.await();
                              owner.interrupt();
                              return input;
                            }
                            return waitForInterrupt(waiting);
                          }));
        });
    assertThat(interrupted).hasValue(2);
  }
}
