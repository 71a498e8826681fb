package dev.weft.admission;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Shared by any number of threads; guarded by its lock: the {@link TokenBucket} of everybody who
 * has come lately, up to a number. Then whoever has not come for longest is forgotten, and has a
 * full bucket when they come again.
 *
 * @param <K> by what they are known
 */
public final class Buckets<K> {

  /** How many are remembered unless another number is given: some 2 MiB. */
  public static final int MOST = 10_000;

  private final Rate rate;
  private final int most;
  private final ReentrantLock lock = new ReentrantLock();

  /** Who came last is last. */
  private final SequencedMap<K, TokenBucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

  public Buckets(Rate rate) {
    this(rate, MOST);
  }

  Buckets(Rate rate, int most) {
    this.rate = rate;
    this.most = most;
  }

  /** Somebody's bucket, a full one if they are not known. */
  public TokenBucket of(K who, long now) {
    lock.lock();
    try {
      TokenBucket bucket = buckets.computeIfAbsent(who, _ -> new TokenBucket(rate, now));
      if (buckets.size() > most) {
        buckets.pollFirstEntry();
      }
      return bucket;
    } finally {
      lock.unlock();
    }
  }
}
