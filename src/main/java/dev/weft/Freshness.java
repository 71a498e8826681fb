package dev.weft;

/** How sure a {@code get} is to be that what it returns is the newest version. */
public enum Freshness {
  /** Return the first valid value that any node gives: the fastest, and the default. */
  FIRST,
  /**
   * Ask all of the k closest nodes, however slow, return the highest version, and mend those that
   * lag behind. Where the time-out comes first, the highest version of those that answered; that
   * there is none is said only when at least half of them have answered.
   */
  NEWEST
}
