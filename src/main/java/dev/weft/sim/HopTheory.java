package dev.weft.sim;

import java.util.Arrays;
import java.util.BitSet;

/**
 * How many hops a lookup takes by theory, computed and not simulated. Confined to the thread that
 * computes.
 *
 * <h2>The model</h2>
 *
 * <p>There are n nodes with random keys. Each knows k random nodes of each of its buckets, or all
 * where there are no more. One that is not the closest to a random target looks for the closest. It
 * asks the closest contact of its own table: hop 1. Of the k contacts that come back it asks the
 * closest: hop 2; and so on. What counts is the hop at which the closest node of all is asked, as
 * {@link dev.weft.lookup.LookupResult#hops} tells it. Only the closest contact of a reply matters
 * here, but that it is the best of k makes the hops few.
 *
 * <p>A real lookup asks α = 3 peers at once. It may hear of the closest node from the second best
 * peer, and then it is ahead of the model. In a trial with full random tables and equal latencies
 * that made 2 % at 1,000 nodes, 4 % at 10,000 and 6 % at 100,000 (k = 20); with latencies between
 * nothing and twice the mean it made nothing, for a detour may then be the faster way. That real
 * nodes know all of their neighbourhood (Kademlia, §2.4) made no difference.
 *
 * <h2>How it works, and why</h2>
 *
 * <p>Say that the bucket towards the target of a node that is asked has m nodes, more than k. It
 * names s = k random ones of them, and not the other u = m - k, the rest. All their keys are
 * independent and random within the bucket's range. The closest of the named is asked next. Look at
 * the next bit of the keys; each key shares it with the target by the toss of a coin.
 *
 * <ul>
 *   <li>If any of the named shares it, so does the closest of them. All goes on in the half that
 *       shares the bit, with those of the named and of the rest that lie there.
 *   <li>If none of the named does, but some of the rest, these are the bucket towards the target of
 *       the closest of the named. It is a hop to them, and so on from there: what one node knows of
 *       a bucket does not depend on what another does.
 *   <li>If nobody shares it, all goes on in the other half.
 *   <li>If no rest is left, the closest of the named is the closest of all: the end.
 * </ul>
 *
 * <p>That is a recursion over s and u with binomial chances, and it is exact. The node that looks
 * is like one that was named, among all n: s = 1, u = n - 1. Of each binomial distribution six
 * standard deviations to each side are taken, which alters the result by less than a billionth;
 * hence of all u only some windows around n/2, n/4, n/8 … are needed.
 *
 * <h2>What comes of it</h2>
 *
 * <p>For k = 20, beside what 1,000 lookups of random keys took in simulated networks that had just
 * joined ({@code weft simulate}, latencies log-normal around 40 ms; up to 1,000 nodes the mean of
 * several seeds):
 *
 * <pre>
 *      nodes   theory   measured
 *        100   1.345    1.35
 *      1,000   1.931    2.00     4 % more
 *     10,000   2.525    2.81    11 % more
 *    100,000   3.099    3.56    15 % more
 * </pre>
 *
 * <p>Of the model's assumptions one does not hold there: a table has just what its node has met,
 * and of 10,000 nodes' buckets one in five is not full.
 *
 * <p>A hop gains one bit, which all of the bucket towards the target share, and as many more as the
 * best of k random keys shares with the target: the greatest of k geometric variables. Together
 * these are nearly H(k) / ln 2 + 1/2 bits, where H(k) is 1 + 1/2 + … + 1/k; for k = 20, 5.69 bits.
 * Hence the hops are log2(n) / 5.69 + 0.2 for k = 20. The slope is derived; the 0.2 is fitted. It
 * is right within 0.04 from 100 nodes to 100,000: the rest is a ripple, which comes back whenever a
 * further hop begins to be needed.
 *
 * <p>Others say the same. ⌈log2 n⌉ + c (Kademlia, §3) is a bound, and counts one bit a hop. Cai and
 * Devroye (The Analysis of Kademlia for Random IDs, 2015) prove that it takes c log n hops, with a
 * c that does not depend on n. Stutzbach and Rejaie (Improving Lookup Performance over a
 * Widely-Deployed DHT, 2006) find that larger buckets by themselves make fewer hops.
 */
public final class HopTheory {

  /** Half the width of the windows, in roots of u: six standard deviations, which are √u / 2. */
  private static final int HALF_WIDTH = 3;

  private final int k;

  /** For s and i, the chance that i of s coins fall on the side of the target. */
  private final double[][] coins;

  /** For u and s, the mean number of hops that follow when the closest of the named is asked. */
  private final double[][] further;

  private HopTheory(int k, int most) {
    this.k = k;
    this.coins = coins(k);
    this.further = new double[most + 1][];
  }

  /**
   * {@return the mean number of hops of a lookup for a random target, by a node that is not the
   * closest to it} Takes 0.2 s for 100,000 nodes, and 2 s for 1,000,000.
   *
   * @param nodes how many nodes there are, at least 2, with the one that looks
   * @param k how many contacts a bucket holds, at least 1
   * @throws IllegalArgumentException if there are fewer
   */
  public static double meanHops(int nodes, int k) {
    if (nodes < 2 || k < 1) {
      throw new IllegalArgumentException("there are at least 2 nodes, and k is at least 1");
    }
    int others = nodes - 1;
    double mean = new HopTheory(k, others).compute(others)[1];
    // In that mean the node that looks is the closest itself once in n times, with no hop to go.
    return mean * nodes / others;
  }

  private static double[][] coins(int k) {
    double[][] coins = new double[k + 1][k + 1];
    coins[0][0] = 1;
    for (int s = 1; s <= k; s++) {
      coins[s][0] = coins[s - 1][0] / 2;
      for (int i = 1; i <= s; i++) {
        coins[s][i] = (coins[s - 1][i - 1] + coins[s - 1][i]) / 2;
      }
    }
    return coins;
  }

  private double[] compute(int most) {
    BitSet needed = needed(most);
    further[0] = new double[k + 1];
    for (int u = needed.nextSetBit(1); u > 0; u = needed.nextSetBit(u + 1)) {
      further[u] = new double[k + 1];
      fill(u, further[u]);
    }
    return further[most];
  }

  /** For which u the recursion asks, on its way down from the greatest. */
  private BitSet needed(int most) {
    var needed = new BitSet();
    needed.set(most);
    for (int u = most; u > 0; u = needed.previousSetBit(u - 1)) {
      needed.set(Math.max(0, lowest(u) - k), highest(u) + 1);
    }
    return needed;
  }

  private static int lowest(int u) {
    return Math.max(0, u / 2 - halfWidth(u));
  }

  private static int highest(int u) {
    return Math.min(u, u / 2 + halfWidth(u));
  }

  private static int halfWidth(int u) {
    return (int) Math.ceil(HALF_WIDTH * Math.sqrt(u));
  }

  /** Fills in the means for all s and one u, which are 0 at first. */
  private void fill(int u, double[] row) {
    int lowest = lowest(u);
    double[] chances = chances(u, lowest, highest(u));
    double[] nearHalf = new double[k + 1];
    double fromBucket = 0;
    for (int i = 0; i < chances.length; i++) {
      int near = lowest + i;
      double[] known = further[near];
      for (int s = 1; s <= k; s++) {
        nearHalf[s] += chances[i] * known[s];
      }
      fromBucket += chances[i] * hopsFrom(near);
    }
    // With all of the rest on one side, s and u may stay as they are: an equation, to be solved.
    double allOnOneSide = Math.scalb(1.0, -u);
    for (int s = 1; s <= k; s++) {
      double mean = coins[s][0] * fromBucket;
      for (int near = 1; near <= s; near++) {
        mean += coins[s][near] * (nearHalf[near] + allOnOneSide * row[near]);
      }
      row[s] = mean / (1 - 2 * coins[s][0] * allOnOneSide);
    }
  }

  /** The mean number of hops that a node has to go whose bucket towards the target has m nodes. */
  private double hopsFrom(int m) {
    int named = Math.min(k, m);
    return named == 0 ? 0 : 1 + further[m - named][named];
  }

  /**
   * The chances that so many of u coins fall on one side, from the lowest number to the highest.
   */
  private static double[] chances(int u, int lowest, int highest) {
    double[] chances = new double[highest - lowest + 1];
    int middle = u / 2;
    chances[middle - lowest] = 1;
    for (int i = middle; i < highest; i++) {
      chances[i + 1 - lowest] = chances[i - lowest] * ((double) (u - i) / (i + 1));
    }
    for (int i = middle; i > lowest; i--) {
      chances[i - 1 - lowest] = chances[i - lowest] * ((double) i / (u - i + 1));
    }
    double sum = Arrays.stream(chances).sum();
    return Arrays.stream(chances).map(chance -> chance / sum).toArray();
  }
}
