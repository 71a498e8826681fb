package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weft.runtime.Promise;
import dev.weft.sim.Simulated;
import org.junit.jupiter.api.Test;

/** So many at once, and none is left when it is closed. */
class PresenceTest extends Simulated {

  private final Presence presence = new Presence("requests", 1);

  @Test
  void whoComesWhenAsManyAreThereAsMayIsRefused() {
    presence.enter();
    Problem problem = assertThrows(Problem.class, presence::enter);
    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem).hasMessage("there are 1 requests already; try again later");
    presence.leave();
    assertThat(presence.size()).isZero();
    presence.enter();
    presence.leave();
  }

  @Test
  void closingInterruptsThemAndWaitsUntilTheLastHasLeft() throws InterruptedException {
    Promise<Boolean> never = environment.promise();
    Promise<Boolean> goOn = environment.promise();
    Thread inside =
        start(
            () -> {
              presence.enter();
              try {
                never.await();
              } catch (InterruptedException e) {
                goOn.await();
                Thread.currentThread().interrupt();
              } finally {
                presence.leave();
              }
              assertThat(Thread.currentThread().isInterrupted()).isFalse();
            });
    settle();
    Thread closing = start(presence::close);
    settle();
    assertThat(closing.isAlive()).isTrue();
    goOn.complete(true);
    settle();
    assertThat(closing.isAlive() || inside.isAlive()).isFalse();
    assertThat(assertThrows(Problem.class, presence::enter))
        .hasMessage("the gateway is being closed");
  }
}
