package dev.weft.drogulus;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.weft.item.ItemException;
import dev.weft.item.ItemException.Flaw;

/**
 * Turns the drogulus's items into bytes and back: the JSON object with all that was signed, and the
 * signature. Stateless.
 */
public final class DrogulusItemCodec {

  private DrogulusItemCodec() {}

  /**
   * {@return the encoding of an item, in ASCII}
   *
   * @param item the item
   */
  public static byte[] encode(DrogulusItem item) {
    return JsonText.write(item.asJson()).getBytes(US_ASCII);
  }

  /**
   * Reads an item, of which nothing is verified.
   *
   * @param bytes what {@link #encode} gave
   * @return the item, its proof unchecked
   * @throws ItemException if the bytes are no item
   */
  public static DrogulusItem read(byte[] bytes) throws ItemException {
    try {
      return DrogulusItem.read(JsonText.read(new String(bytes, US_ASCII)));
    } catch (IllegalArgumentException e) {
      throw new ItemException(Flaw.MALFORMED, String.valueOf(e.getMessage()));
    }
  }
}
