package dev.weft.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RealEnvironmentTest {

  private static final Duration AGES = Duration.ofSeconds(Long.MAX_VALUE);

  private final Environment environment = new RealEnvironment();

  @Test
  void bothClocksRun() {
    Instant now = environment.now();
    long start = environment.nanoTime();
    while (environment.nanoTime() == start) {
      Thread.onSpinWait();
    }
    assertThat(environment.nanoTime()).isGreaterThan(start);
    assertThat(environment.now()).isAfterOrEqualTo(now.minusSeconds(60));
  }

  @Test
  void aSleepLastsAtLeastItsTime() throws InterruptedException {
    long start = environment.nanoTime();
    environment.sleep(Duration.ofMillis(2));
    assertThat(environment.nanoTime() - start).isGreaterThanOrEqualTo(2_000_000);
  }

  @Test
  void aSleepOfNoTimeOrLessDoesNothing() throws InterruptedException {
    environment.sleep(Duration.ZERO);
    environment.sleep(Duration.ofDays(-1));
  }

  @Test
  void anInterruptEndsASleep() throws InterruptedException {
    assertInterruptible(() -> environment.sleep(AGES));
  }

  @Test
  void anInterruptEndsAWaitForAPromise() throws InterruptedException {
    Promise<String> promise = environment.promise();
    assertInterruptible(promise::await);
    assertInterruptible(() -> promise.await(AGES));
    assertThat(promise.isDone()).isFalse();
  }

  @Test
  void threadsAreVirtualNamedAndUnstarted() throws InterruptedException {
    Thread thread = environment.threads("lookup 7").newThread(() -> {});
    assertThat(thread.isVirtual()).isTrue();
    assertThat(thread.getName()).isEqualTo("lookup 7");
    assertThat(thread.getState()).isEqualTo(Thread.State.NEW);
    thread.start();
    thread.join();
  }

  @Test
  void startRunsTheTaskOnAThreadOfThatName() throws InterruptedException {
    Promise<Thread> ran = environment.promise();
    Thread started = environment.start("worker", () -> ran.complete(Thread.currentThread()));
    assertThat(ran.await()).isSameAs(started);
    assertThat(started.getName()).isEqualTo("worker");
  }

  @Test
  void randomDrawsDiffer() {
    assertThat(LongStream.generate(environment.random()::nextLong).limit(100))
        .doesNotHaveDuplicates();
  }

  @Test
  void theFirstValueOfAPromiseCounts() throws InterruptedException {
    Promise<String> promise = environment.promise();
    assertThat(promise.isDone()).isFalse();
    assertThat(promise.complete("first")).isTrue();
    assertThat(promise.complete("second")).isFalse();
    assertThat(promise.isDone()).isTrue();
    assertThat(promise.await()).isEqualTo("first");
    assertThat(promise.await(Duration.ZERO)).contains("first");
  }

  @Test
  void ofManyThreadsThatCompleteAPromiseOneWinsAndAllSeeItsValue() throws InterruptedException {
    Promise<Integer> promise = environment.promise();
    List<Promise<Boolean>> won = new ArrayList<>();
    List<Promise<Integer>> seen = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int number = i;
      Promise<Boolean> mine = environment.promise();
      Promise<Integer> heard = environment.promise();
      won.add(mine);
      seen.add(heard);
      environment.start("completer", () -> mine.complete(promise.complete(number)));
      environment.start("waiter", () -> uninterrupted(() -> heard.complete(promise.await())));
    }
    int value = promise.await();
    int winners = 0;
    for (int i = 0; i < 20; i++) {
      winners += won.get(i).await() ? 1 : 0;
      assertThat(seen.get(i).await()).isEqualTo(value);
    }
    assertThat(winners).isEqualTo(1);
    assertThat(won.get(value).await()).isTrue();
  }

  @Test
  void aWaitWithoutAValueEndsEmptyAtItsLimit() throws InterruptedException {
    Promise<String> promise = environment.promise();
    long start = environment.nanoTime();
    assertThat(promise.await(Duration.ofMillis(2))).isEmpty();
    assertThat(environment.nanoTime() - start).isGreaterThanOrEqualTo(2_000_000);
    assertThat(promise.await(Duration.ZERO)).isEmpty();
    assertThat(promise.await(Duration.ofSeconds(-1))).isEmpty();
  }

  @Test
  void anInterruptIsHeededEvenWhereTheValueIsThere() {
    Promise<String> promise = environment.promise();
    promise.complete("value");
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class).isThrownBy(promise::await);
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> promise.await(AGES));
    assertThat(promise.isDone()).isTrue();
  }

  @Test
  void whoGivesUpWaitingTakesNobodyElseAlong() throws InterruptedException {
    Promise<String> promise = environment.promise();
    List<Promise<Optional<String>>> heard = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      heard.add(environment.promise());
      Promise<Optional<String>> mine = heard.get(i);
      Duration limit = i % 2 == 0 ? Duration.ofMillis(1) : AGES;
      environment.start("waiter", () -> uninterrupted(() -> mine.complete(promise.await(limit))));
    }
    assertThat(heard.get(0).await()).isEmpty();
    assertThat(heard.get(2).await()).isEmpty();
    promise.complete("value");
    assertThat(heard.get(1).await()).contains("value");
    assertThat(heard.get(3).await()).contains("value");
  }

  @Test
  @Timeout(60)
  void ofManyShortWaitsNoneIsForgotten() throws InterruptedException {
    List<Promise<Boolean>> ended = new ArrayList<>();
    for (int thread = 0; thread < 100; thread++) {
      Promise<Boolean> end = environment.promise();
      ended.add(end);
      var random = new SplittableRandom(thread);
      environment.start(
          "waiter",
          () -> {
            for (int i = 0; i < 200; i++) {
              Promise<Integer> promise = environment.promise();
              Duration limit = Duration.ofNanos(random.nextLong(4_000_000));
              if (random.nextBoolean()) {
                environment.start("completer", () -> promise.complete(1));
              }
              uninterrupted(() -> promise.await(limit));
            }
            end.complete(true);
          });
    }
    for (Promise<Boolean> end : ended) {
      assertThat(end.await()).isTrue();
    }
  }

  @Test
  void aLimitBeyondWhatNanosecondsCanSayIsNoFault() throws InterruptedException {
    Promise<String> promise = environment.promise();
    environment.start("completer", () -> promise.complete("value"));
    assertThat(promise.await(AGES)).contains("value");
  }

  private interface Blocking {
    void run() throws InterruptedException;
  }

  private static void uninterrupted(Blocking blocking) {
    try {
      blocking.run();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Once by an interrupt that was there before, and once by one that comes meanwhile. */
  private void assertInterruptible(Blocking blocking) throws InterruptedException {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class).isThrownBy(blocking::run);

    Promise<Boolean> interrupted = environment.promise();
    Thread thread =
        environment.start(
            "blocked",
            () -> {
              try {
                blocking.run();
                interrupted.complete(false);
              } catch (InterruptedException e) {
                interrupted.complete(true);
              }
            });
    while (thread.getState() != Thread.State.TIMED_WAITING
        && thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    thread.interrupt();
    assertThat(interrupted.await()).isTrue();
  }
}
