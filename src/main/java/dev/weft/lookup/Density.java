package dev.weft.lookup;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How dense the network is, as the last lookups have found it; and so, how close to a key a node is
 * that is probably among the k closest, though not all of these are known. Guarded by its lock; may
 * be used by any thread.
 *
 * <p>Keys are hashes, so the nodes that are closer to a key than x, a part of the farthest
 * distance, are as many as a Poisson distribution says that has the mean N x in a network of N. The
 * k-th closest to a key is at (k - 1/3) / N in the middle of many keys; whence the median over the
 * last {@value #MOST} complete lookups gives N. It is the median, as whoever crowds made-up
 * identities around a key makes one lookup wrong, however much, and not all. Of lookups that led to
 * the same node only the last counts: they tell of one place.
 */
final class Density {

  /** How certain it is that a node within reach is one of the k closest. */
  static final double CERTAINTY = 0.9;

  /** How many lookups are remembered, and how many are needed. */
  static final int MOST = 32;

  static final int LEAST = 5;

  private final int k;

  /** How many nodes may be expected to be closer, for fewer than k to be so almost certainly. */
  private final double expected;

  private final ReentrantLock lock = new ReentrantLock();

  /** How far the k-th closest was, by the closest; the oldest first. */
  private final LinkedHashMap<Key, Double> radii = new LinkedHashMap<>();

  private volatile double reach;

  Density(int k) {
    this.k = k;
    this.expected = expected(k);
  }

  /** The greatest mean of a Poisson distribution that stays below k so often. */
  private static double expected(int k) {
    double low = 0;
    double high = k;
    for (int step = 0; step < 50; step++) {
      double mean = (low + high) / 2;
      if (below(k, mean) >= CERTAINTY) {
        low = mean;
      } else {
        high = mean;
      }
    }
    return low;
  }

  private static double below(int k, double mean) {
    double term = Math.exp(-mean);
    double sum = 0;
    for (int i = 0; i < k; i++) {
      sum += term;
      term *= mean / (i + 1);
    }
    return sum;
  }

  /** Takes in what a lookup found that was complete. */
  void found(Key target, List<Contact> closest) {
    if (closest.size() < k) {
      return;
    }
    lock.lock();
    try {
      radii.putLast(closest.getFirst().key(), target.distanceTo(closest.getLast().key()));
      if (radii.size() > MOST) {
        radii.pollFirstEntry();
      }
      if (radii.size() >= LEAST) {
        double[] sorted =
            radii.values().stream().mapToDouble(Double::doubleValue).sorted().toArray();
        reach = sorted[sorted.length / 2] * expected / (k - 1.0 / 3);
      }
    } finally {
      lock.unlock();
    }
  }

  /** From where on a node does not count as one of the k closest; 0 if too little is known. */
  double reach() {
    return reach;
  }
}
