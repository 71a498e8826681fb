package dev.weft.node;

import static dev.weft.node.World.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.weft.runtime.Promise;
import dev.weft.sim.Simulated;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlacementsTest extends Simulated {

  private final Placements placements = new Placements(environment);
  private final Placing placing = mock();
  private final Placement enough = mock();
  private final Placement last = mock();

  @AfterEach
  void close() {
    placements.close();
  }

  @Test
  void whatFailsBeforeItIsEnoughFailsWhoeverWaits() throws InterruptedException {
    when(placing.run(any())).thenThrow(new IllegalStateException("on purpose"));
    assertThatThrownBy(() -> placements.run(placing)).hasMessage("on purpose");
    assertThat(placements.flush(Duration.ZERO)).isTrue();
  }

  @Test
  void whatFailsAfterwardsIsLoggedAndIsOver() throws InterruptedException {
    when(placing.run(any()))
        .thenAnswer(
            call -> {
              call.<Consumer<Placement>>getArgument(0).accept(enough);
              throw new IllegalStateException("on purpose");
            });
    assertThat(placements.run(placing)).isSameAs(enough);
    assertThat(placements.flush(LONG)).isTrue();
  }

  @Test
  void whatIsNeverEnoughIsToldAtItsEnd() throws InterruptedException {
    when(placing.run(any())).thenReturn(last);
    assertThat(placements.run(placing)).isSameAs(last);
  }

  @Test
  void whoIsInterruptedTwiceStillWaitsForTheEnd() throws InterruptedException {
    Promise<Boolean> cancelled = environment.promise();
    Promise<Boolean> ended = environment.promise();
    doAnswer(call -> cancelled.complete(true)).when(placing).cancel();
    when(placing.run(any()))
        .thenAnswer(
            call -> {
              cancelled.await();
              environment.sleep(Duration.ofSeconds(1));
              ended.complete(true);
              throw new InterruptedException();
            });
    Thread setter =
        start(
            () ->
                assertThatThrownBy(() -> placements.run(placing))
                    .isInstanceOf(InterruptedException.class));
    settle();
    setter.interrupt();
    settle();
    setter.interrupt();
    settle();
    assertThat(setter.isAlive()).isTrue();
    ended.await();
    settle();
    assertThat(setter.isAlive()).isFalse();
  }
}
