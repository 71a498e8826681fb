package dev.weft.sim;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is to happen at which time: a binary heap, from which a timer can also be taken before its
 * time, as most time-outs are. Confined to the scheduler's thread. As large as what it holds:
 * simulated threads, and messages on their way.
 */
final class Timers {

  /** Something that is to happen once. */
  static final class Timer {
    private final long at;
    private final long number;
    private final Runnable action;
    private int index = -1;

    private Timer(long at, long number, Runnable action) {
      this.at = at;
      this.number = number;
      this.action = action;
    }

    /** Makes it happen. */
    void fire() {
      action.run();
    }

    private boolean isBefore(Timer other) {
      return at == other.at ? number < other.number : at < other.at;
    }
  }

  private @Nullable Timer[] heap = new @Nullable Timer[64];
  private int size;
  private long count;

  /**
   * Adds a timer. Of those for the same time, the first added comes first.
   *
   * @param at when it is to happen, in nanoseconds
   */
  Timer add(long at, Runnable action) {
    Timer timer = new Timer(at, count++, action);
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * size);
    }
    size++;
    rise(timer, size - 1);
    return timer;
  }

  /** Takes a timer out, if its time has not come yet. */
  void cancel(Timer timer) {
    int hole = timer.index;
    if (hole >= 0) {
      timer.index = -1;
      Timer last = removeLast();
      if (last != timer) {
        if (hole > 0 && last.isBefore(at((hole - 1) / 2))) {
          rise(last, hole);
        } else {
          sink(last, hole);
        }
      }
    }
  }

  /** How many timers there are. */
  int size() {
    return size;
  }

  /** When the next timer's time comes; {@link Long#MAX_VALUE} if there is none. */
  long next() {
    return size == 0 ? Long.MAX_VALUE : at(0).at;
  }

  /** Takes out the next timer, of which there must be one. */
  Timer take() {
    Timer first = at(0);
    cancel(first);
    return first;
  }

  private Timer at(int index) {
    return Objects.requireNonNull(heap[index]);
  }

  private Timer removeLast() {
    Timer last = at(--size);
    heap[size] = null;
    return last;
  }

  private void rise(Timer timer, int from) {
    int hole = from;
    while (hole > 0 && timer.isBefore(at((hole - 1) / 2))) {
      put(at((hole - 1) / 2), hole);
      hole = (hole - 1) / 2;
    }
    put(timer, hole);
  }

  private void sink(Timer timer, int from) {
    int hole = from;
    for (int child = 2 * hole + 1; child < size; child = 2 * hole + 1) {
      if (child + 1 < size && at(child + 1).isBefore(at(child))) {
        child++;
      }
      if (timer.isBefore(at(child))) {
        break;
      }
      put(at(child), hole);
      hole = child;
    }
    put(timer, hole);
  }

  private void put(Timer timer, int index) {
    heap[index] = timer;
    timer.index = index;
  }
}
