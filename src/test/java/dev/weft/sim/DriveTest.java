package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A simulation and the real world around it. */
@Timeout(60)
class DriveTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void anInterruptEndsARunThatWouldGoOnForEver() throws InterruptedException {
    Thread caller = Thread.currentThread();
    CountDownLatch running = new CountDownLatch(1);
    Thread other =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    running.await();
                    caller.interrupt();
                  } catch (InterruptedException e) {
                    // The test is over.
                  }
                });
    try (var world = new SimEnvironment(1)) {
      assertThatThrownBy(
              () ->
                  world.run(
                      () -> {
                        while (true) {
                          world.sleep(SECOND);
                          running.countDown();
                        }
                      }))
          .isInstanceOf(InterruptedException.class);
      assertThat(world.threads()).isZero();
    }
    other.join();
    assertThat(caller.isInterrupted()).isFalse();
  }

  @Test
  void whoseRunEndsAllTheSameStaysInterrupted() throws InterruptedException {
    Thread caller = Thread.currentThread();
    try (var world = new SimEnvironment(1)) {
      world.run(
          () -> {
            while (caller.getState() != Thread.State.WAITING) {
              Thread.onSpinWait();
            }
            caller.interrupt();
            while (caller.isInterrupted()) { // until its wait is over
              Thread.onSpinWait();
            }
          });
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aWorldIsClosedEvenByAThreadThatIsInterrupted() throws InterruptedException {
    List<String> ended = new ArrayList<>();
    var world = new SimEnvironment(1);
    world.run(
        () ->
            world.start(
                "sleeper",
                () -> {
                  try {
                    world.sleep(SECOND);
                  } catch (InterruptedException e) {
                    ended.add("interrupted");
                  }
                }));
    Thread.currentThread().interrupt();
    world.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(ended).containsExactly("interrupted");
  }

  @Test
  void aVirtualThreadMayRunASimulationToo() throws InterruptedException {
    List<Duration> elapsed = new ArrayList<>();
    Thread caller =
        Thread.startVirtualThread(
            () -> {
              try (var world = new SimEnvironment(1)) {
                world.run(() -> world.sleep(SECOND));
                elapsed.add(world.elapsed());
              } catch (InterruptedException e) {
                elapsed.add(Duration.ZERO);
              }
            });
    caller.join();
    assertThat(elapsed).containsExactly(SECOND);
  }

  /** Three threads that take turns at a monitor; its holder lets go when one of them waits. */
  private static String play(boolean held) throws InterruptedException {
    Object monitor = new Object();
    List<Thread> waiting = new ArrayList<>();
    CountDownLatch taken = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    Thread holder =
        Thread.ofPlatform()
            .start(
                () -> {
                  synchronized (monitor) {
                    taken.countDown();
                    try {
                      begun.await();
                      if (held) {
                        awaitBlocked(waiting.getFirst());
                      }
                    } catch (InterruptedException e) {
                      // The test is over.
                    }
                  }
                });
    taken.await();
    if (!held) {
      begun.countDown();
      holder.join();
    }
    StringBuilder order = new StringBuilder();
    try (var world = new SimEnvironment(7)) {
      world.run(
          () -> {
            for (int i = 0; i < 3; i++) {
              int number = i;
              world.start(
                  "thread",
                  () -> {
                    waiting.add(Thread.currentThread());
                    begun.countDown();
                    synchronized (monitor) {
                      order.append(number);
                    }
                  });
            }
            world.sleep(SECOND);
          });
      holder.join();
      return order + " " + world.traceHash();
    }
  }

  @RepeatedTest(20) // each time, the monitor becomes free at another moment
  void aMonitorOfTheRealWorldIsWaitedForAndChangesNothing() throws InterruptedException {
    assertThat(play(true)).isEqualTo(play(false));
  }

  @Test
  void whoIsWokenFromOutsideWhileAnotherWaitsForAMonitorIsNamed() throws InterruptedException {
    Object monitor = new Object();
    List<Thread> waiting = new ArrayList<>();
    CountDownLatch taken = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch woken = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    Thread holder =
        Thread.ofPlatform()
            .start(
                () -> {
                  synchronized (monitor) {
                    taken.countDown();
                    try {
                      begun.await();
                      awaitBlocked(waiting.getFirst());
                      woken.countDown();
                      over.await();
                    } catch (InterruptedException e) {
                      // The test is over.
                    }
                  }
                });
    taken.await();
    var world = new SimEnvironment(1);
    assertThatThrownBy(
            () ->
                world.run(
                    () -> {
                      world.start("other", () -> enter(monitor, waiting, begun));
                      woken.await();
                    }))
        .isInstanceOf(SimulationException.class)
        .hasMessageContaining("thread run of main was woken by Thread[");
    over.countDown();
    holder.join();
  }

  private static void enter(Object monitor, List<Thread> waiting, CountDownLatch begun) {
    waiting.add(Thread.currentThread());
    begun.countDown();
    synchronized (monitor) {
      waiting.clear();
    }
  }

  private static void awaitBlocked(Thread thread) {
    while (thread.getState() != Thread.State.BLOCKED) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aWakeFromOutsideEndsTheRunEvenWhileOthersGoOn() {
    CountDownLatch latch = new CountDownLatch(1);
    AtomicBoolean woken = new AtomicBoolean();
    var world = new SimEnvironment(1);
    assertThatThrownBy(
            () ->
                world.run(
                    () -> {
                      world.start("waiter", () -> await(latch));
                      world.sleep(SECOND);
                      Thread.ofPlatform()
                          .start(
                              () -> {
                                latch.countDown();
                                woken.set(true);
                              });
                      while (!woken.get()) {
                        Thread.onSpinWait();
                      }
                      world.sleep(SECOND);
                    }))
        .isInstanceOf(SimulationException.class)
        .hasMessageContaining("thread waiter of main was woken by Thread[");
    assertThat(world.elapsed()).isEqualTo(SECOND);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatUsesASimulationFromOutsideIsTold() throws InterruptedException {
    try (var world = new SimEnvironment(1)) {
      assertThatThrownBy(() -> world.start("thread", () -> {}))
          .isInstanceOf(SimulationException.class)
          .hasMessageContaining("is not of the simulation");
      assertThatThrownBy(() -> world.sleep(SECOND))
          .isInstanceOf(SimulationException.class)
          .hasMessageContaining("cannot wait");
      assertThatThrownBy(() -> world.promise().await()).isInstanceOf(SimulationException.class);
    }
  }

  @Test
  void aThreadIsOfTheSimulationIfItRunsThere() throws InterruptedException {
    try (var world = new SimEnvironment(1)) {
      Scheduler scheduler = world.scheduler();
      List<Boolean> foreign = new ArrayList<>();
      Runnable look = () -> foreign.add(scheduler.isForeign());
      look.run();
      world.run(
          () -> {
            look.run();
            Thread.startVirtualThread(look).join();
          });
      scheduler.drive(look, () -> true);
      scheduler.drive(() -> runElsewhere(look), () -> true);
      assertThat(foreign).containsExactly(true, false, false, false, true);
    }
  }

  private static void runElsewhere(Runnable look) {
    try {
      Thread.ofPlatform().start(look).join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
