package dev.weft.lookup;

import static dev.weft.lookup.LookupFixture.node;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class TraceTest {
  private final List<Step> told = new ArrayList<>();
  private final Trace trace = new Trace(new ReentrantLock(), told::add);

  private static Step step(int distance) {
    return new Step(
        node(distance), 1, 0, Duration.ZERO, Duration.ZERO, false, new Step.Outcome.Abandoned());
  }

  @Test
  void tellsOfEachStepOnceInTheOrderInWhichTheyCame() {
    trace.tell();
    trace.add(step(2));
    trace.add(step(1));
    trace.tell();
    trace.tell();
    assertThat(told).containsExactly(step(2), step(1));
    assertThat(trace.steps()).isEqualTo(told);
  }

  @Test
  void leavesWhatIsUntoldAtTheEndToBeToldLast() {
    trace.add(step(1));
    trace.tell();
    trace.add(step(2));
    trace.end();
    trace.tell();
    assertThat(told).containsExactly(step(1));
    trace.tellRest();
    assertThat(told).containsExactly(step(1), step(2));
  }
}
