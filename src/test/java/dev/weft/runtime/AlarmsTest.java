package dev.weft.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.runtime.Alarms.Alarm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In real time, as parking is. */
@Timeout(60)
class AlarmsTest {
  private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

  private final RealEnvironment real = new RealEnvironment();
  private final AtomicInteger ringers = new AtomicInteger();
  private final Alarms alarms =
      new Alarms(
          real::nanoTime,
          task -> {
            ringers.incrementAndGet();
            return real.threads("ringer").newThread(task);
          });

  /** Waits for one alarm on a thread of its own. */
  private Promise<Long> overslept(long nanos, Promise<Boolean> set) {
    Promise<Long> late = real.promise();
    real.start(
        "sleeper",
        () -> {
          long began = real.nanoTime();
          Alarm alarm = alarms.set(nanos);
          set.complete(true);
          while (!alarm.isDue()) {
            LockSupport.park(this);
          }
          late.complete(real.nanoTime() - began - nanos);
        });
    return late;
  }

  @Test
  void everybodyIsWokenWhenTheirTimeHasCome() throws InterruptedException {
    List<Promise<Long>> late = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      late.add(overslept(MILLISECOND * (50 - i) * 4, real.promise()));
    }
    for (Promise<Long> one : late) {
      assertThat(one.await()).isNotNegative();
    }
    assertThat(ringers).hasValue(1);
  }

  @Test
  void anEarlyAlarmIsNotKeptWaitingByOneThatIsSetLater() throws InterruptedException {
    Promise<Boolean> set = real.promise();
    Promise<Long> ages = overslept(Long.MAX_VALUE, set);
    set.await();
    assertThat(overslept(MILLISECOND, real.promise()).await()).isNotNegative();
    assertThat(overslept(150 * MILLISECOND, real.promise()).await()).isNotNegative();
    assertThat(ages.isDone()).isFalse();
  }

  @Test
  void anAlarmThatWasTakenBackWakesNobody() throws InterruptedException {
    var clock = new AtomicLong();
    var looks = new AtomicLong();
    var slow =
        new Alarms(
            () -> {
              looks.incrementAndGet();
              return clock.get();
            },
            real.threads("ringer"));
    Promise<Boolean> set = real.promise();
    Promise<Integer> wakes = real.promise();
    real.start(
        "sleeper",
        () -> {
          Alarm taken = slow.set(5);
          taken.cancel();
          taken.cancel();
          Alarm kept = slow.set(10);
          set.complete(true);
          int count = 0;
          for (; !kept.isDue(); count++) {
            LockSupport.park(this);
          }
          wakes.complete(count);
        });
    set.await();
    clock.set(7);
    long before = looks.get();
    Background.until(() -> looks.get() > before + 10);
    clock.set(10);
    assertThat(wakes.await()).isEqualTo(1);
  }

  @Test
  void anAlarmThatIsTakenBackAfterItsTimeDoesNoHarm() throws InterruptedException {
    var clock = new AtomicLong();
    var still = new Alarms(clock::get, real.threads("ringer"));
    Alarm alarm = still.set(5);
    assertThat(alarm.isDue()).isFalse();
    clock.set(5);
    assertThat(alarm.isDue()).isTrue();
    alarm.cancel();
  }

  @Test
  void theRingerSurvivesALackOfMemory() throws InterruptedException {
    var failures = new AtomicInteger();
    var ringer = new AtomicReference<Thread>();
    var frail =
        new Alarms(
            () -> {
              if (Thread.currentThread() == ringer.get() && failures.incrementAndGet() <= 3) {
                throw new OutOfMemoryError("on purpose");
              }
              return real.nanoTime();
            },
            task -> {
              ringer.set(real.threads("ringer").newThread(task));
              return ringer.get();
            });
    Promise<Boolean> woken = real.promise();
    real.start(
        "sleeper",
        () -> {
          Alarm alarm = frail.set(MILLISECOND);
          while (!alarm.isDue()) {
            LockSupport.park(this);
          }
          woken.complete(true);
        });
    assertThat(woken.await()).isTrue();
    assertThat(failures).hasValueGreaterThan(3);
  }
}
