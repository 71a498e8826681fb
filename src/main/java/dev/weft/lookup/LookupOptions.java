package dev.weft.lookup;

import java.time.Duration;

/**
 * The numbers of a lookup. Immutable.
 *
 * @param k how many closest nodes are looked for. Default 20 (Kademlia, §2.2)
 * @param alpha how many peers are asked at once. Default 3 (Kademlia, §2.3)
 * @param maxHedges how many further peers, at most, are asked beside those that are slow. Default
 *     12
 * @param callTimeout the longest wait for one peer. Default 5 s (drogulus)
 * @param hedgeAfter the least time after which a peer counts as slow. Default 50 ms. Where it is
 *     longer than callTimeout, no peer ever does
 * @param paths by how many paths, which share no peer, each lookup goes at once (S/Kademlia, §4.4);
 *     each of them asks α peers at once, and as many as a lookup by one path does. Default 1
 */
public record LookupOptions(
    int k, int alpha, int maxHedges, Duration callTimeout, Duration hedgeAfter, int paths) {

  /**
   * The same by one path.
   *
   * @param k as the record's own
   * @param alpha as the record's own
   * @param maxHedges as the record's own
   * @param callTimeout as the record's own
   * @param hedgeAfter as the record's own
   */
  public LookupOptions(int k, int alpha, int maxHedges, Duration callTimeout, Duration hedgeAfter) {
    this(k, alpha, maxHedges, callTimeout, hedgeAfter, 1);
  }

  /**
   * {@return the same by so many paths}
   *
   * @param paths how many, which share no peer
   */
  public LookupOptions withPaths(int paths) {
    return new LookupOptions(k, alpha, maxHedges, callTimeout, hedgeAfter, paths);
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number is out of range: maxHedges may be 0, all others
   *     are positive
   */
  public LookupOptions {
    if (k < 1
        || alpha < 1
        || maxHedges < 0
        || paths < 1
        || !callTimeout.isPositive()
        || !hedgeAfter.isPositive()) {
      throw new IllegalArgumentException("a setting of the lookup is not positive");
    }
  }

  /** All the defaults. */
  public static final LookupOptions DEFAULT =
      new LookupOptions(20, 3, 12, Duration.ofSeconds(5), Duration.ofMillis(50));
}
