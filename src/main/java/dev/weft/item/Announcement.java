package dev.weft.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.item.ItemException.Flaw;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * One owner's record under a topic: that they are there, where, and what there is to know of it.
 * Immutable.
 *
 * <p>A topic is a key that anybody may be found under, as in BEP 5 those who have a file are: so
 * unlike an {@link Item} it holds one record of each owner. Of two records of one owner the higher
 * version counts; of the same version the one that expires later, by which its owner's node renews
 * it, then the one with the greater signature.
 *
 * <p>Encoding (big endian), of which all but the signature is signed, behind a domain prefix:
 *
 * <pre>
 * public key 32 | topic 64 | version 8 | expires 8 | kind 1 (1 announced, 2 withdrawn)
 *     | family 1 (0 no address, 4 or 6) | address 0, 4 or 16 | port 0 or 2
 *     | payload length 2 | payload | signature 64
 * </pre>
 */
public final class Announcement {

  /** The longest payload, in bytes: 1 KiB. */
  public static final int MAX_PAYLOAD_BYTES = 1024;

  /** The shortest time for which something is announced: a minute. */
  public static final Duration MIN_TIME_TO_LIVE = Duration.ofMinutes(1);

  /** How far in the future an expiry may lie: a day. Who goes on for longer, renews. */
  public static final Duration MAX_TIME_TO_LIVE = Duration.ofDays(1);

  private static final byte[] TOPIC = "weft/1 topic\0".getBytes(UTF_8);
  private static final byte[] ANNOUNCEMENT = "weft/1 announcement\0".getBytes(UTF_8);

  private static final byte ANNOUNCED = 1;
  private static final byte WITHDRAWN = 2;

  /** All but the address, the port and the payload. */
  private static final int FIXED_BYTES =
      Identity.PUBLIC_KEY_BYTES + Key.BYTES + 8 + 8 + 1 + 1 + 2 + Identity.SIGNATURE_BYTES;

  /** The longest encoding, in bytes. */
  public static final int MAX_BYTES = FIXED_BYTES + 16 + 2 + MAX_PAYLOAD_BYTES;

  /**
   * What is signed. Immutable.
   *
   * @param topic the key, as {@link #topic} makes it of a name
   * @param address where a service listens, which need not be a node of Weft's; empty where that is
   *     no matter, or said by the payload
   * @param payload whatever else there is to know, up to 1 KiB; not to be changed
   * @param version a number that grows with each change; by custom, microseconds since 1970
   * @param expires when the record ceases to be; cut to the millisecond
   * @param withdrawn whether the record says that its owner is there no longer
   */
  @SuppressWarnings("ArrayRecordComponent") // compared with its signature only
  public record Terms(
      Key topic,
      Optional<InetSocketAddress> address,
      byte[] payload,
      long version,
      Instant expires,
      boolean withdrawn) {

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if the payload is too long, or nobody could listen at the
     *     address
     */
    public Terms {
      if (payload.length > MAX_PAYLOAD_BYTES) {
        throw new IllegalArgumentException(
            "what is announced has %d bytes, and at most %d are allowed"
                .formatted(payload.length, MAX_PAYLOAD_BYTES));
      }
      if (address.filter(given -> !Contact.isPlausible(given)).isPresent()) {
        throw new IllegalArgumentException("nobody can be reached at " + address.get());
      }
      address = address.map(AddressBytes::nameless);
    }

    /**
     * {@return the same for longer}
     *
     * @param later when the record ceases to be then
     */
    public Terms until(Instant later) {
      return new Terms(topic, address, payload, version, later, withdrawn);
    }
  }

  private final byte[] publicKey;
  private final Terms terms;
  private final byte[] signature;
  private final Key owner;

  private Announcement(byte[] publicKey, Terms terms, byte[] signature) {
    this.publicKey = publicKey;
    this.terms = terms;
    this.signature = signature;
    this.owner = Key.hash(publicKey);
  }

  /**
   * {@return the key of a topic: SHA-512 over a domain prefix and the name, so that no item has it}
   *
   * @param name up to 1 KiB of UTF-8
   * @throws IllegalArgumentException if it is longer, or cannot be written as UTF-8
   */
  public static Key topic(String name) {
    return Key.hash(TOPIC, Names.check(name));
  }

  /**
   * Makes and signs a record.
   *
   * @param owner who signs
   * @param terms what is signed
   * @return the record
   */
  public static Announcement sign(Identity owner, Terms terms) {
    byte[] publicKey = owner.publicKey();
    Terms exact = terms.until(Instant.ofEpochMilli(terms.expires.toEpochMilli()));
    Announcement draft = new Announcement(publicKey, exact, new byte[Identity.SIGNATURE_BYTES]);
    return new Announcement(publicKey, exact, owner.sign(draft.signedBytes()));
  }

  /**
   * Reads a record from all that remains in a buffer. The signature is not checked here.
   *
   * @param in a buffer, of which all is taken
   * @return the record, its signature unchecked
   * @throws ItemException if the bytes are not exactly one record within the limits
   */
  public static Announcement read(ByteBuffer in) throws ItemException {
    if (in.remaining() < FIXED_BYTES) {
      throw malformed("it is cut short");
    }
    byte[] publicKey = new byte[Identity.PUBLIC_KEY_BYTES];
    in.get(publicKey);
    Key topic = Key.read(in);
    long version = in.getLong();
    long expires = in.getLong();
    byte kind = in.get();
    if (kind != ANNOUNCED && kind != WITHDRAWN) {
      throw malformed("there is no record of kind " + kind);
    }
    Optional<InetSocketAddress> address = AddressBytes.read(in);
    int length = in.remaining() - 2 - Identity.SIGNATURE_BYTES;
    if (length < 0 || length > MAX_PAYLOAD_BYTES || in.getShort() != length) {
      throw malformed("its payload has an impossible length");
    }
    byte[] payload = new byte[length];
    in.get(payload);
    byte[] signature = new byte[Identity.SIGNATURE_BYTES];
    in.get(signature);
    Instant until = Instant.ofEpochMilli(expires);
    return new Announcement(
        publicKey,
        new Terms(topic, address, payload, version, until, kind == WITHDRAWN),
        signature);
  }

  static ItemException malformed(String how) {
    return new ItemException(Flaw.MALFORMED, "an announcement cannot be read: " + how);
  }

  /** {@return the length of the encoding, in bytes} */
  public int encodedLength() {
    return FIXED_BYTES + AddressBytes.length(terms.address) + terms.payload.length;
  }

  /**
   * Appends the encoding that {@link #read} reads.
   *
   * @param out a buffer that has room for {@link #encodedLength} more bytes
   */
  public void write(ByteBuffer out) {
    writeSignedPart(out);
    out.put(signature);
  }

  private void writeSignedPart(ByteBuffer out) {
    out.put(publicKey);
    terms.topic.write(out);
    out.putLong(terms.version).putLong(terms.expires.toEpochMilli());
    out.put(terms.withdrawn ? WITHDRAWN : ANNOUNCED);
    AddressBytes.write(terms.address, out);
    out.putShort((short) terms.payload.length).put(terms.payload);
  }

  private byte[] signedBytes() {
    ByteBuffer out =
        ByteBuffer.allocate(ANNOUNCEMENT.length + encodedLength() - Identity.SIGNATURE_BYTES);
    out.put(ANNOUNCEMENT);
    writeSignedPart(out);
    return out.array();
  }

  /** {@return whose record it is: SHA-512 of their public key} */
  public Key owner() {
    return owner;
  }

  /** {@return the key that it is found under} */
  public Key topic() {
    return terms.topic;
  }

  /** {@return what is signed} */
  public Terms terms() {
    return terms;
  }

  /** {@return whether it says that its owner is there no longer} */
  public boolean isWithdrawn() {
    return terms.withdrawn;
  }

  /** {@return when the record ceases to be, to the millisecond} */
  public Instant expires() {
    return terms.expires;
  }

  /**
   * {@return whether the record has ceased to be at the given time}
   *
   * @param now the time
   */
  public boolean isExpired(Instant now) {
    return !now.isBefore(terms.expires);
  }

  /**
   * Compares with another record of the same owner under the same topic.
   *
   * @param other the other record
   * @return positive if this one replaces the other, negative if the other replaces this one, 0 if
   *     they are the same
   */
  public int compareVersion(Announcement other) {
    int order = Long.compare(terms.version, other.terms.version);
    if (order == 0) {
      order = terms.expires.compareTo(other.terms.expires);
    }
    return order == 0 ? Arrays.compareUnsigned(signature, other.signature) : order;
  }

  /**
   * Checks the signature.
   *
   * @throws ItemException if it is forged
   */
  public void verify() throws ItemException {
    if (!Identity.verify(publicKey, signedBytes(), signature)) {
      throw new ItemException(
          Flaw.FORGED, "the signature does not fit the announcement of " + owner.abbreviated());
    }
  }

  /**
   * Checks that the record has not expired, and is not from a future further away than is allowed.
   *
   * @param now the time
   * @throws ItemException which says what is wrong
   */
  public void checkLimits(Instant now) throws ItemException {
    if (isExpired(now)) {
      throw new ItemException(Flaw.EXPIRED, "the announcement expired at " + expires());
    }
    if (terms.version > NamedItem.versionAt(now.plus(Item.MAX_CLOCK_SKEW))) {
      throw new ItemException(
          Flaw.FUTURE, "the announcement's version lies more than 10 minutes in the future");
    }
    if (expires().isAfter(now.plus(MAX_TIME_TO_LIVE).plus(Item.MAX_CLOCK_SKEW))) {
      throw new ItemException(
          Flaw.FUTURE,
          "the announcement is to expire at " + expires() + ", which is more than a day from now");
    }
  }

  /** Same owner, terms and signature. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Announcement that
        && Arrays.equals(signature, that.signature)
        && Arrays.equals(signedBytes(), that.signedBytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(signature);
  }

  @Override
  public String toString() {
    return "Announcement[%s of %s, version %d%s, expires %s]"
        .formatted(
            terms.topic.abbreviated(),
            owner.abbreviated(),
            terms.version,
            terms.withdrawn ? ", withdrawn" : "",
            expires());
  }
}
