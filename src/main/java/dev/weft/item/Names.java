package dev.weft.item;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Names of items and topics. Stateless. */
final class Names {

  private Names() {}

  /**
   * The bytes of a name.
   *
   * @throws IllegalArgumentException if it is too long, or cannot be written as UTF-8
   */
  static byte[] check(String name) {
    byte[] bytes = name.getBytes(UTF_8);
    if (bytes.length > Item.MAX_NAME_BYTES) {
      throw new IllegalArgumentException(
          "the name has %d bytes, and at most %d are allowed"
              .formatted(bytes.length, Item.MAX_NAME_BYTES));
    }
    // Otherwise the name that others read would be another one.
    if (!name.equals(new String(bytes, UTF_8))) {
      throw new IllegalArgumentException("the name cannot be written as UTF-8");
    }
    return bytes;
  }
}
