package dev.weft.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** No lane outlives its scope: cancellation, interrupts and closing reach every one. */
final class FanOutEndTest extends FanOutFixture {
  @Test
  void cancelReachesEveryLane() throws Throwable {
    asOwner(
        () -> {
          try (FanOut lanes = FanOut.open(this::thread, () -> false)) {
            forkWaiting(lanes, 10);
            lanes.cancel();
            lanes.join();
          }
          assertThat(interrupted).hasValue(10);
        });
    assertThat(started).as("the lane that cancels never runs").hasSize(10);
  }

  @Test
  void cancelledTwiceIsCancelledOnce() throws Throwable {
    asOwner(
        () -> {
          try (FanOut lanes = FanOut.open(this::thread, () -> false)) {
            forkWaiting(lanes, 1);
            lanes.cancel();
            lanes.cancel();
            lanes.join();
          }
        });
    assertThat(interrupted).hasValue(1);
  }

  @Test
  void closeWaitsForLanesThatAreSlowToEnd() throws Throwable {
    var closing = new CountDownLatch(1);
    var ended = new AtomicBoolean();
    asOwner(
        () -> {
          try (FanOut lanes = FanOut.open(this::thread, () -> false)) {
            lanes.fork(
                () -> {
                  awaitIgnoringInterrupts(closing);
                  ended.set(true);
                });
            lanes.cancel();
            lanes.join();
            assertThat(ended).isFalse();
            closing.countDown();
          }
          assertThat(ended).isTrue();
        });
  }

  @Test
  void failureAfterCancelIsIgnored() throws Throwable {
    asOwner(
        () -> {
          try (FanOut lanes = FanOut.open(this::thread, () -> false)) {
            var never = new CountDownLatch(1);
            lanes.fork(
                () -> {
                  try {
                    never.await();
                  } catch (InterruptedException e) {
                    throw new IllegalArgumentException("too late to matter", e);
                  }
                });
            lanes.cancel();
            lanes.join();
          }
        });
  }

  @Test
  void interruptOfTheOwnerEndsJoinAndCloseReachesEveryLane() throws Throwable {
    asOwner(
        () -> {
          Thread owner = Thread.currentThread();
          try (FanOut lanes = FanOut.open(this::thread, () -> false)) {
            forkWaiting(lanes, 2);
            lanes.fork(owner::interrupt);
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(lanes::join);
          }
          assertThat(interrupted).hasValue(2);
          assertThat(Thread.interrupted()).as("join has thrown it").isFalse();
        });
  }

  @Test
  void closeWithoutJoinCancelsWaitsAndKeepsTheInterrupt() throws Throwable {
    asOwner(
        () -> {
          try (FanOut lanes = FanOut.open(this::thread, () -> false)) {
            forkWaiting(lanes, 2);
            Thread.currentThread().interrupt();
          }
          assertThat(interrupted).hasValue(2);
          assertThat(Thread.interrupted()).isTrue();
        });
  }

  @Test
  void closeThrowsTheFailureThatNoJoinHasThrown() throws Throwable {
    var failure = new IllegalArgumentException();
    var leaving = new IllegalArgumentException("leaving");
    asOwner(
        () -> {
          FanOut lanes = failed(failure);
          assertThat(catchThrowable(lanes::close)).isSameAs(failure);
          lanes.close();

          FanOut others = failed(failure);
          Throwable thrown =
              catchThrowable(
                  () -> {
                    try (others) {
                      throw leaving;
                    }
                  });
          assertThat(thrown).isSameAs(leaving).hasSuppressedException(failure);
        });
  }

  @Test
  void afterJoinAndAfterCloseNothingIsForked() throws Throwable {
    asOwner(
        () -> {
          FanOut lanes = FanOut.open(this::thread, () -> false);
          try (lanes) {
            lanes.join();
            assertThatIllegalStateException().isThrownBy(() -> lanes.fork(() -> {}));
            assertThatIllegalStateException().isThrownBy(lanes::cancel);
            assertThatIllegalStateException().isThrownBy(lanes::join);
          }
          lanes.close();
          assertThatIllegalStateException().isThrownBy(() -> lanes.fork(() -> {}));
        });
  }
}
