package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.runtime.RealEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A name is in flight once at a time. */
class NamesInFlightTest {
  private final NamesInFlight names = new NamesInFlight();

  @Test
  void differentNamesDoNotWait() throws InterruptedException {
    names.enter("a");
    names.enter("b");
    names.leave("a");
    names.enter("a");
  }

  @Test
  @Timeout(10)
  void theSameNameWaitsUntilItIsLeft() throws InterruptedException {
    names.enter("a");
    var environment = new RealEnvironment();
    var entered = environment.<String>promise();
    Thread second =
        environment.start(
            "second",
            () -> {
              try {
                names.enter("a");
                entered.complete("entered");
              } catch (InterruptedException e) {
                entered.complete("interrupted");
              }
            });
    while (second.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(entered.isDone()).isFalse();
    names.leave("a");
    assertThat(entered.await()).isEqualTo("entered");
  }

  @Test
  void theWaitIsInterruptible() throws InterruptedException {
    names.enter("a");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> names.enter("a")).isInstanceOf(InterruptedException.class);
  }
}
