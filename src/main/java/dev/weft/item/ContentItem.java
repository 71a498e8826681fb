package dev.weft.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.item.ItemException.Flaw;
import dev.weft.kademlia.Key;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/**
 * A value under the hash of itself. Immutable in the network, too: it needs no signature, and
 * cannot be changed, only renewed.
 *
 * <p>Encoding (big endian): {@code expires 8 | value}, where the value is all the rest.
 */
public final class ContentItem implements Item {

  private static final byte[] DOMAIN = "weft/1 content item\0".getBytes(UTF_8);
  private static final int FIXED_BYTES = 8;

  private final Key key;
  private final byte[] value;
  private final long expires;

  private ContentItem(byte[] value, long expires) {
    this.key = keyOf(value);
    this.value = value;
    this.expires = expires;
  }

  /**
   * {@return the key of a value: SHA-512 over a domain prefix and the value} Without the prefix,
   * anybody could publish the 128 bytes that a named item's key is the hash of, and stand in that
   * item's place.
   *
   * @param value the value
   */
  public static Key keyOf(byte[] value) {
    return Key.hash(DOMAIN, value);
  }

  /**
   * Makes an item.
   *
   * @param value the value, up to 64 KiB
   * @param expires when the item ceases to be; cut to the millisecond
   * @return the item
   * @throws IllegalArgumentException if the value is too long
   */
  public static ContentItem of(byte[] value, Instant expires) {
    checkLength(value);
    return new ContentItem(value.clone(), expires.toEpochMilli());
  }

  static void checkLength(byte[] value) {
    if (value.length > MAX_VALUE_BYTES) {
      throw new IllegalArgumentException(
          "the value has "
              + value.length
              + " bytes, and at most "
              + MAX_VALUE_BYTES
              + " are allowed");
    }
  }

  /**
   * {@return the same item with another expiry}
   *
   * @param expires when the item ceases to be then; cut to the millisecond
   */
  public ContentItem renew(Instant expires) {
    return new ContentItem(value, expires.toEpochMilli());
  }

  /**
   * Reads an item from the rest of a buffer.
   *
   * @throws ItemException if the bytes are not exactly one item within the limits
   */
  static ContentItem read(ByteBuffer in) throws ItemException {
    int length = in.remaining() - FIXED_BYTES;
    if (length < 0 || length > MAX_VALUE_BYTES) {
      throw new ItemException(Flaw.MALFORMED, "the content item has an impossible length");
    }
    long expires = in.getLong();
    byte[] value = new byte[length];
    in.get(value);
    return new ContentItem(value, expires);
  }

  @Override
  public int encodedLength() {
    return FIXED_BYTES + value.length;
  }

  /** Appends the encoding that {@link #read} reads. */
  void write(ByteBuffer out) {
    out.putLong(expires).put(value);
  }

  @Override
  public Key key() {
    return key;
  }

  @Override
  public byte[] value() {
    return value.clone();
  }

  @Override
  public int valueLength() {
    return value.length;
  }

  @Override
  public Instant expires() {
    return Instant.ofEpochMilli(expires);
  }

  @Override
  public int compareVersion(Item other) {
    return other instanceof ContentItem that ? Long.compare(expires, that.expires) : -1;
  }

  @Override
  public boolean sameVersion(Item other) {
    return other instanceof ContentItem that && key.equals(that.key);
  }

  /** Does nothing: the key is computed from the value, so they cannot differ. */
  @Override
  public void verify() {}

  /** Same value and same expiry. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ContentItem that
        && expires == that.expires
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  @Override
  public String toString() {
    return "ContentItem["
        + key.abbreviated()
        + ", "
        + value.length
        + " bytes, expires "
        + expires()
        + "]";
  }
}
