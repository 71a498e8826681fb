package dev.weft.rpc;

/**
 * How far a watcher has come with what one node keeps under a key. Immutable.
 *
 * @param epoch which run of the node's it belongs to: another run has other numbers. Of an item it
 *     is 0, as its versions are the same everywhere
 * @param at the last that the watcher has: the version of an item, or the number of the last change
 *     under a topic
 */
public record Cursor(long epoch, long at) {

  /** Nothing is known yet. */
  public static final Cursor NONE = new Cursor(0, Long.MIN_VALUE);
}
