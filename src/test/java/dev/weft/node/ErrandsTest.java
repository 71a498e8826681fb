package dev.weft.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.runtime.Promise;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ErrandsTest {

  private final WatchedEnvironment environment = new WatchedEnvironment();
  private final Errands errands = new Errands(environment, "test", 2);

  @Test
  void noMoreRunAtOnceThanAreAllowed() {
    Promise<Boolean> go = environment.promise();
    assertThat(errands.run(go::await)).isTrue();
    assertThat(errands.run(go::await)).isTrue();
    assertThat(errands.run(go::await)).isFalse();
    go.complete(true);
    environment.awaitIdle();
    assertThat(errands.run(go::await)).isTrue();
    errands.close();
    environment.awaitNoThreads();
  }

  @Test
  void closingInterruptsWhatRunsAndWaitsForIt() {
    Promise<Boolean> interrupted = environment.promise();
    errands.run(
        () -> {
          try {
            environment.sleep(Duration.ofDays(1));
          } finally {
            interrupted.complete(true);
          }
        });
    environment.awaitIdle();
    errands.close();
    assertThat(interrupted.isDone()).isTrue();
    assertThat(errands.run(() -> {})).isFalse();
    errands.close();
    environment.awaitNoThreads();
  }

  @Test
  void aFailureMakesRoomAndHurtsNobody() {
    for (int i = 0; i < 5; i++) {
      assertThat(
              errands.run(
                  () -> {
                    throw new IllegalStateException("on purpose");
                  }))
          .isTrue();
      environment.awaitIdle();
    }
    errands.close();
    environment.awaitNoThreads();
  }
}
