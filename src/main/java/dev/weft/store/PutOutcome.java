package dev.weft.store;

import dev.weft.item.Item;

/**
 * What came of putting an item into a store: a closed family, so that a {@code switch} over it is
 * checked.
 */
public sealed interface PutOutcome {

  /** The item is held now; nothing was held under its key, or an older version. */
  record Stored() implements PutOutcome {}

  /** The item is held now, in place of the same version with an earlier expiry. */
  record Renewed() implements PutOutcome {}

  /** The same version is held already, and expires no sooner. */
  record Unchanged() implements PutOutcome {}

  /**
   * A newer version is held, and stays.
   *
   * @param held the newer version
   */
  record Stale(Item held) implements PutOutcome {}

  /** The item has expired meanwhile, and is not kept. */
  record Expired() implements PutOutcome {}

  /**
   * The item cannot be kept: there is no room for it, or the disk does not take it. What was held
   * under its key is still held.
   *
   * @param reason which limit is reached, or what the disk says: one sentence, for people
   */
  record Full(String reason) implements PutOutcome {}
}
