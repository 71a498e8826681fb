package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.sim.Simulated;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SubscriptionTest extends Simulated {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final Subscriptions subscriptions = new Subscriptions(environment);

  /** Brings in the numbers up to this one, one each second, and ends. */
  private Subscription<Integer> upTo(int last) {
    return subscriptions.open(
        "numbers",
        out -> {
          for (int i = 1; i <= last; i++) {
            environment.sleep(SECOND);
            out.accept(i);
          }
        });
  }

  private Subscription<Integer> never() {
    return subscriptions.open("never", _ -> environment.sleep(DAY));
  }

  @Test
  void whoTakesWaitsForTheNextValueAndForTheEnd() throws InterruptedException {
    Subscription<Integer> numbers = upTo(2);
    assertThat(numbers.take()).contains(1);
    assertThat(numbers.take()).contains(2);
    assertThat(Duration.ofNanos(environment.nanoTime())).isEqualTo(SECOND.multipliedBy(2));
    assertThat(numbers.take()).isEmpty();
    assertThat(numbers.isOver()).isTrue();
    assertThat(numbers.poll(SECOND)).isEmpty();
    numbers.close();
  }

  @Test
  void whoPollsWaitsNoLongerThanItSays() throws InterruptedException {
    Subscription<Integer> numbers = upTo(1);
    Duration half = Duration.ofMillis(500);
    assertThat(numbers.poll(Duration.ZERO)).isEmpty();
    assertThat(numbers.poll(Duration.ofSeconds(-1))).isEmpty();
    assertThat(environment.nanoTime()).isZero();
    assertThat(numbers.poll(half)).isEmpty();
    assertThat(Duration.ofNanos(environment.nanoTime())).isEqualTo(half);
    assertThat(numbers.poll(DAY)).contains(1);
    assertThat(Duration.ofNanos(environment.nanoTime())).isEqualTo(SECOND);
    assertThat(numbers.poll(DAY)).as("the end").isEmpty();
    assertThat(Duration.ofNanos(environment.nanoTime())).isEqualTo(SECOND);
    numbers.close();
  }

  @Test
  void eachValueGoesToOneOfThoseThatTake() throws InterruptedException {
    Subscription<Integer> numbers = upTo(10);
    List<Integer> taken = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      start(() -> numbers.forEach(taken::add));
    }
    environment.sleep(DAY);
    assertThat(taken).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    numbers.close();
  }

  @Test
  void anIteratorHasWhatComesAndThenNoMore() {
    try (Subscription<Integer> numbers = upTo(2)) {
      Iterator<Integer> each = numbers.iterator();
      assertThat(each.hasNext()).isTrue();
      assertThat(each.hasNext()).as("nothing is lost by asking").isTrue();
      assertThat(each.next()).isEqualTo(1);
      assertThat(each.next()).isEqualTo(2);
      assertThat(each.hasNext()).isFalse();
      assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(each::next);
    }
  }

  @Test
  void anInterruptEndsTheIterationAndNothingIsLost() throws InterruptedException {
    Subscription<Integer> numbers = upTo(1);
    List<Boolean> seen = new ArrayList<>();
    Thread iterating =
        start(
            () -> {
              seen.add(numbers.iterator().hasNext());
              seen.add(Thread.interrupted());
            });
    Thread taking =
        start(() -> assertThatThrownBy(numbers::take).isInstanceOf(InterruptedException.class));
    settle();
    iterating.interrupt();
    taking.interrupt();
    settle();
    assertThat(seen).containsExactly(false, true);
    assertThat(taking.isAlive()).isFalse();
    assertThat(numbers.take()).contains(1);
    numbers.close();
  }

  @Test
  void whatGoesWrongIsThrownByWhoeverTakesNextAfterWhatCame() throws InterruptedException {
    Subscription<Integer> failing =
        subscriptions.open(
            "failing",
            out -> {
              out.accept(1);
              throw new DhtException.Closed();
            });
    settle();
    assertThat(failing.isOver()).isFalse();
    assertThat(failing.take()).contains(1);
    assertThat(failing.isOver()).isTrue();
    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(DhtException.Closed.class).isThrownBy(failing::take);
    }
    failing.close();
    assertThatExceptionOfType(DhtException.Closed.class).isThrownBy(() -> failing.poll(SECOND));
  }

  @Test
  void aClosedOneYieldsWhatCameAndWhoWaitsIsWoken() throws InterruptedException {
    Subscription<Integer> numbers = upTo(9);
    environment.sleep(Duration.ofMillis(1500));
    numbers.close();
    numbers.close();
    assertThat(numbers.take()).contains(1);
    assertThat(numbers.take()).isEmpty();
    Subscription<Integer> never = never();
    Thread waiting = start(() -> assertThat(never.take()).isEmpty());
    settle();
    never.close();
    settle();
    assertThat(waiting.isAlive()).isFalse();
  }

  @Test
  void itMayBeClosedFromItsOwnThread() throws InterruptedException {
    List<Subscription<Integer>> self = new ArrayList<>();
    Subscription<Integer> one =
        subscriptions.open(
            "own",
            out -> {
              environment.sleep(SECOND);
              out.accept(1);
              self.getFirst().close();
            });
    self.add(one);
    assertThat(one.take()).contains(1);
    assertThat(one.take()).isEmpty();
  }

  @Test
  void theEndOfAllEndsEachAndNoneIsOpenedAfterIt() throws InterruptedException {
    Subscription<Integer> numbers = upTo(9);
    Subscription<Integer> never = never();
    subscriptions.close();
    subscriptions.close();
    assertThat(numbers.isOver()).isTrue();
    assertThat(never.take()).isEmpty();
    assertThatExceptionOfType(DhtException.Closed.class).isThrownBy(this::never);
  }

  @Test
  void thereAreSoManyAndNoMoreUntilOneIsClosed() throws InterruptedException {
    Subscription<Integer> first = subscriptions.open("one", _ -> {});
    for (int i = 1; i < Subscriptions.MOST; i++) {
      subscriptions.open("one", _ -> {});
    }
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> subscriptions.open("one", _ -> {}))
        .withMessageContaining("10000 subscriptions are open already; close those");
    settle();
    first.close();
    subscriptions.open("one", _ -> {});
    subscriptions.close();
  }

  @Test
  void ofUpdatesTheNewestOfEachSlotWaitsAndTellsHowManyWereSkipped() throws InterruptedException {
    Subscription<Update<String>> words =
        subscriptions.follow(
            "words", word -> word.charAt(0), out -> List.of("a1", "b1", "a2", "a3").forEach(out));
    settle();
    assertThat(words.take()).map(Update::value).contains("a3");
    assertThat(words.take()).map(Update::value).contains("b1");
    assertThat(words.take()).isEmpty();
    words.close();
  }

  @Test
  void whatNobodyTakesWaitsUpToANumber() throws InterruptedException {
    Subscription<Integer> numbers =
        subscriptions.open(
            "numbers", out -> IntStream.rangeClosed(0, Subscription.MOST).forEach(out::accept));
    settle();
    assertThat(numbers.take()).as("the first has gone").contains(1);
    numbers.close();
  }
}
