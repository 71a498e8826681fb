package dev.weft.bench;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long operations took: a histogram whose buckets are no wider than 1/32 of what they hold.
 * Safe for use by any number of threads, without a lock.
 */
public final class Latencies {

  /** Those of the benchmark that runs in this JVM; {@link CostProfiler} reads and clears them. */
  public static final Latencies OF_THIS_JVM = new Latencies();

  private static final int SUB_BITS = 5;
  private static final int SUB = 1 << SUB_BITS;

  private final AtomicLongArray counts = new AtomicLongArray(SUB * (Long.SIZE - SUB_BITS));

  /** Takes note of an operation. */
  public void add(long nanos) {
    counts.incrementAndGet(bucket(Math.max(0, nanos)));
  }

  /** The first 32 buckets hold a nanosecond each; then every doubling has 32. */
  static int bucket(long nanos) {
    int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(nanos) - SUB_BITS - 1);
    return (int) (shift * SUB + (nanos >> shift));
  }

  /** The least that a bucket holds. */
  static long floor(int bucket) {
    int shift = Math.max(0, bucket / SUB - 1);
    return (long) (bucket - shift * SUB) << shift;
  }

  /** How many were noted. */
  public long count() {
    long count = 0;
    for (int i = 0; i < counts.length(); i++) {
      count += counts.get(i);
    }
    return count;
  }

  /**
   * The time that a share of the operations did not exceed, in nanoseconds; 0 where there are none.
   *
   * @param share 0 to 1
   */
  public long quantile(double share) {
    long wanted = (long) Math.ceil(share * count());
    long seen = 0;
    for (int i = 0; i < counts.length(); i++) {
      seen += counts.get(i);
      if (seen >= wanted && seen > 0) {
        return floor(i);
      }
    }
    return 0;
  }

  /** Forgets all. */
  public void clear() {
    for (int i = 0; i < counts.length(); i++) {
      counts.set(i, 0);
    }
  }
}
