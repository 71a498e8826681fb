package dev.weft.node;

import dev.weft.runtime.Environment;
import dev.weft.runtime.ManualEnvironment;
import dev.weft.runtime.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Shared by any number of threads: a clock moved by hand, and an eye on all threads that were
 * started: whether any is left, and whether any has something to do.
 */
final class WatchedEnvironment implements Environment {

  private final ManualEnvironment manual = new ManualEnvironment();

  /** Each thread that has not ended, with the one that made it. */
  private final Map<Thread, Thread> threads = new ConcurrentHashMap<>();

  private final AtomicLong activity = new AtomicLong();

  /** Waits until every thread waits for something: another thread, or the clock. */
  void awaitIdle() {
    int calm = 0;
    long before = activity.get();
    while (calm < 4) {
      boolean idle = threads.keySet().stream().allMatch(WatchedEnvironment::waits);
      long after = activity.get();
      calm = idle && before == after ? calm + 1 : 0;
      before = after;
      if (calm == 4 && threads.keySet().stream().anyMatch(this::isAboutToBeWoken)) {
        calm = 0;
      }
      if (Thread.interrupted()) {
        throw new AssertionError("never idle: " + threads.keySet());
      }
      if (calm == 0) {
        Thread.yield();
      }
    }
  }

  private static boolean waits(Thread thread) {
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING, TERMINATED -> true;
      case NEW, RUNNABLE, BLOCKED -> false;
    };
  }

  /**
   * Whether a thread waits for lanes that have all run to their end: the very last thing that a
   * lane does, after all that can be watched here, is to wake it.
   */
  private boolean isAboutToBeWoken(Thread owner) {
    return !threads.containsValue(owner)
        && Arrays.stream(owner.getStackTrace())
            .anyMatch(frame -> frame.getClassName().equals("jdk.internal.misc.ThreadFlock"));
  }

  /** Moves the clock on in steps, and lets all work be done after each. */
  void pass(Duration time, Duration step) {
    awaitIdle();
    for (Duration left = time; left.isPositive(); left = left.minus(step)) {
      manual.advance(step.compareTo(left) < 0 ? step : left);
      awaitIdle();
    }
  }

  void advance(Duration time) {
    manual.advance(time);
  }

  void awaitWaiting(int count) throws InterruptedException {
    manual.awaitWaiting(count);
  }

  int waiting() {
    return manual.waiting();
  }

  /** Waits for every thread to end; for ever, if one does not. */
  void awaitNoThreads() {
    for (Thread thread : List.copyOf(threads.keySet())) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError("left running: " + thread, e);
      }
    }
  }

  @Override
  public long nanoTime() {
    activity.incrementAndGet();
    return manual.nanoTime();
  }

  @Override
  public Instant now() {
    activity.incrementAndGet();
    return manual.now();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    activity.incrementAndGet();
    manual.sleep(duration);
  }

  @Override
  public ThreadFactory threads(String name) {
    ThreadFactory factory = manual.threads(name);
    return task -> {
      activity.incrementAndGet();
      Thread thread =
          factory.newThread(
              () -> {
                try {
                  task.run();
                } finally {
                  activity.incrementAndGet();
                  threads.remove(Thread.currentThread());
                }
              });
      threads.put(thread, Thread.currentThread());
      return thread;
    };
  }

  @Override
  public <T> Promise<T> promise() {
    activity.incrementAndGet();
    return manual.promise();
  }

  @Override
  public RandomGenerator random() {
    return manual.random();
  }
}
