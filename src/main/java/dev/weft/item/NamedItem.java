package dev.weft.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.item.ItemException.Flaw;
import dev.weft.kademlia.Key;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/**
 * Weft's own kind of owned item, which is that of the drogulus but for the encoding and the
 * signature. Immutable.
 *
 * <p>Its key is SHA-512(SHA-512(public key) ‖ SHA-512(name)), so every owner has names of their
 * own, and only the owner can write them. Of two versions the higher one counts. The owner renews
 * an item by signing the same version with a later expiry. Of two values that an owner signed as
 * the same version, the one that expires later counts, then the one with the greater signature: it
 * matters little which, but all nodes must choose alike.
 *
 * <p>A <em>tombstone</em> is a version that says that there is nothing: with it the owner deletes
 * what was there before. It has no value, and is signed behind a domain prefix of its own, so that
 * an item whose value is empty cannot be passed off as a tombstone, nor a tombstone as an item. Of
 * a tombstone and a value of the same version the tombstone counts, whichever expires later: so no
 * renewal brings back what was deleted.
 *
 * <p>Encoding (big endian), of which all but the signature is signed, behind a domain prefix:
 *
 * <pre>
 * public key 32 | version 8 | expires 8 | name length 2 | name | value length 4 | value | signature 64
 * </pre>
 *
 * <p>Of a tombstone the length of the value is 0.
 */
public final class NamedItem implements OwnedItem {

  private static final byte[] ITEM = "weft/1 named item\0".getBytes(UTF_8);
  private static final byte[] TOMBSTONE = "weft/1 tombstone\0".getBytes(UTF_8);
  private static final int FIXED_BYTES = Identity.PUBLIC_KEY_BYTES + 8 + 8 + 2 + 4;

  private final byte[] publicKey;
  private final long version;
  private final long expires;
  private final String name;
  private final byte[] value;
  private final boolean tombstone;
  private final byte[] signature;
  private final Key owner;
  private final Key key;

  /**
   * Whether some thread has found the signature to fit; others may not see that, and verify anew.
   */
  private boolean verified;

  private NamedItem(
      byte[] publicKey,
      long version,
      long expires,
      String name,
      byte[] value,
      boolean tombstone,
      byte[] signature) {
    this.publicKey = publicKey;
    this.version = version;
    this.expires = expires;
    this.name = name;
    this.value = value;
    this.tombstone = tombstone;
    this.signature = signature;
    this.owner = Key.hash(publicKey);
    this.key = keyOf(owner, name);
  }

  /**
   * {@return the key of an owner's item}
   *
   * @param owner the owner's key, SHA-512 of their public key
   * @param name the item's name
   */
  public static Key keyOf(Key owner, String name) {
    return Key.hash(owner.toBytes(), Key.of(name).toBytes());
  }

  /**
   * {@return the version that is customary for an item made at the given time: microseconds since
   * 1970}
   *
   * @param time when it is made
   */
  public static long versionAt(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  /**
   * Makes and signs an item.
   *
   * @param owner who signs
   * @param name the name, up to 1 KiB of UTF-8
   * @param value the value, up to 64 KiB
   * @param version a number that grows with each change; by custom, microseconds since 1970
   * @param expires when the item ceases to be; cut to the millisecond
   * @return the item
   * @throws IllegalArgumentException if the name or the value is too long, or the name cannot be
   *     written as UTF-8 because it holds half of a surrogate pair
   */
  public static NamedItem sign(
      Identity owner, String name, byte[] value, long version, Instant expires) {
    ContentItem.checkLength(value);
    return sign(owner, name, value.clone(), version, expires, false);
  }

  /**
   * Makes and signs a tombstone.
   *
   * @param owner who signs
   * @param name the name under which there is to be nothing
   * @param version higher than that of what is deleted
   * @param expires when the tombstone ceases to be: not before what is deleted; cut to the
   *     millisecond
   * @return the tombstone
   * @throws IllegalArgumentException as for {@link #sign}
   */
  public static NamedItem tombstone(Identity owner, String name, long version, Instant expires) {
    return sign(owner, name, new byte[0], version, expires, true);
  }

  private static NamedItem sign(
      Identity owner, String name, byte[] value, long version, Instant expires, boolean tombstone) {
    Names.check(name);
    byte[] publicKey = owner.publicKey();
    long millis = expires.toEpochMilli();
    byte[] unsigned = new byte[Identity.SIGNATURE_BYTES];
    NamedItem draft = new NamedItem(publicKey, version, millis, name, value, tombstone, unsigned);
    byte[] signature = owner.sign(draft.signedBytes());
    return new NamedItem(publicKey, version, millis, name, value, tombstone, signature);
  }

  /**
   * {@return the same item with a later expiry, signed anew: not a new version}
   *
   * @param owner the identity that signed it first
   * @param expires when the renewed item ceases to be
   * @throws IllegalArgumentException if another identity signed it: the result would be another
   *     item, under another key
   */
  public NamedItem renew(Identity owner, Instant expires) {
    if (!owner.key().equals(this.owner)) {
      throw new IllegalArgumentException("only its owner can renew the item named " + name);
    }
    return sign(owner, name, value, version, expires, tombstone);
  }

  /**
   * Reads an item from the rest of a buffer. The signature is not checked here.
   *
   * @param tombstone whether it is one
   * @throws ItemException if the bytes are not exactly one item within the limits
   */
  static NamedItem read(ByteBuffer in, boolean tombstone) throws ItemException {
    if (in.remaining() < FIXED_BYTES + Identity.SIGNATURE_BYTES) {
      throw new ItemException(Flaw.MALFORMED, "the named item is cut short");
    }
    byte[] publicKey = new byte[Identity.PUBLIC_KEY_BYTES];
    in.get(publicKey);
    long version = in.getLong();
    long expires = in.getLong();
    String name = readName(in);
    int valueBytes = in.remaining() - 4 - Identity.SIGNATURE_BYTES;
    int most = tombstone ? 0 : MAX_VALUE_BYTES;
    if (valueBytes < 0 || valueBytes > most || in.getInt() != valueBytes) {
      throw new ItemException(Flaw.MALFORMED, "the named item's value has an impossible length");
    }
    byte[] value = new byte[valueBytes];
    in.get(value);
    byte[] signature = new byte[Identity.SIGNATURE_BYTES];
    in.get(signature);
    return new NamedItem(publicKey, version, expires, name, value, tombstone, signature);
  }

  private static String readName(ByteBuffer in) throws ItemException {
    int length = Short.toUnsignedInt(in.getShort());
    if (length > MAX_NAME_BYTES || length > in.remaining()) {
      throw new ItemException(Flaw.MALFORMED, "the named item's name has an impossible length");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    String name = new String(bytes, UTF_8);
    if (!Arrays.equals(bytes, name.getBytes(UTF_8))) {
      throw new ItemException(Flaw.MALFORMED, "the named item's name is not UTF-8");
    }
    return name;
  }

  @Override
  public int encodedLength() {
    return FIXED_BYTES + name.getBytes(UTF_8).length + value.length + signature.length;
  }

  /** Appends the encoding that {@link #read} reads. */
  void write(ByteBuffer out) {
    writeSignedPart(out);
    out.put(signature);
  }

  private void writeSignedPart(ByteBuffer out) {
    byte[] nameBytes = name.getBytes(UTF_8);
    out.put(publicKey).putLong(version).putLong(expires);
    out.putShort((short) nameBytes.length).put(nameBytes);
    out.putInt(value.length).put(value);
  }

  private byte[] signedBytes() {
    byte[] domain = tombstone ? TOMBSTONE : ITEM;
    ByteBuffer out =
        ByteBuffer.allocate(domain.length + encodedLength() - Identity.SIGNATURE_BYTES);
    out.put(domain);
    writeSignedPart(out);
    return out.array();
  }

  @Override
  public Key key() {
    return key;
  }

  @Override
  public Key owner() {
    return owner;
  }

  /** {@return the owner's Ed25519 public key, 32 bytes; a copy} */
  public byte[] publicKey() {
    return publicKey.clone();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long version() {
    return version;
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
  public boolean isTombstone() {
    return tombstone;
  }

  @Override
  public Instant expires() {
    return Instant.ofEpochMilli(expires);
  }

  /** {@return the Ed25519 signature, 64 bytes; a copy} */
  public byte[] signature() {
    return signature.clone();
  }

  @Override
  public int compareVersion(Item other) {
    if (!(other instanceof NamedItem that)) {
      return 1;
    }
    int order = Long.compare(version, that.version);
    if (order == 0) {
      order = Boolean.compare(tombstone, that.tombstone);
    }
    if (order == 0) {
      order = Long.compare(expires, that.expires);
    }
    return order == 0 ? Arrays.compareUnsigned(signature, that.signature) : order;
  }

  @Override
  public boolean sameVersion(Item other) {
    return other instanceof NamedItem that
        && key.equals(that.key)
        && version == that.version
        && tombstone == that.tombstone
        && Arrays.equals(value, that.value);
  }

  @Override
  public void verify() throws ItemException {
    if (!verified && !Identity.verify(publicKey, signedBytes(), signature)) {
      throw new ItemException(Flaw.FORGED, "the signature does not fit the item named " + name);
    }
    verified = true;
  }

  @Override
  public Key fingerprint() {
    return Key.hash(ItemCodec.encode(this));
  }

  @Override
  public void checkLimits(Instant now) throws ItemException {
    if (version > versionAt(now.plus(MAX_CLOCK_SKEW))) {
      throw new ItemException(
          Flaw.FUTURE, "the item's version lies more than 10 minutes in the future");
    }
    OwnedItem.super.checkLimits(now);
  }

  /** Same owner, name, version, expiry, value or none, and signature. */
  @Override
  public boolean equals(Object other) {
    return other instanceof NamedItem that
        && sameVersion(that)
        && expires == that.expires
        && Arrays.equals(signature, that.signature);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(signature);
  }

  @Override
  public String toString() {
    return "%s[%s/%s, version %d%s, expires %s]"
        .formatted(
            tombstone ? "Tombstone" : "NamedItem",
            owner.abbreviated(),
            name,
            version,
            tombstone ? "" : ", " + value.length + " bytes",
            expires());
  }
}
