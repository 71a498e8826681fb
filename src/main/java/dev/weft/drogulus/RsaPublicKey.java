package dev.weft.drogulus;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.weft.kademlia.Key;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Who a node, or an owner of items, is to others. Immutable, and safe for use by any number of
 * threads.
 *
 * <p>The text is the identity, byte for byte: another spelling of the same RSA key is another node.
 * Any text has an id; but not every text is a key that could have made a signature.
 */
public final class RsaPublicKey {

  /** The fewest bits of a key that can sign: its signatures have to hold a SHA-512. */
  static final int MIN_BITS = 752;

  /** The most bits that are taken from a stranger: it is we who have to calculate with them. */
  static final int MAX_BITS = 8192;

  private static final int MAX_EXPONENT_BITS = 32;
  private static final int MAX_TEXT = 8 * 1024;
  static final String ALGORITHM = "SHA512withRSA";

  private final String text;
  private final Key id;

  /** Null where the text is no key, or one that is not taken. */
  private final @Nullable PublicKey key;

  private RsaPublicKey(String text, Key id, @Nullable PublicKey key) {
    this.text = text;
    this.id = id;
    this.key = key;
  }

  /**
   * {@return the id that goes with a text: its SHA-512}
   *
   * @param text any text
   */
  public static Key idOf(String text) {
    return Key.of(text);
  }

  /**
   * {@return what a text says: a key, or none that is usable}
   *
   * @param text any text
   */
  public static RsaPublicKey of(String text) {
    return new RsaPublicKey(text, idOf(text), parse(text));
  }

  private static @Nullable PublicKey parse(String text) {
    if (text.length() > MAX_TEXT || !US_ASCII.newEncoder().canEncode(text)) {
      return null;
    }
    try {
      var numbers = org.bouncycastle.asn1.pkcs.RSAPublicKey.getInstance(Pem.PUBLIC.decode(text));
      BigInteger modulus = numbers.getModulus();
      BigInteger exponent = numbers.getPublicExponent();
      return modulus.bitLength() >= MIN_BITS
              && modulus.bitLength() <= MAX_BITS
              && exponent.compareTo(BigInteger.TWO) > 0
              && exponent.bitLength() <= MAX_EXPONENT_BITS
          ? KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent))
          : null;
    } catch (GeneralSecurityException | RuntimeException e) {
      // Strangers wrote it, and every layer has exceptions of its own for what it cannot read.
      return null;
    }
  }

  /** {@return the PKCS#1 PEM text, as it came} */
  public String text() {
    return text;
  }

  /** {@return SHA-512 of the text: the id of the node, and the owner of its items} */
  public Key id() {
    return id;
  }

  /** {@return whether the text is a key that could have signed something} */
  public boolean isUsable() {
    return key != null;
  }

  /**
   * {@return whether a signature over a value was made with the private key}
   *
   * @param value what was signed
   * @param signature hexadecimal digits, in either case
   */
  public boolean hasSigned(JsonValue value, String signature) {
    if (key == null) {
      return false;
    }
    try {
      Signature engine = Signature.getInstance(ALGORITHM);
      engine.initVerify(key);
      engine.update(TreeHash.of(value));
      return engine.verify(HexFormat.of().parseHex(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // No hexadecimal digits, no ASCII in the value, or a signature of another length.
      return false;
    }
  }

  /** The same text. */
  @Override
  public boolean equals(Object other) {
    return other instanceof RsaPublicKey that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "RsaPublicKey[" + id.abbreviated() + "]";
  }
}
