package dev.weft.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Lanes run at once and end together, whichever kind of thread owns the scope. */
final class FanOutTest extends FanOutFixture {
  @Test
  void joinReturnsWhenEveryLaneHasEnded() throws Throwable {
    var ended = new AtomicInteger();
    asOwner(
        () -> {
          try (FanOut lanes = FanOut.open(this::thread, () -> false)) {
            for (int i = 0; i < 5; i++) {
              lanes.fork(ended::incrementAndGet);
            }
            lanes.join();
            assertThat(ended).hasValue(5);
          }
        });
  }

  @Test
  void lanesRunAtOnce() throws Throwable {
    var allAreHere = new CountDownLatch(3);
    asOwner(
        () -> {
          try (FanOut lanes = FanOut.open(this::thread, () -> false)) {
            for (int i = 0; i < 3; i++) {
              lanes.fork(
                  () -> {
                    allAreHere.countDown();
                    allAreHere.await();
                  });
            }
            lanes.join();
          }
        });
    assertThat(started).hasSize(3);
  }

  @Test
  void scopeWithoutLanesIsJoinedAtOnce() throws Throwable {
    asOwner(
        () -> {
          try (FanOut lanes = FanOut.open(this::thread, () -> false)) {
            lanes.join();
          }
        });
    assertThat(started).isEmpty();
  }

  @Test
  void doneIsAskedAfterEachLaneAndInterruptsTheRest() throws Throwable {
    var ended = new AtomicInteger();
    asOwner(
        () -> {
          try (FanOut lanes = FanOut.open(this::thread, () -> ended.get() == 2)) {
            forkWaiting(lanes, 3);
            lanes.fork(ended::incrementAndGet);
            lanes.fork(ended::incrementAndGet);
            lanes.join();
          }
          assertThat(interrupted).hasValue(3);
        });
  }

  @Test
  void failureOfDoneCountsAsFailureOfTheLane() throws Throwable {
    var failure = new IllegalArgumentException("done");
    asOwner(
        () -> {
          try (FanOut lanes =
              FanOut.open(
                  this::thread,
                  () -> {
                    throw failure;
                  })) {
            forkWaiting(lanes, 1);
            lanes.fork(() -> {});
            assertThat(catchThrowable(lanes::join)).isSameAs(failure);
          }
          assertThat(interrupted).hasValue(1);
        });
  }

  @Test
  void laneForkedAfterCancelDoesNotRun() throws Throwable {
    asOwner(
        () -> {
          try (FanOut lanes = FanOut.open(this::thread, () -> false)) {
            lanes.cancel();
            lanes.fork(interrupted::incrementAndGet);
            lanes.join();
          }
        });
    assertThat(interrupted).hasValue(0);
    assertThat(started).isEmpty();
  }

  @Test
  void failureCancelsTheRestAndIsThrownByJoinAsItIs() throws Throwable {
    for (Throwable failure : List.of(new IllegalArgumentException(), new AssertionError())) {
      asOwner(
          () -> {
            try (FanOut lanes = FanOut.open(this::thread, () -> false)) {
              forkWaiting(lanes, 2);
              lanes.fork(() -> fail(failure));
              assertThat(catchThrowable(lanes::join)).isSameAs(failure);
            }
          });
    }
    assertThat(interrupted).hasValue(4);
  }

  @Test
  void laneThatThrowsInterruptedExceptionHasJustEnded() throws Throwable {
    var ended = new AtomicBoolean();
    asOwner(
        () -> {
          try (FanOut lanes = FanOut.open(this::thread, () -> false)) {
            lanes.fork(
                () -> {
                  throw new InterruptedException();
                });
            lanes.fork(() -> ended.set(true));
            lanes.join();
          }
        });
    assertThat(ended).isTrue();
  }

  @Test
  void onlyTheOwnerMayUseTheScope() throws Throwable {
    var refused = new CountDownLatch(1);
    var unharmed = new AtomicBoolean();
    asOwner(
        () -> {
          try (FanOut lanes = FanOut.open(this::thread, () -> false)) {
            lanes.fork(
                () -> {
                  assertThat(catchThrowable(() -> lanes.fork(() -> {})))
                      .isInstanceOf(WrongThreadException.class);
                  assertThat(catchThrowable(lanes::cancel))
                      .isInstanceOf(WrongThreadException.class);
                  assertThat(catchThrowable(lanes::join)).isInstanceOf(WrongThreadException.class);
                  assertThat(catchThrowable(lanes::close)).isInstanceOf(WrongThreadException.class);
                  refused.countDown();
                });
            refused.await();
            lanes.fork(() -> unharmed.set(true));
            lanes.join();
          }
        });
    assertThat(unharmed).isTrue();
  }
}
