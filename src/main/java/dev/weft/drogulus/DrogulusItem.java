package dev.weft.drogulus;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.item.ContentItem;
import dev.weft.item.Item;
import dev.weft.item.ItemException;
import dev.weft.item.ItemException.Flaw;
import dev.weft.item.NamedItem;
import dev.weft.item.OwnedItem;
import dev.weft.kademlia.Key;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The drogulus's own item: a value, which is any JSON, under a name, signed by its owner with RSA.
 * Immutable.
 *
 * <p>It has a key, a value, a timestamp and an expiry in seconds since 1970, what it was created
 * with, the owner's public key, a name and a signature. The signature is over all the others, as
 * they came; so they are kept as they came. It does not tell types apart, see {@code TreeHash}:
 * whoever passes an item on can make {@code "1"} of {@code 1}, and the signature still fits.
 *
 * <p>Of two versions the one with the later timestamp counts, then the one that expires later, then
 * the one whose text is greater: it matters little which, but all nodes must choose alike.
 */
public final class DrogulusItem implements OwnedItem {

  /** The longest value, in bytes of JSON: 1 MiB. The drogulus has no limit but the frame. */
  public static final int MAX_VALUE_BYTES = 1024 * 1024;

  /** When that expires which never does. */
  public static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

  private static final String CREATED_WITH = "created_with";
  private static final String EXPIRES = "expires";
  private static final String KEY = "key";
  private static final String NAME = "name";
  private static final String PUBLIC_KEY = "public_key";
  private static final String SIGNATURE = "signature";
  private static final String TIMESTAMP = "timestamp";
  private static final String VALUE = "value";

  /** All members but the signature. */
  private static final List<String> SIGNED =
      List.of(CREATED_WITH, EXPIRES, KEY, NAME, PUBLIC_KEY, TIMESTAMP, VALUE);

  /** All members. */
  static final List<String> MEMBERS = Stream.concat(SIGNED.stream(), Stream.of(SIGNATURE)).toList();

  private static final double MICROS = 1e6;
  private static final double MILLIS = 1e3;

  private final JsonValue.Obj all;
  private final RsaPublicKey publicKey;
  private final String name;
  private final JsonValue value;
  private final double timestamp;
  private final Instant expires;
  private final String signature;
  private final Key key;
  private final int valueJsonLength;
  private final int encodedLength;

  /** Whether some thread has found the proof to fit; others may not see that, and verify anew. */
  private boolean verified;

  private DrogulusItem(
      JsonValue.Obj all,
      RsaPublicKey publicKey,
      String name,
      JsonValue value,
      double timestamp,
      double expires,
      String signature) {
    this.all = all;
    this.publicKey = publicKey;
    this.name = name;
    this.value = value;
    this.timestamp = timestamp;
    this.expires = instant(expires);
    this.signature = signature;
    this.key = keyOf(publicKey.id(), name);
    this.valueJsonLength = value.toJson().length();
    this.encodedLength = all.toJson().length();
  }

  /**
   * {@return the key of an owner's item: as {@link NamedItem#keyOf} has it, but where the name is
   * empty it is the owner's own}
   *
   * @param owner the owner's key, SHA-512 of the text of their public key
   * @param name the item's name
   */
  public static Key keyOf(Key owner, String name) {
    return name.isEmpty() ? owner : NamedItem.keyOf(owner, name);
  }

  /** The timestamp of a version, which is in microseconds. */
  static double timestampOf(long version) {
    return version / MICROS;
  }

  /**
   * {@return seconds since 1970, to the millisecond; and 0 for {@link #NEVER}, or what is later}
   *
   * @param time a time of day
   */
  public static double secondsOf(Instant time) {
    return time.isBefore(NEVER) ? time.toEpochMilli() / MILLIS : 0;
  }

  private static Instant instant(double seconds) {
    double millis = seconds * MILLIS;
    return seconds == 0 || millis > NEVER.toEpochMilli()
        ? NEVER
        : Instant.ofEpochMilli(Math.round(millis));
  }

  /**
   * Makes and signs an item.
   *
   * @param owner who signs
   * @param name the name, in ASCII
   * @param value the value, up to 1 MiB of JSON, with no text in it but ASCII
   * @param timestamp seconds since 1970, which is the version
   * @param expires seconds since 1970, or 0 for never
   * @return the item
   * @throws IllegalArgumentException if a limit is passed
   */
  public static DrogulusItem sign(
      RsaIdentity owner, String name, JsonValue value, double timestamp, double expires) {
    if (timestamp < 0 || expires < 0) {
      throw new IllegalArgumentException("the drogulus knows no time before 1970");
    }
    RsaPublicKey publicKey = owner.publicKey();
    var all = new TreeMap<String, JsonValue>();
    all.put(CREATED_WITH, JsonValue.of(DrogulusContact.VERSION));
    all.put(EXPIRES, JsonValue.of(expires));
    all.put(KEY, JsonValue.of(keyOf(publicKey.id(), name).toString()));
    all.put(NAME, JsonValue.of(name));
    all.put(PUBLIC_KEY, JsonValue.of(publicKey.text()));
    all.put(TIMESTAMP, JsonValue.of(timestamp));
    all.put(VALUE, value);
    String signature = owner.sign(new JsonValue.Obj(all));
    all.put(SIGNATURE, JsonValue.of(signature));
    var item =
        new DrogulusItem(
            new JsonValue.Obj(all), publicKey, name, value, timestamp, expires, signature);
    item.tooLong()
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
    return item;
  }

  /**
   * Takes an item from the members of a message, or of any object that has them.
   *
   * @param keys finds the owner
   * @throws MessageException if a member is missing, or not of its type
   */
  static DrogulusItem read(Members from, PublicKeys keys) throws MessageException {
    from.text(CREATED_WITH);
    from.text(KEY);
    return new DrogulusItem(
        from.only(MEMBERS),
        keys.of(from.text(PUBLIC_KEY)),
        from.text(NAME),
        from.any(VALUE),
        from.seconds(TIMESTAMP),
        from.seconds(EXPIRES),
        from.text(SIGNATURE));
  }

  /**
   * Reads an item, of which nothing is verified.
   *
   * @param json as {@link #asJson} has it
   * @return the item, its proof unchecked
   * @throws ItemException if it is no item
   */
  public static DrogulusItem read(JsonValue json) throws ItemException {
    try {
      return read(Members.of(json), new PublicKeys());
    } catch (MessageException e) {
      throw new ItemException(Flaw.MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  /** {@return all that the item consists of, signature included, as it was signed} */
  public JsonValue.Obj asJson() {
    return all;
  }

  @Override
  public Key key() {
    return key;
  }

  @Override
  public Key owner() {
    return publicKey.id();
  }

  /** {@return the owner's public key} */
  public RsaPublicKey publicKey() {
    return publicKey;
  }

  @Override
  public String name() {
    return name;
  }

  /** {@return the value} */
  public JsonValue json() {
    return value;
  }

  /** The value: of a string its text, and of anything else its JSON; both in ASCII. */
  @Override
  public byte[] value() {
    String text = value instanceof JsonValue.Text(String string) ? string : value.toJson();
    return text.getBytes(UTF_8);
  }

  @Override
  public int valueLength() {
    return value instanceof JsonValue.Text(String string) ? string.length() : valueJsonLength;
  }

  /** {@return when the owner signed the value, in seconds since 1970} */
  public double timestamp() {
    return timestamp;
  }

  /** The timestamp in microseconds since 1970. */
  @Override
  public long version() {
    return Math.round(timestamp * MICROS);
  }

  /** When the item ceases to be; {@link #NEVER} where it does not. */
  @Override
  public Instant expires() {
    return expires;
  }

  @Override
  public int encodedLength() {
    return encodedLength;
  }

  @Override
  public Key fingerprint() {
    return Key.of(all.toJson());
  }

  @Override
  public int compareVersion(Item other) {
    if (!(other instanceof DrogulusItem that)) {
      // After a named item, and before content; though they never meet.
      return other instanceof ContentItem ? 1 : -1;
    }
    int order = Double.compare(timestamp, that.timestamp);
    if (order == 0) {
      order = expires.compareTo(that.expires);
    }
    return order == 0 ? all.toJson().compareTo(that.all.toJson()) : order;
  }

  @Override
  public boolean sameVersion(Item other) {
    return other instanceof DrogulusItem that
        && key.equals(that.key)
        && timestamp == that.timestamp
        && value.equals(that.value);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The key that the item states must be that of its owner and its name: originals do not look
   * at it, and take anybody's item for the one they asked for.
   */
  @Override
  public void verify() throws ItemException {
    if (verified) {
      return;
    }
    if (!JsonValue.of(key.toString()).equals(all.members().get(KEY))) {
      throw new ItemException(Flaw.FORGED, "the key is not that of the owner and the name " + name);
    }
    if (!publicKey.hasSigned(new Members(all.members()).only(SIGNED), signature)) {
      throw new ItemException(Flaw.FORGED, "the signature does not fit the item named " + name);
    }
    verified = true;
  }

  /** {@inheritDoc} An item may live for ever, but not be longer than 1 MiB, or from the future. */
  @Override
  public void checkLimits(Instant now) throws ItemException {
    Optional<String> tooLong = tooLong();
    if (tooLong.isPresent()) {
      throw new ItemException(Flaw.MALFORMED, tooLong.get());
    }
    if (isExpired(now)) {
      throw new ItemException(Flaw.EXPIRED, "the item expired at " + expires);
    }
    if (timestamp > secondsOf(now.plus(MAX_CLOCK_SKEW))) {
      throw new ItemException(
          Flaw.FUTURE, "the item's timestamp lies more than 10 minutes in the future");
    }
  }

  private Optional<String> tooLong() {
    return valueJsonLength > MAX_VALUE_BYTES
        ? Optional.of(
            "the value has %d bytes of JSON, and at most %d are allowed"
                .formatted(valueJsonLength, MAX_VALUE_BYTES))
        : Optional.empty();
  }

  /** Same members: value, name, owner, times, signature and all. */
  @Override
  public boolean equals(Object other) {
    return other instanceof DrogulusItem that && all.equals(that.all);
  }

  @Override
  public int hashCode() {
    return signature.hashCode();
  }

  @Override
  public String toString() {
    return "DrogulusItem[%s/%s, timestamp %s, %d bytes, expires %s]"
        .formatted(
            owner().abbreviated(),
            name,
            FloatText.of(timestamp),
            valueLength(),
            expires.equals(NEVER) ? "never" : expires);
  }
}
