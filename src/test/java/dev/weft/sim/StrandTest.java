package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the step of a thread is over, and when it only seems to be. */
class StrandTest {

  private final SimEnvironment world = new SimEnvironment(1);
  private final Scheduler scheduler = world.scheduler();
  private final List<String> order = new ArrayList<>();

  /** A thread that has ended, so that nothing is known of how it did. */
  private Strand strand() throws InterruptedException {
    Strand strand = new Strand(1, new Host("host"), scheduler);
    Thread thread = new Thread(() -> {});
    thread.start();
    thread.join();
    strand.is(thread);
    return strand;
  }

  /** So it is where a monitor becomes free in the very moment in which a thread begins to wait. */
  @Test
  void whatAsksForItsNextStepWithoutLettingOthersGoFirstGetsItAtOnce() throws InterruptedException {
    for (int i = 0; i < 10; i++) {
      Strand one = strand();
      Strand other = strand();
      order.clear();
      Runnable step =
          new Runnable() {
            private boolean again;

            @Override
            public void run() {
              order.add("one");
              if (!again) {
                again = true;
                one.execute(this);
              }
            }
          };
      scheduler.drive(
          () -> {
            one.execute(step);
            other.execute(() -> order.add("other"));
          },
          () -> order.size() == 3);
      assertThat(order)
          .containsSubsequence("one", "one")
          .isNotEqualTo(List.of("one", "other", "one"));
    }
  }

  @Test
  void whatYieldsLetsOthersGoFirst() throws InterruptedException {
    world.run(
        () -> {
          boolean[] over = new boolean[1];
          world.start("other", () -> over[0] = true);
          while (!over[0]) {
            Thread.yield();
          }
        });
  }
}
