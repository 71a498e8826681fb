package dev.weft.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What is to happen at which time. A timer can also be taken out before its time, as most time-outs
 * are. Confined to the scheduler's thread. As large as what it holds: simulated threads, and
 * messages on their way.
 *
 * <p>The timers of the near future are in a binary heap. The others, the chores of every hour and
 * all those time-outs, wait in the span of time that they belong to, in no order, until that span
 * is the next.
 */
final class Timers {

  /** A span is two to the power of so many nanoseconds, which is an eighth of a second. */
  private static final int SPAN = 27;

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

    private long span() {
      return at >> SPAN;
    }

    private boolean isBefore(Timer other) {
      return at == other.at ? number < other.number : at < other.at;
    }
  }

  /** All timers up to the end of one span. */
  private @Nullable Timer[] heap = new @Nullable Timer[64];

  private int size;
  private long heapSpan;

  /** The timers of later spans, and these, the next first. */
  private final Map<Long, List<Timer>> later = new HashMap<>();

  private final PriorityQueue<Long> spans = new PriorityQueue<>();
  private int waiting;
  private long count;

  /**
   * Adds a timer. Of those for the same time, the first added comes first.
   *
   * @param at when it is to happen, in nanoseconds
   */
  Timer add(long at, Runnable action) {
    Timer timer = new Timer(at, count++, action);
    if (timer.span() <= heapSpan) {
      push(timer);
    } else {
      List<Timer> span = later.get(timer.span());
      if (span == null) {
        span = new ArrayList<>();
        later.put(timer.span(), span);
        spans.add(timer.span());
      }
      timer.index = span.size();
      span.add(timer);
      waiting++;
    }
    return timer;
  }

  /** Takes a timer out, if its time has not come yet. */
  void cancel(Timer timer) {
    if (timer.index < 0) {
      return;
    }
    if (timer.span() <= heapSpan) {
      remove(timer);
    } else {
      List<Timer> span = Objects.requireNonNull(later.get(timer.span()));
      Timer last = span.removeLast();
      if (last != timer) {
        last.index = timer.index;
        span.set(timer.index, last);
      }
      waiting--;
    }
    timer.index = -1;
  }

  /** How many timers there are. */
  int size() {
    return size + waiting;
  }

  /** When the next timer's time comes; {@link Long#MAX_VALUE} if there is none. */
  long next() {
    while (size == 0 && waiting > 0) {
      heapSpan = spans.remove();
      List<Timer> span = Objects.requireNonNull(later.remove(heapSpan));
      span.forEach(this::push);
      waiting -= span.size();
    }
    return size == 0 ? Long.MAX_VALUE : at(0).at;
  }

  /** Takes out the next timer, of which there must be one. */
  Timer take() {
    next();
    Timer first = at(0);
    cancel(first);
    return first;
  }

  private Timer at(int index) {
    return Objects.requireNonNull(heap[index]);
  }

  private void push(Timer timer) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * size);
    }
    size++;
    rise(timer, size - 1);
  }

  private void remove(Timer timer) {
    int hole = timer.index;
    Timer last = at(--size);
    heap[size] = null;
    if (last != timer) {
      if (hole > 0 && last.isBefore(at((hole - 1) / 2))) {
        rise(last, hole);
      } else {
        sink(last, hole);
      }
    }
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
