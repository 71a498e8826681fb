package dev.weft;

/** How sure a {@code get} is to be that what it returns is the newest version. */
public enum Freshness {
  /**
   * Return the first valid value that any node gives: the fastest, and the default. Where that is
   * that the item was deleted, nothing is found.
   */
  FIRST,
  /**
   * Ask all of the k closest nodes, however slow, return the highest version, and mend those that
   * lag behind. What more than half of them hold is found, or something newer; where fewer than
   * that answer in time, the read fails with {@link DhtException.TimedOut}. Where the highest
   * version says that the item was deleted, nothing is found.
   */
  NEWEST
}
