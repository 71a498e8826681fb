package dev.weft.item;

import dev.weft.item.ItemException.Flaw;
import java.nio.ByteBuffer;

/**
 * Turns items into bytes and back: one byte for the kind, then the encoding of {@link NamedItem},
 * tombstones among them, or {@link ContentItem}. What was read encodes to the same bytes again, so
 * signatures stay checkable. Stateless.
 */
public final class ItemCodec {

  private static final byte NAMED = 1;
  private static final byte CONTENT = 2;
  private static final byte TOMBSTONE = 3;

  /** The longest encoding, in bytes. */
  public static final int MAX_BYTES =
      1
          + Identity.PUBLIC_KEY_BYTES
          + 8
          + 8
          + 2
          + Item.MAX_NAME_BYTES
          + 4
          + Item.MAX_VALUE_BYTES
          + Identity.SIGNATURE_BYTES;

  private ItemCodec() {}

  /**
   * {@return the encoding of an item}
   *
   * @param item content, or an item of Weft's own wire
   * @throws IllegalArgumentException if it is an owned item of another wire
   */
  public static byte[] encode(Item item) {
    ByteBuffer out = ByteBuffer.allocate(encodedLength(item));
    write(item, out);
    return out.array();
  }

  /**
   * {@return the length of an item's encoding, in bytes; of any item, as stores count it}
   *
   * @param item any item
   */
  public static int encodedLength(Item item) {
    return 1 + item.encodedLength();
  }

  /**
   * Appends the encoding of an item.
   *
   * @param item content, or an item of Weft's own wire
   * @param out a buffer that has room for {@link #encodedLength} more bytes
   * @throws IllegalArgumentException if it is an owned item of another wire
   */
  public static void write(Item item, ByteBuffer out) {
    switch (item) {
      case NamedItem named -> named.write(out.put(named.isTombstone() ? TOMBSTONE : NAMED));
      case ContentItem content -> content.write(out.put(CONTENT));
      case OwnedItem other ->
          throw new IllegalArgumentException(
              "an item of another wire has no encoding here: " + other);
    }
  }

  /**
   * Reads an item from all that remains in a buffer. Its proof is not checked; see {@link
   * Item#verify}.
   *
   * @param in a buffer, of which all is taken
   * @return the item, its proof unchecked
   * @throws ItemException if the bytes are not exactly one item within the limits
   */
  public static Item read(ByteBuffer in) throws ItemException {
    byte kind = in.hasRemaining() ? in.get() : 0;
    return switch (kind) {
      case NAMED -> NamedItem.read(in, false);
      case TOMBSTONE -> NamedItem.read(in, true);
      case CONTENT -> ContentItem.read(in);
      default -> throw new ItemException(Flaw.MALFORMED, "there is no item of kind " + kind);
    };
  }
}
