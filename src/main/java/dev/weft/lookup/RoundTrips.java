package dev.weft.lookup;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The times of a node's recent round trips, from which it tells when a peer is slow. Shared by all
 * lookups of a node; guarded by its own lock, but for the soft deadline, which is read without.
 *
 * <p>The soft deadline is the 90th percentile of the last 128 round trips, within a floor and a
 * cap: of ten questions that are answered one is hedged, whatever the network is like (Dean and
 * Barroso, The Tail at Scale, 2013). It is computed anew after each of the first 16, and then after
 * every 16th. Questions without an answer do not count: where one peer in ten is dead, the soft
 * deadline would be driven to the cap, just where it is needed most.
 */
final class RoundTrips {

  private static final int WINDOW = 128;
  private static final int RECOMPUTE_AFTER = 16;

  /** What is longer is as good as for ever, and so is this; sums of a few of it do not overflow. */
  private static final long LONGEST = TimeUnit.DAYS.toNanos(365);

  private final long floor;
  private final long cap;
  private final ReentrantLock lock = new ReentrantLock();
  private final long[] recent = new long[WINDOW];
  private int count;
  private volatile long softDeadline;

  /**
   * @param floor the soft deadline is never shorter
   * @param cap the soft deadline is never longer, unless the floor is
   */
  RoundTrips(Duration floor, Duration cap) {
    this.floor = nanos(floor);
    this.cap = Math.max(this.floor, nanos(cap));
    this.softDeadline = this.floor;
  }

  static long nanos(Duration duration) {
    return Math.min(TimeUnit.NANOSECONDS.convert(duration), LONGEST);
  }

  /** After how many nanoseconds a peer counts as slow. */
  long softDeadline() {
    return softDeadline;
  }

  /** Notes a round trip, in nanoseconds. */
  void took(long nanos) {
    lock.lock();
    try {
      recent[count % WINDOW] = nanos;
      count = count == 2 * WINDOW - 1 ? WINDOW : count + 1;
      if (count < RECOMPUTE_AFTER || count % RECOMPUTE_AFTER == 0) {
        long[] sorted = Arrays.copyOf(recent, Math.min(count, WINDOW));
        Arrays.sort(sorted);
        softDeadline = Math.clamp(sorted[sorted.length * 9 / 10], floor, cap);
      }
    } finally {
      lock.unlock();
    }
  }
}
