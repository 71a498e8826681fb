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
 * @param bytesPerOwner how many bytes these may have; one that would be more is refused, too.
 *     Default 128 MiB
 */
public record StoreOptions(int items, long bytes, int itemsPerOwner, long bytesPerOwner) {

  /** 100,000 items, 256 MiB, of them 50,000 and 128 MiB of one owner. */
  public static final StoreOptions DEFAULTS =
      new StoreOptions(100_000, 256L << 20, 50_000, 128L << 20);

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if a limit is less than 1
   */
  public StoreOptions {
    if (Math.min(Math.min(items, bytes), Math.min(itemsPerOwner, bytesPerOwner)) < 1) {
      throw new IllegalArgumentException("a store's limits are at least 1");
    }
  }

  /**
   * No limit to one owner's bytes but that to all.
   *
   * @param items as the record's own
   * @param bytes as the record's own, and for one owner, too
   * @param itemsPerOwner as the record's own
   */
  public StoreOptions(int items, long bytes, int itemsPerOwner) {
    this(items, bytes, itemsPerOwner, Long.MAX_VALUE);
  }

  /** Why an item is refused of whose owner too many are held. */
  String tooManyOfOwner() {
    return "the store keeps at most " + itemsPerOwner + " items of one owner";
  }

  /** Why an item is refused of whose owner too many bytes would be held. */
  String tooLargeOfOwner() {
    return "the store keeps at most " + bytesPerOwner + " bytes of one owner";
  }
}
