package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.runtime.FanOut;
import dev.weft.runtime.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The order of things, and how a simulation fails. */
@Timeout(60)
class SchedulerTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Ten threads that become ready at once, thrice, and a scope that is cancelled. */
  private static String play(SimEnvironment world) throws InterruptedException {
    StringBuilder order = new StringBuilder();
    world.run(
        () -> {
          for (int round = 0; round < 3; round++) {
            Promise<Boolean> over = world.promise();
            try (FanOut lanes = FanOut.open(world.threads("lane"), over::isDone)) {
              for (int i = 0; i < 10; i++) {
                int number = i;
                lanes.fork(
                    () -> {
                      try {
                        world.sleep(SECOND);
                        order.append(number);
                        over.complete(true);
                        world.sleep(SECOND);
                      } finally {
                        order.append((char) ('a' + number));
                      }
                    });
              }
              lanes.join();
            }
          }
        });
    return order.toString();
  }

  private static String play(long seed) throws InterruptedException {
    try (var world = new SimEnvironment(seed)) {
      return play(world) + " " + world.traceHash() + " " + world.steps();
    }
  }

  @Test
  void theSameSeedGivesTheSameRun() throws InterruptedException {
    String first = play(42);
    for (int again = 0; again < 20; again++) {
      assertThat(play(42)).isEqualTo(first);
    }
  }

  @Test
  void otherSeedsGiveOtherOrders() throws InterruptedException {
    Set<String> orders = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      orders.add(play(seed));
    }
    assertThat(orders).hasSizeGreaterThan(15);
  }

  private static void assertFails(String sentence, SimEnvironment.Action<Exception> action) {
    var world = new SimEnvironment(1);
    assertThatThrownBy(() -> world.run(action))
        .isInstanceOf(SimulationException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void aThreadThatWaitsForRealTimeIsNamedAndItsStackShown() {
    var world = new SimEnvironment(1);
    assertThatThrownBy(() -> world.run(() -> LockSupport.parkNanos(1_000_000_000)))
        .isInstanceOf(SimulationException.class)
        .hasMessageStartingWith("thread run of main waits for real time")
        .satisfies(
            e ->
                assertThat(e.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().equals(getClass().getName())));
  }

  @Test
  void aTimedWaitOfTheJdkIsFound() {
    assertFails("real time", () -> new CountDownLatch(1).await(1, TimeUnit.HOURS));
  }

  @Test
  void aMonitorHeldAcrossAWaitIsFound() {
    var world = new SimEnvironment(1, 1_000, 1);
    Object monitor = new Object();
    assertThatThrownBy(
            () ->
                world.run(
                    () -> {
                      world.start("other", () -> enter(monitor));
                      synchronized (monitor) {
                        world.sleep(SECOND);
                      }
                    }))
        .isInstanceOf(SimulationException.class)
        .hasMessageContaining("thread other of main waits for real time or for a monitor");
  }

  private static void enter(Object monitor) {
    synchronized (monitor) {
      monitor.notifyAll();
    }
  }

  @Test
  void aThreadOfTheRealWorldThatWakesOneOfOursIsFound() {
    assertFails(
        "was woken by Thread[",
        () -> {
          CountDownLatch latch = new CountDownLatch(1);
          Thread waiting = Thread.currentThread();
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (waiting.getState() != Thread.State.WAITING) {
                      Thread.onSpinWait();
                    }
                    latch.countDown();
                  });
          latch.await();
        });
  }

  @Test
  void whereEveryThreadWaitsForAnotherTheRunSaysSo() {
    assertFails("nothing can happen any more", () -> new CountDownLatch(1).await());
  }

  @Test
  void aFailureOfAnyThreadFailsTheRun() {
    var world = new SimEnvironment(1);
    assertThatThrownBy(
            () ->
                world.run(
                    () -> {
                      world.start(
                          "broken",
                          () -> {
                            throw new IllegalStateException("a bug");
                          });
                      world.sleep(SECOND);
                    }))
        .isInstanceOf(SimulationException.class)
        .hasMessageContaining("a bug")
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void aViolationThatAnyThreadFindsIsThrownAsItIs() {
    var world = new SimEnvironment(1);
    assertThatThrownBy(
            () ->
                world.run(
                    () -> {
                      world.start(
                          "checker",
                          () -> {
                            throw new Violation("a promise is broken");
                          });
                      world.sleep(SECOND);
                    }))
        .isInstanceOf(Violation.class)
        .hasMessage("a promise is broken");
  }

  @Test
  void ofSeveralFailuresTheFirstIsTold() {
    var world = new SimEnvironment(1);
    assertThatThrownBy(
            () ->
                world.run(
                    () -> {
                      for (int i = 0; i < 2; i++) {
                        world.start(
                            "broken",
                            () -> {
                              throw new IllegalStateException("bug");
                            });
                      }
                      Thread.yield();
                      world.sleep(SECOND);
                    }))
        .hasMessageContaining("bug");
  }

  @Test
  void theClockMustMoveOn() {
    var world = new SimEnvironment(1, 1_000, 1);
    assertThatThrownBy(
            () ->
                world.run(
                    () -> {
                      while (true) {
                        Thread.yield();
                      }
                    }))
        .isInstanceOf(SimulationException.class)
        .hasMessageContaining("the clock stands still");
  }

  @Test
  void aStrangerRunsInTheSimulationToo() throws InterruptedException {
    List<String> done = new ArrayList<>();
    try (var world = new SimEnvironment(1)) {
      world.run(
          () -> {
            List<Thread> strangers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
              strangers.add(
                  Thread.startVirtualThread(
                      () -> {
                        try {
                          world.sleep(SECOND);
                          done.add("stranger");
                        } catch (InterruptedException e) {
                          done.add("interrupted");
                        }
                      }));
            }
            for (Thread stranger : strangers) {
              stranger.join();
            }
          });
    }
    assertThat(done).containsExactly("stranger", "stranger");
  }

  @Test
  void aStrangerThatWakesItselfWithoutEndIsShownAsOne() {
    var world = new SimEnvironment(1, 1_000, 1);
    assertThatThrownBy(
            () ->
                world.run(
                    () -> {
                      Thread.startVirtualThread(
                          () -> {
                            while (true) {
                              Thread.yield();
                            }
                          });
                      world.sleep(SECOND);
                    }))
        .hasMessageContaining("a thread that no environment made");
  }

  @Test
  void aSimulationIsDrivenByOneThreadAtATime() throws InterruptedException {
    try (var world = new SimEnvironment(1)) {
      world.run(
          () ->
              assertThatThrownBy(() -> world.scheduler().drive(() -> {}, () -> true))
                  .isInstanceOf(SimulationException.class)
                  .hasMessageContaining("one thread at a time"));
    }
  }

  @Test
  void anInterruptOfTheRunEndsWhatIsRun() throws InterruptedException {
    List<String> ended = new ArrayList<>();
    try (var world = new SimEnvironment(1)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(
              () ->
                  world.run(
                      () -> {
                        try {
                          world.sleep(SECOND);
                        } finally {
                          ended.add("ended");
                        }
                      }))
          .isInstanceOf(InterruptedException.class);
    }
    assertThat(ended).containsExactly("ended");
  }

  @Test
  void aFrozenMachineDoesNothingUntilItThaws() throws InterruptedException {
    List<Duration> ticks = new ArrayList<>();
    try (var world = new SimEnvironment(1)) {
      HostEnvironment machine = world.host("machine");
      world.run(
          () -> {
            machine.start(
                "ticker",
                () -> {
                  try {
                    for (int i = 0; i < 3; i++) {
                      machine.sleep(SECOND);
                      ticks.add(world.elapsed());
                    }
                  } catch (InterruptedException e) {
                    ticks.add(Duration.ZERO);
                  }
                });
            world.sleep(Duration.ofMillis(1500));
            machine.host().freeze();
            world.sleep(Duration.ofSeconds(60));
            assertThat(ticks).hasSize(1);
            machine.thaw();
            world.sleep(Duration.ofSeconds(2));
          });
    }
    assertThat(ticks).containsExactly(SECOND, Duration.ofMillis(61_500), Duration.ofMillis(62_500));
  }

  @Test
  void aClockThatIsSetWrongShowsAnotherTimeOfDayOnly() throws InterruptedException {
    try (var world = new SimEnvironment(1)) {
      HostEnvironment fast = world.host("fast");
      fast.skew(Duration.ofMinutes(3));
      world.run(() -> fast.sleep(SECOND));
      assertThat(fast.now()).isEqualTo(SimEnvironment.START.plus(SECOND).plusSeconds(180));
      assertThat(fast.nanoTime()).isEqualTo(SECOND.toNanos());
    }
  }
}
