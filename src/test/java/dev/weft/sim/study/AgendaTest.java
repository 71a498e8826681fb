package dev.weft.sim.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.runtime.FanOut;
import dev.weft.sim.SimEnvironment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What stands on an agenda is done when it is time, by as many lanes as there are. */
class AgendaTest {

  private final SimEnvironment world = new SimEnvironment(1);
  private final List<String> done = new ArrayList<>();

  @AfterEach
  void close() {
    world.close();
  }

  private void run(Agenda agenda, int lanes) throws InterruptedException {
    try (FanOut fanOut = FanOut.open(world.threads("agenda"), () -> false)) {
      agenda.forkAll(fanOut, lanes);
      fanOut.join();
    }
  }

  private void note(String what) {
    done.add(world.elapsed().toSeconds() + " " + what);
  }

  @Test
  void eachTaskIsDoneWhenItIsTime() throws InterruptedException {
    world.run(
        () -> {
          world.sleep(Duration.ofSeconds(100));
          Agenda agenda = new Agenda(world, Duration.ofSeconds(60));
          agenda.add(Duration.ofSeconds(30), () -> note("late"));
          agenda.add(Duration.ofSeconds(10), () -> note("early"));
          agenda.add(Duration.ofSeconds(10), () -> note("second"));
          run(agenda, 1);
        });
    assertThat(done).containsExactly("110 early", "110 second", "130 late");
  }

  @Test
  void whatATaskAddsIsDoneToo() throws InterruptedException {
    world.run(
        () -> {
          Agenda agenda = new Agenda(world, Duration.ofSeconds(60));
          agenda.add(
              Duration.ofSeconds(10),
              () -> agenda.add(agenda.elapsed().plusSeconds(5), () -> note("added")));
          run(agenda, 2);
        });
    assertThat(done).containsExactly("15 added");
  }

  @Test
  void whatComesAfterTheEndIsNotDone() throws InterruptedException {
    world.run(
        () -> {
          Agenda agenda = new Agenda(world, Duration.ofSeconds(60));
          agenda.add(Duration.ofSeconds(60), () -> note("last"));
          agenda.add(Duration.ofSeconds(61), () -> note("never"));
          run(agenda, 2);
        });
    assertThat(done).containsExactly("60 last");
  }

  @Test
  void noMoreIsDoneAtOnceThanThereAreLanes() throws InterruptedException {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    world.run(
        () -> {
          Agenda agenda = new Agenda(world, Duration.ZERO);
          for (int i = 0; i < 10; i++) {
            agenda.add(
                Duration.ZERO,
                () -> {
                  most.accumulateAndGet(now.incrementAndGet(), Math::max);
                  world.sleep(Duration.ofSeconds(1));
                  now.decrementAndGet();
                  note("");
                });
          }
          run(agenda, 3);
        });
    assertThat(most).hasValue(3);
    assertThat(done).hasSize(10);
    assertThat(world.elapsed()).isEqualTo(Duration.ofSeconds(4));
  }
}
