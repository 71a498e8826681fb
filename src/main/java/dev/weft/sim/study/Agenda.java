package dev.weft.sim.study;

import dev.weft.runtime.Environment;
import dev.weft.runtime.FanOut;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * What is to be done, and when. Confined to the scheduler's thread. Several lanes work on it, each
 * of which takes what comes next, waits until it is time, and does it; so no more is done at once
 * than there are lanes.
 */
final class Agenda {

  /** Something to be done. */
  @FunctionalInterface
  interface Task {
    /** Does it. */
    void run() throws InterruptedException;
  }

  private record Entry(Duration at, long number, Task task) {}

  private final Environment environment;
  private final Duration end;
  private final long start;
  private final PriorityQueue<Entry> entries =
      new PriorityQueue<>(Comparator.comparing(Entry::at).thenComparingLong(Entry::number));
  private long added;

  /**
   * An agenda whose times begin now.
   *
   * @param end what would come later is not done
   */
  Agenda(Environment environment, Duration end) {
    this.environment = environment;
    this.end = end;
    this.start = environment.nanoTime();
  }

  /** How much time has passed since the agenda's beginning. */
  Duration elapsed() {
    return Duration.ofNanos(environment.nanoTime() - start);
  }

  /**
   * Has something done.
   *
   * @param at when, since the beginning of the agenda; not earlier, and later if no lane is free
   */
  void add(Duration at, Task task) {
    if (at.compareTo(end) <= 0) {
      entries.add(new Entry(at, added++, task));
    }
  }

  /** Has lanes work on all that is to be done and will be added. */
  void forkAll(FanOut fanOut, int lanes) {
    for (int i = 0; i < Math.min(lanes, entries.size()); i++) {
      fanOut.fork(this::lane);
    }
  }

  private void lane() throws InterruptedException {
    for (Entry next = entries.poll(); next != null; next = entries.poll()) {
      environment.sleep(next.at.minus(elapsed()));
      next.task.run();
    }
  }
}
