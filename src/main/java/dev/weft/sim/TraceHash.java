package dev.weft.sim;

/**
 * What happened, as one number: two runs with the same hash were the same, step by step. Confined
 * to the scheduler's thread.
 */
final class TraceHash {

  private long hash = 0x6a09e667f3bcc908L;

  /** Takes something in that happened. */
  void mix(long event) {
    long x = (hash ^ event) * 0x9e3779b97f4a7c15L;
    hash = x ^ (x >>> 29);
  }

  long value() {
    return hash;
  }
}
