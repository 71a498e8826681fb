package dev.weft.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ManualEnvironmentTest {

  private final ManualEnvironment environment = new ManualEnvironment();

  @Test
  void aSleeperWakesWhenTheClockHasPassedItsTimeAndNotBefore() throws InterruptedException {
    Promise<Long> woken = environment.promise();
    Thread sleeper =
        environment.start(
            "sleeper",
            () -> {
              try {
                environment.sleep(Duration.ofSeconds(10));
                woken.complete(environment.nanoTime());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    environment.awaitWaiting(1);
    environment.advance(Duration.ofSeconds(9));
    environment.advance(Duration.ofSeconds(1));
    assertThat(woken.await()).isEqualTo(Duration.ofSeconds(10).toNanos());
    sleeper.join();
  }

  @Test
  void aTimedWaitEndsEmptyWhenTheClockPassesItsLimit() throws InterruptedException {
    Promise<Integer> never = environment.promise();
    Promise<Optional<Integer>> seen = environment.promise();
    environment.start(
        "waiter",
        () -> {
          try {
            seen.complete(never.await(Duration.ofMillis(5)));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    environment.awaitWaiting(1);
    environment.advance(Duration.ofMillis(5));
    assertThat(seen.await()).isEmpty();
    assertThat(never.isDone()).isFalse();
    assertThat(never.complete(1)).isTrue();
    assertThat(never.complete(2)).isFalse();
    assertThat(never.await(Duration.ZERO)).contains(1);
  }
}
