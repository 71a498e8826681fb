package dev.weft.store;

import dev.weft.item.Item;
import dev.weft.item.ItemCodec;
import dev.weft.item.ItemException;
import java.nio.ByteBuffer;

/**
 * How the items of a wire are written to a file: so that what is read again is the very item, and
 * its signature can be checked. Stateless, and may be used by any number of threads.
 */
public interface ItemFormat {

  /** That of Weft's own items, {@link ItemCodec}. */
  ItemFormat WEFT =
      new ItemFormat() {
        @Override
        public byte[] write(Item item) {
          return ItemCodec.encode(item);
        }

        @Override
        public Item read(byte[] bytes) throws ItemException {
          return ItemCodec.read(ByteBuffer.wrap(bytes));
        }
      };

  /**
   * {@return the bytes of an item}
   *
   * @param item the item
   */
  byte[] write(Item item);

  /**
   * The item that was written.
   *
   * @param bytes what {@link #write} gave
   * @return the item
   * @throws ItemException if the bytes are not exactly one item
   */
  Item read(byte[] bytes) throws ItemException;
}
