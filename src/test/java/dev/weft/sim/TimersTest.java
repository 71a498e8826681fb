package dev.weft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.sim.Timers.Timer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimersTest {

  private final Timers timers = new Timers();
  private final List<String> fired = new ArrayList<>();

  private Timer add(long at, String name) {
    return timers.add(at, () -> fired.add(name));
  }

  private List<String> fireAll() {
    while (timers.size() > 0) {
      timers.take().fire();
    }
    return fired;
  }

  @Test
  void theEarliestComesFirstAndOfSeveralTheOneThatWasAddedFirst() {
    add(5, "late");
    add(1, "first");
    add(1, "second");
    add(3, "middle");
    assertThat(timers.next()).isEqualTo(1);
    assertThat(fireAll()).containsExactly("first", "second", "middle", "late");
  }

  @Test
  void whereNoneIsSetTheNextIsNever() {
    assertThat(timers.next()).isEqualTo(Long.MAX_VALUE);
    assertThat(timers.size()).isZero();
  }

  @Test
  void aCancelledTimerDoesNotFireAndCancellingTwiceOrLateIsNothing() {
    Timer one = add(1, "one");
    Timer two = add(2, "two");
    timers.cancel(one);
    timers.cancel(one);
    Timer taken = timers.take();
    timers.cancel(taken);
    assertThat(taken).isSameAs(two);
    assertThat(timers.size()).isZero();
  }

  @Test
  void whateverIsAddedAndCancelledTheRestComesInOrder() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      record Expected(long at, int number, Timer timer) {}
      List<Expected> expected = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        long at = random.nextInt(100);
        String name = at + "/" + i;
        expected.add(new Expected(at, i, add(at, name)));
        if (random.nextInt(3) == 0) {
          timers.cancel(expected.remove(random.nextInt(expected.size())).timer);
        }
      }
      expected.sort(Comparator.comparingLong(Expected::at).thenComparingInt(Expected::number));
      assertThat(fireAll())
          .isEqualTo(expected.stream().map(one -> one.at + "/" + one.number).toList());
      fired.clear();
    }
  }
}
