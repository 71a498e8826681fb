package dev.weft.drogulus;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.item.OwnedItem;
import dev.weft.item.Owner;
import dev.weft.item.SecretFile;
import dev.weft.kademlia.Key;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.signers.RSADigestSigner;

/**
 * An RSA key pair: who a node of the drogulus is, and who its items belong to. Immutable, and safe
 * for use by any number of threads.
 *
 * <p>To sign with 2048 bits takes about a millisecond, thirty times as long as to check a
 * signature. The JDK's RSA is no faster than BouncyCastle's, and all who sign with it meet at one
 * lock, which no simulation can do without losing its seed.
 */
public final class RsaIdentity implements Owner {

  /** The length of a key where none is asked for, in bits. */
  public static final int DEFAULT_BITS = 2048;

  /** The shortest key of ours, in bits; others' may be shorter. */
  public static final int MIN_BITS = 1024;

  private static final BigInteger EXPONENT = BigInteger.valueOf(65_537);
  private static final int CERTAINTY = 100;
  private static final SecureRandom SECURE = new SecureRandom();

  private final RSAPrivateCrtKeyParameters privateKey;
  private final RsaPublicKey publicKey;

  private RsaIdentity(RSAPrivateKey numbers) {
    this.privateKey =
        new RSAPrivateCrtKeyParameters(
            numbers.getModulus(),
            numbers.getPublicExponent(),
            numbers.getPrivateExponent(),
            numbers.getPrime1(),
            numbers.getPrime2(),
            numbers.getExponent1(),
            numbers.getExponent2(),
            numbers.getCoefficient());
    this.publicKey =
        RsaPublicKey.of(
            Pem.PUBLIC.encode(
                encoded(new RSAPublicKey(numbers.getModulus(), numbers.getPublicExponent()))));
  }

  /** {@return a new identity of 2048 bits from the system's secure random source} */
  public static RsaIdentity generate() {
    return generate(DEFAULT_BITS);
  }

  /**
   * {@return a new identity}
   *
   * @param bits the length of the key: the shorter, the faster, and the less safe
   * @throws IllegalArgumentException if it is below 1024 or above 8192
   */
  public static RsaIdentity generate(int bits) {
    return generate(bits, SECURE);
  }

  private static void requireLength(int bits) {
    if (bits < MIN_BITS || bits > RsaPublicKey.MAX_BITS) {
      throw new IllegalArgumentException(
          "a key has from " + MIN_BITS + " to " + RsaPublicKey.MAX_BITS + " bits, and not " + bits);
    }
  }

  /**
   * {@return a new identity}
   *
   * @param bits the length of the key
   * @param random whose chance makes it
   * @throws IllegalArgumentException if the length is below 1024 or above 8192
   */
  public static RsaIdentity generate(int bits, SecureRandom random) {
    requireLength(bits);
    return parse(newKey(bits, random));
  }

  private static String newKey() {
    return newKey(DEFAULT_BITS, SECURE);
  }

  /** The PKCS#1 PEM text of a new private key. */
  private static String newKey(int bits, SecureRandom random) {
    var generator = new RSAKeyPairGenerator();
    generator.init(new RSAKeyGenerationParameters(EXPONENT, random, bits, CERTAINTY));
    var key = (RSAPrivateCrtKeyParameters) generator.generateKeyPair().getPrivate();
    return Pem.PRIVATE.encode(
        encoded(
            new RSAPrivateKey(
                key.getModulus(),
                key.getPublicExponent(),
                key.getExponent(),
                key.getP(),
                key.getQ(),
                key.getDP(),
                key.getDQ(),
                key.getQInv())));
  }

  private static byte[] encoded(ASN1Object numbers) {
    try {
      return numbers.getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException("an array in memory cannot be written", e);
    }
  }

  /**
   * {@return the identity with this private key}
   *
   * @param privateText PKCS#1 in PEM, as drogulus and openssl write it
   * @throws IllegalArgumentException if it is anything else, or has fewer than 1024 bits, or more
   *     than 8192
   */
  public static RsaIdentity parse(String privateText) {
    RSAPrivateKey numbers;
    RsaIdentity identity;
    try {
      numbers = RSAPrivateKey.getInstance(Pem.PRIVATE.decode(privateText));
      identity = new RsaIdentity(numbers);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("this is no RSA private key as PKCS#1 in PEM", e);
    }
    requireLength(numbers.getModulus().bitLength());
    return identity;
  }

  /**
   * Reads the identity in a file, or makes one of 2048 bits and writes it there, readable by its
   * owner only.
   *
   * @param file where it is kept
   * @return the identity in the file
   * @throws IOException if the file cannot be read or written, holds no identity, or can be read by
   *     others; the message says which, and what to do
   */
  public static RsaIdentity loadOrCreate(Path file) throws IOException {
    String text = SecretFile.readOrCreate(file, RsaIdentity::newKey);
    try {
      return parse(text);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          file
              + " holds no identity: "
              + e.getMessage()
              + "; move it away, and a new identity will be made",
          e);
    }
  }

  /** {@return who this is to others} */
  public RsaPublicKey publicKey() {
    return publicKey;
  }

  /** {@inheritDoc} PKCS#1 in PEM, of which every byte counts. */
  @Override
  public String publicKeyText() {
    return publicKey.text();
  }

  @Override
  public Key key() {
    return publicKey.id();
  }

  /**
   * Signs a value: the hexadecimal digits of the signature, in lower case.
   *
   * @throws IllegalArgumentException if there is text in it that is not ASCII
   */
  String sign(JsonValue value) {
    byte[] root = TreeHash.of(value);
    var engine = new RSADigestSigner(new SHA512Digest());
    engine.init(true, new ParametersWithRandom(privateKey, SECURE));
    engine.update(root, 0, root.length);
    try {
      return HexFormat.of().formatHex(engine.generateSignature());
    } catch (CryptoException e) {
      throw new IllegalStateException("a key of " + MIN_BITS + " bits or more signs anything", e);
    }
  }

  /**
   * {@inheritDoc} The value becomes a JSON string.
   *
   * @throws IllegalArgumentException if the name or the value is not ASCII, or too long
   */
  @Override
  public DrogulusItem sign(String name, byte[] value, long version, Instant expires) {
    return sign(name, JsonValue.of(new String(value, UTF_8)), version, expires);
  }

  /**
   * Makes and signs an item of any JSON; otherwise as {@link #sign(String, byte[], long, Instant)}.
   *
   * @param name the name, in ASCII
   * @param value the value, up to 1 MiB of JSON, with no text in it but ASCII
   * @param version microseconds since 1970
   * @param expires when the item ceases to be; {@link DrogulusItem#NEVER} for never
   * @return the item
   */
  public DrogulusItem sign(String name, JsonValue value, long version, Instant expires) {
    return DrogulusItem.sign(
        this, name, value, DrogulusItem.timestampOf(version), DrogulusItem.secondsOf(expires));
  }

  /**
   * Fails: the drogulus has no tombstones, and its nodes take nothing that is not a value.
   *
   * @throws IllegalArgumentException always
   */
  @Override
  public DrogulusItem tombstone(String name, long version, Instant expires) {
    throw new IllegalArgumentException(
        "the drogulus cannot delete what is named "
            + name
            + "; set another value, or let it expire");
  }

  @Override
  public DrogulusItem renew(OwnedItem item, Instant expires) {
    if (item instanceof DrogulusItem ours && ours.owner().equals(key())) {
      return DrogulusItem.sign(
          this, ours.name(), ours.json(), ours.timestamp(), DrogulusItem.secondsOf(expires));
    }
    throw new IllegalArgumentException("only its owner can renew " + item);
  }

  /** Tells the id, and not the private key. */
  @Override
  public String toString() {
    return "RsaIdentity[" + key().abbreviated() + "]";
  }
}
