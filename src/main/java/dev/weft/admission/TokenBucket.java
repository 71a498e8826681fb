package dev.weft.admission;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Shared by any number of threads, without a lock: how much of a {@link Rate} somebody has used. A
 * bucket that is full at first; each thing that happens takes a token out, and they come back one
 * by one.
 *
 * <p>All that is kept is when the bucket will be full again (the generic cell rate algorithm, ITU-T
 * I.371), so that nobody has to fill it. All moments are of one monotonic clock; they may wrap
 * around.
 */
public final class TokenBucket {

  private final Rate rate;
  private final long nanos;
  private final long depth;
  private final AtomicLong full;

  /** A full bucket. */
  public TokenBucket(Rate rate, long now) {
    this.rate = rate;
    this.nanos = rate.nanos();
    this.depth = rate.burst() * nanos;
    this.full = new AtomicLong(now);
  }

  /** What it holds to. */
  public Rate rate() {
    return rate;
  }

  /** Takes a token, if there is one. */
  public boolean take(long now) {
    return reserve(now, 0) == 0;
  }

  /**
   * Takes a token that is there, or will be soon: whoever has it waits for its time.
   *
   * @param patience the longest wait, in nanoseconds
   * @return how long to wait for the token, in nanoseconds; negative if it would be too long, and
   *     then none was taken
   */
  public long reserve(long now, long patience) {
    if (nanos == 0) {
      return 0;
    }
    long before = full.getAndUpdate(at -> wait(at, now) > patience ? at : after(at, now));
    long wait = wait(before, now);
    return wait > patience ? -1 : wait;
  }

  /** When the bucket is full once another token was taken. */
  private long after(long full, long now) {
    return (full - now > 0 ? full : now) + nanos;
  }

  /** How long to wait for that token. */
  private long wait(long full, long now) {
    return Math.max(0, after(full, now) - now - depth);
  }

  /** Whether there is a token. */
  public boolean hasToken(long now) {
    return nanos == 0 || full.get() - now <= depth - nanos;
  }
}
