package dev.weft.store;

/**
 * The limits of a store. Immutable.
 *
 * <p>At the first two limits room is made, in this order: what has expired; cached copies, those
 * that lapse soonest first; replicas, those farthest from this node's key first, as other nodes are
 * the right ones for them. When it would be the new item's own turn, it is refused instead.
 *
 * <p>A durable store that holds more than its limits, as they were higher when it was open before,
 * gives that up in the same order: at most 1,000 items with each transaction, and all of it when it
 * is told to drop what has expired. Until then it refuses items, with that reason.
 *
 * @param items how many items are held, replicas and cached copies; default 100,000
 * @param bytes how many bytes their encodings may have in all; default 256 MiB. In memory, each
 *     item costs up to 1 KiB more than its encoding
 * @param itemsPerOwner how many replicas of one owner's named items are held; one more is refused,
 *     and nothing makes room for it. Default 50,000
 */
public record StoreOptions(int items, long bytes, int itemsPerOwner) {

  /** 100,000 items, 256 MiB, 50,000 items of one owner. */
  public static final StoreOptions DEFAULTS = new StoreOptions(100_000, 256L << 20, 50_000);

  /**
   * @throws IllegalArgumentException if a limit is less than 1
   */
  public StoreOptions {
    if (Math.min(Math.min(items, bytes), itemsPerOwner) < 1) {
      throw new IllegalArgumentException("a store's limits are at least 1");
    }
  }
}
