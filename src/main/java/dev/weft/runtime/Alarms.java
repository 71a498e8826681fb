package dev.weft.runtime;

import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Wakes threads when their time has come. Safe for use by any number of threads; a thread of its
 * own, the ringer, sleeps until the next alarm. It belongs to the process and not to a node, so no
 * node's end ends it. There are as many alarms as threads that wait with a limit.
 *
 * <p>A timed park does this, too, by timers of the JDK's, which are exact and kept in order. That
 * took 2.6 of the 8.6 µs of processor time of a call over loopback, though nearly all such waits
 * end before their time: they stand for time-outs. So here, to set an alarm is to link it into a
 * list without order, to take it back is to unlink it, and the ringer is disturbed only by one that
 * comes before all others. Alarms ring up to a millisecond late.
 *
 * <p>There are several lists, each with its lock, so that threads seldom meet there, and those for
 * long waits are apart, so that the ringer, which looks at a whole list, seldom looks at them.
 */
final class Alarms {

  private static final long NEVER = Long.MAX_VALUE;
  private static final long LONG_WAIT = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LEAST_SLEEP = TimeUnit.MICROSECONDS.toNanos(500);

  /** How many lists there are for waits of either length. */
  private static final int SHELVES = 4;

  private final LongSupplier clock;
  private final long began;
  private final List<Shelf> shelves = Stream.generate(Shelf::new).limit(2 * SHELVES).toList();
  private final Thread ringer;
  private final AtomicBoolean started = new AtomicBoolean();

  /** When the ringer looks again: to be disturbed by what is due before. */
  private volatile long looksAt = NEVER;

  /**
   * @param clock nanoseconds since some moment
   * @param threads makes the ringer's thread, which starts when the first alarm is set
   */
  Alarms(LongSupplier clock, ThreadFactory threads) {
    this.clock = clock;
    this.began = clock.getAsLong();
    this.ringer = threads.newThread(this::ring);
  }

  /** An alarm that was set for a thread. All but its time is guarded by the lock of its list. */
  final class Alarm {
    private final Shelf shelf;
    private final @Nullable Thread sleeper;
    private final long due;
    private Alarm previous = this;
    private Alarm next = this;

    private Alarm(Shelf shelf, @Nullable Thread sleeper, long due) {
      this.shelf = shelf;
      this.sleeper = sleeper;
      this.due = due;
    }

    /** Whether its time has come. */
    boolean isDue() {
      return due <= now();
    }

    /** Takes it back; nothing happens if it has rung. */
    void cancel() {
      shelf.lock.lock();
      try {
        unlink();
      } finally {
        shelf.lock.unlock();
      }
    }

    private void linkBefore(Alarm other) {
      previous = other.previous;
      next = other;
      previous.next = this;
      next.previous = this;
    }

    private void unlink() {
      previous.next = next;
      next.previous = previous;
      previous = this;
      next = this;
    }
  }

  /** One list: a ring of alarms, closed by one that never rings. */
  private final class Shelf {
    private final ReentrantLock lock = new ReentrantLock();
    private final Alarm end = new Alarm(this, null, NEVER);
    private long earliest = NEVER; // nothing here is due before

    Alarm add(Thread sleeper, long due) {
      Alarm alarm = new Alarm(this, sleeper, due);
      lock.lock();
      try {
        alarm.linkBefore(end);
        earliest = Math.min(earliest, due);
      } finally {
        lock.unlock();
      }
      return alarm;
    }

    long earliest() {
      lock.lock();
      try {
        return earliest;
      } finally {
        lock.unlock();
      }
    }

    void ring(long now) {
      lock.lock();
      try {
        if (earliest <= now) {
          earliest = NEVER;
          Alarm next;
          for (Alarm alarm = end.next; alarm != end; alarm = next) {
            next = alarm.next;
            if (alarm.due <= now) {
              alarm.unlink();
              LockSupport.unpark(alarm.sleeper);
            } else {
              earliest = Math.min(earliest, alarm.due);
            }
          }
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private long now() {
    return clock.getAsLong() - began;
  }

  /**
   * Sets an alarm for the calling thread, which is unparked when its time has come, and is to take
   * it back when it waits no longer.
   *
   * @param nanos after how long
   */
  Alarm set(long nanos) {
    Thread sleeper = Thread.currentThread();
    long now = now();
    long due = nanos < NEVER - now ? now + nanos : NEVER;
    int shelf = (int) (sleeper.threadId() % SHELVES);
    Alarm alarm = shelves.get(nanos < LONG_WAIT ? shelf : SHELVES + shelf).add(sleeper, due);
    if (due < looksAt) {
      disturb();
    }
    return alarm;
  }

  private void disturb() {
    if (started.compareAndSet(false, true)) {
      ringer.start();
    }
    LockSupport.unpark(ringer); // nothing happens before it has started, and then it looks first
  }

  /** The life of the ringer. Out of memory it misses a look, and no more: others rely on it. */
  private void ring() {
    while (true) {
      try {
        sleepUntil(look());
      } catch (VirtualMachineError e) {
        Thread.onSpinWait(); // there may be memory again when it looks next
      }
    }
  }

  /** Wakes those whose time has come, and tells when to look again. */
  private long look() {
    looksAt = 0;
    long now = now();
    shelves.forEach(shelf -> shelf.ring(now));
    looksAt = earliest();
    // Who has set an alarm since was told so; who did before that did not know when this looks.
    return earliest();
  }

  private void sleepUntil(long next) {
    if (next == NEVER) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, Math.max(LEAST_SLEEP, next - now()));
    }
  }

  private long earliest() {
    return shelves.stream().mapToLong(Shelf::earliest).min().orElseThrow();
  }
}
