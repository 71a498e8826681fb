package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.runtime.FanOut;
import dev.weft.runtime.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimEnvironmentTest {

  private static final Duration DAY = Duration.ofDays(1);

  private final SimEnvironment world = new SimEnvironment(1);

  @AfterEach
  void end() {
    world.close();
  }

  @Test
  void aDayPassesInNoTimeOnBothClocks() throws InterruptedException {
    world.run(
        () -> {
          long before = world.nanoTime();
          world.sleep(DAY);
          assertThat(world.nanoTime() - before).isEqualTo(DAY.toNanos());
          assertThat(world.now()).isEqualTo(SimEnvironment.START.plus(DAY));
        });
    assertThat(world.elapsed()).isEqualTo(DAY);
  }

  @Test
  void toSleepForNoTimeOrLessIsNotToSleep() throws InterruptedException {
    world.run(
        () -> {
          world.sleep(Duration.ZERO);
          world.sleep(DAY.negated());
        });
    assertThat(world.elapsed()).isZero();
  }

  @Test
  void whatIsRunReturnsItsValueOrThrowsWhatItThrows() throws InterruptedException {
    assertThat(world.<Integer, RuntimeException>call(() -> 7)).isEqualTo(7);
    assertThatThrownBy(
            () ->
                world.run(
                    () -> {
                      throw new IOException("as it is");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("as it is");
  }

  @Test
  void aRunWithinARunIsSimplyRun() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    world.run(
        () -> {
          threads.add(Thread.currentThread());
          world.run(() -> threads.add(Thread.currentThread()));
        });
    assertThat(threads.get(1)).isSameAs(threads.get(0));
    assertThat(threads.get(0).isVirtual()).isTrue();
  }

  @Test
  void otherThreadsGoOnInTheNextRun() throws InterruptedException {
    AtomicBoolean done = new AtomicBoolean();
    world.run(() -> world.start("slow", () -> sleepThen(DAY, () -> done.set(true))));
    assertThat(done).isFalse();
    assertThat(world.threads()).isEqualTo(1);
    world.run(() -> world.sleep(DAY.plusNanos(1)));
    assertThat(done).isTrue();
    assertThat(world.threads()).isZero();
  }

  @Test
  void aPromiseIsAwaitedUntilItIsKeptAndNoLongerThanTheLimit() throws InterruptedException {
    world.run(
        () -> {
          Promise<String> promise = world.promise();
          world.start("keeper", () -> sleepThen(DAY, () -> promise.complete("kept")));
          assertThat(promise.await(Duration.ZERO)).isEmpty();
          assertThat(promise.await(DAY.minusNanos(1))).isEmpty();
          assertThat(promise.isDone()).isFalse();
          assertThat(promise.await()).isEqualTo("kept");
          assertThat(promise.await(DAY)).contains("kept");
          assertThat(promise.complete("again")).isFalse();
          assertThat(promise.await()).isEqualTo("kept");
          assertThat(world.elapsed()).isEqualTo(DAY);
        });
    assertThat(world.scheduler().timers()).isZero();
  }

  @Test
  void anInterruptEndsEveryWait() throws InterruptedException {
    world.run(
        () -> {
          Promise<String> promise = world.promise();
          List<String> ended = new ArrayList<>();
          List<Thread> threads =
              List.of(
                  waiter(ended, () -> world.sleep(DAY)),
                  waiter(ended, promise::await),
                  waiter(ended, () -> promise.await(DAY)));
          world.sleep(Duration.ofSeconds(1));
          threads.forEach(Thread::interrupt);
          world.sleep(Duration.ofSeconds(1));
          assertThat(ended).hasSize(3).containsOnly("interrupted");
        });
  }

  @Test
  void whoIsInterruptedAlreadyDoesNotWait() throws InterruptedException {
    world.run(
        () -> {
          Promise<String> promise = world.promise();
          List<String> ended = new ArrayList<>();
          waiter(
              ended,
              () -> {
                Thread.currentThread().interrupt();
                world.sleep(DAY);
              });
          waiter(
              ended,
              () -> {
                Thread.currentThread().interrupt();
                promise.await();
              });
          world.sleep(Duration.ofNanos(1));
          assertThat(ended).containsExactly("interrupted", "interrupted");
        });
  }

  private interface Wait {
    void run() throws InterruptedException;
  }

  private Thread waiter(List<String> ended, Wait wait) {
    return world.start(
        "waiter",
        () -> {
          try {
            wait.run();
            ended.add("woken");
          } catch (InterruptedException e) {
            ended.add("interrupted");
          }
        });
  }

  private void sleepThen(Duration time, Runnable action) {
    try {
      world.sleep(time);
      action.run();
    } catch (InterruptedException e) {
      // The world is closed.
    }
  }

  @Test
  void locksQueuesLatchesAndScopesWorkAsTheyAre() throws InterruptedException {
    BlockingQueue<Integer> queue = new ArrayBlockingQueue<>(1);
    ReentrantLock lock = new ReentrantLock();
    List<Integer> taken = new ArrayList<>();
    world.run(
        () -> {
          CountDownLatch ready = new CountDownLatch(3);
          try (FanOut lanes = FanOut.open(world.threads("lane"), () -> false)) {
            for (int i = 0; i < 3; i++) {
              int number = i;
              lanes.fork(
                  () -> {
                    lock.lockInterruptibly();
                    try {
                      world.sleep(Duration.ofSeconds(1));
                    } finally {
                      lock.unlock();
                    }
                    ready.countDown();
                    queue.put(number);
                  });
            }
            ready.await();
            for (int i = 0; i < 3; i++) {
              taken.add(queue.take());
            }
            lanes.join();
          }
        });
    assertThat(taken).containsExactlyInAnyOrder(0, 1, 2);
    assertThat(world.elapsed()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void closingInterruptsWhatStillRuns() throws InterruptedException {
    List<String> ended = new ArrayList<>();
    world.run(() -> waiter(ended, () -> world.sleep(DAY)));
    world.close();
    assertThat(ended).containsExactly("interrupted");
    assertThat(world.elapsed()).isZero();
  }

  @Test
  void whoDoesNotEndAtTheCloseIsNamed() throws InterruptedException {
    var stubborn = new SimEnvironment(1);
    stubborn.run(
        () ->
            stubborn.start(
                "stubborn",
                () -> {
                  Promise<String> never = stubborn.promise();
                  while (true) {
                    try {
                      never.await();
                    } catch (InterruptedException e) {
                      // Wrongly ignored.
                    }
                  }
                }));
    assertThatThrownBy(stubborn::close)
        .isInstanceOf(SimulationException.class)
        .hasMessageContaining("thread stubborn of main");
  }
}
