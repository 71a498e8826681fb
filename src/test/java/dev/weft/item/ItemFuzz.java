package dev.weft.item;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/**
 * Whatever comes as an item is one, and then keeps its bytes, as signatures are over them, or is
 * malformed.
 */
public final class ItemFuzz {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private ItemFuzz() {}

  /** The encoding of one item. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    Item item;
    try {
      item = ItemCodec.read(ByteBuffer.wrap(bytes));
    } catch (ItemException e) {
      return;
    }
    if (!Arrays.equals(ItemCodec.encode(item), bytes)) {
      throw new IllegalStateException("other bytes: " + item);
    }
    if (item.compareVersion(item) != 0 || !item.key().equals(item.key())) {
      throw new IllegalStateException("unlike itself: " + item);
    }
    try {
      item.admit(NOW);
    } catch (ItemException e) {
      // Nearly always: what is made up has no signature.
    }
  }
}
