package dev.weft.bench.callback;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** An event loop whose clock jumps to the next thing that is to happen. Confined to one thread. */
public final class ManualLoop implements Loop {

  private record Entry(long at, long number, Runnable callback) {}

  private final Instant start;
  private final PriorityQueue<Entry> timers =
      new PriorityQueue<>(Comparator.comparingLong(Entry::at).thenComparingLong(Entry::number));
  private long now;
  private long count;

  /** A loop that starts at a time of day. */
  public ManualLoop(Instant start) {
    this.start = start;
  }

  @Override
  public Timer callLater(long nanos, Runnable callback) {
    long at = now + nanos < now ? Long.MAX_VALUE : now + nanos;
    Entry entry = new Entry(at, count++, callback);
    timers.add(entry);
    return () -> timers.remove(entry);
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public Instant now() {
    return start.plusNanos(now);
  }

  /** How many timers are left. */
  public int timers() {
    return timers.size();
  }

  /** Lets things happen until a future is done. */
  public void run(Future<?> future) {
    while (!future.isDone()) {
      Entry next = timers.remove();
      now = next.at();
      next.callback().run();
    }
  }
}
