package dev.weft.lookup;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How dense the network is, as the last lookups have found it; and so, how close to a key a node is
 * that is probably among the k closest, though not all of these are known; and who is closer to a
 * key than there can be by chance. Guarded by its lock; may be used by any thread.
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

  /** What is less likely than this is no chance. */
  private static final double CHANCE = 1e-6;

  /** Two that happen to be close are no crowd. */
  private static final int FEWEST = 3;

  /** Distances are known to 64 bits. */
  private static final double RESOLUTION = 0x1p-64;

  private final int k;

  /** How many nodes may be expected to be closer, for fewer than k to be so almost certainly. */
  private final double expected;

  private final ReentrantLock lock = new ReentrantLock();

  /** How far the k-th closest was, by the closest; the oldest first. */
  private final LinkedHashMap<Key, Double> radii = new LinkedHashMap<>();

  /** How many nodes there are; 0 if too little is known. */
  private volatile double nodes;

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
        nodes = (k - 1.0 / 3) / sorted[sorted.length / 2];
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many nodes there are, about; 0 if too little is known. */
  double nodes() {
    return nodes;
  }

  /** From where on a node does not count as one of the k closest; 0 if too little is known. */
  double reach() {
    double known = nodes;
    return known == 0 ? 0 : expected / known;
  }

  /**
   * How many leading bits the k closest nodes to a key share with it, about; fewer where the
   * network is small.
   */
  int depth() {
    return Math.max(0, (int) Math.floor(Math.log(nodes / k) / Math.log(2)));
  }

  /**
   * How many of the nodes closest to a key are too close to be true. Where the i-th is as close as
   * one in a million lookups would find it, there is a crowd; and it ends with the i-th for which
   * that is the least likely. Who has the very key that is looked up does not count: it was looked
   * up because it is that node's.
   *
   * @param closest the closest first, and any number of them
   * @param known how many {@link #nodes} there are
   * @return 0 if there is no crowd, or too little is known to tell
   */
  int crowd(Key target, List<Contact> closest, double known) {
    double least = Math.log(CHANCE);
    double logFactorial = 0;
    int crowd = 0;
    int count = 0;
    for (int i = 0; known > 0 && i < closest.size(); i++) {
      Key key = closest.get(i).key();
      if (!key.equals(target)) {
        count++;
        logFactorial += Math.log(count);
        double mean = known * Math.max(RESOLUTION, target.distanceTo(key));
        double ratio = mean / (count + 1);
        if (count >= FEWEST && ratio < 1) {
          // The terms of a Poisson distribution fall off faster than a geometric series.
          double atLeast = count * Math.log(mean) - mean - logFactorial - Math.log(1 - ratio);
          crowd = atLeast < least ? i + 1 : crowd;
          least = Math.min(least, atLeast);
        }
      }
    }
    return crowd;
  }
}
