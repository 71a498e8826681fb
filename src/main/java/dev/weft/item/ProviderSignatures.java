package dev.weft.item;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Ed25519 by a provider of the Java Cryptography Architecture. Immutable; each signature has an
 * engine of its own.
 *
 * <h2>How it works, and why</h2>
 *
 * <p>Libraries disagree about signatures that nobody makes by accident (Chalkias, Garillot,
 * Nikolaenko: Taming the many EdDSAs, 2020). Most accept keys of small order, for which everybody
 * can sign, and some accept keys in a second spelling, neither of which {@link BouncyCastle} does;
 * and most refuse what holds only times the cofactor, which it accepts. The others' verdict is
 * taken only where it is <i>yes</i>, and the key none that BouncyCastle might refuse. In all else
 * it decides. What was signed honestly never needs it; and what was not takes longer, half as long
 * again.
 */
final class ProviderSignatures implements Signatures {

  private static final String ALGORITHM = "Ed25519";
  private static final HexFormat HEX = HexFormat.of();

  /** What stands before a secret in PKCS #8, and before a public key in X.509 (RFC 8410). */
  private static final byte[] PKCS8 = HEX.parseHex("302e020100300506032b657004220420");

  private static final byte[] X509 = HEX.parseHex("302a300506032b6570032100");

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int LAST_INT = Identity.PUBLIC_KEY_BYTES - Integer.BYTES;

  private static final Signatures LAST_WORD = new BouncyCastle();

  private final Provider provider;
  private final KeyFactory keys;

  private ProviderSignatures(Provider provider, KeyFactory keys) {
    this.provider = provider;
    this.keys = keys;
  }

  /** The signatures of a provider, if it makes and checks them as it should. */
  static Optional<Signatures> of(Provider provider) {
    try {
      var signatures = new ProviderSignatures(provider, keys(provider));
      return signatures.isSound() ? Optional.of(signatures) : Optional.empty();
    } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
      return Optional.empty();
    }
  }

  /** Not every provider reads keys; all can use those that the JDK has read. */
  private static KeyFactory keys(Provider provider) throws GeneralSecurityException {
    return provider.getService("KeyFactory", ALGORITHM) == null
        ? KeyFactory.getInstance(ALGORITHM)
        : KeyFactory.getInstance(ALGORITHM, provider);
  }

  /** RFC 8032, section 7.1, test 3; and three that must be refused. */
  private boolean isSound() throws GeneralSecurityException {
    byte[] secret =
        HEX.parseHex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");
    byte[] publicKey =
        HEX.parseHex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
    byte[] message = HEX.parseHex("af82");
    String r = "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac";
    byte[] signature =
        HEX.parseHex(r + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
    // The second half plus the order of the curve's group, which changes nothing but the spelling.
    byte[] respelled =
        HEX.parseHex(r + "05d391b0a77904e98404ef037747a56e4a7c15e9716ed28dc027beceea1ec41a");
    byte[] ofOther = signature.clone();
    ofOther[0]++;
    return Arrays.equals(make(privateKey(secret), message), signature)
        && accepts(publicKey, message, signature)
        && refuses(publicKey, message, respelled)
        && refuses(publicKey, message, ofOther)
        && refuses(publicKey, new byte[0], signature);
  }

  private boolean refuses(byte[] publicKey, byte[] message, byte[] signature) {
    try {
      return !accepts(publicKey, message, signature);
    } catch (GeneralSecurityException e) {
      return true;
    }
  }

  private PrivateKey privateKey(byte[] secret) throws GeneralSecurityException {
    return keys.generatePrivate(new PKCS8EncodedKeySpec(join(PKCS8, secret)));
  }

  private static byte[] join(byte[] head, byte[] rest) {
    byte[] all = Arrays.copyOf(head, head.length + rest.length);
    System.arraycopy(rest, 0, all, head.length, rest.length);
    return all;
  }

  private byte[] make(PrivateKey key, byte[] message) throws GeneralSecurityException {
    Signature engine = Signature.getInstance(ALGORITHM, provider);
    engine.initSign(key);
    engine.update(message);
    return engine.sign();
  }

  private boolean accepts(byte[] publicKey, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    PublicKey key = keys.generatePublic(new X509EncodedKeySpec(join(X509, publicKey)));
    Signature engine = Signature.getInstance(ALGORITHM, provider);
    engine.initVerify(key);
    engine.update(message);
    return engine.verify(signature);
  }

  @Override
  public Signer signer(byte[] secret, byte[] publicKey) {
    Signer other = LAST_WORD.signer(secret, publicKey);
    try {
      PrivateKey key = privateKey(secret);
      return message -> {
        try {
          return make(key, message);
        } catch (GeneralSecurityException | ProviderException e) {
          return other.sign(message);
        }
      };
    } catch (GeneralSecurityException | ProviderException e) {
      return other;
    }
  }

  @Override
  public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    try {
      if (!isDoubtful(publicKey) && accepts(publicKey, message, signature)) {
        return true;
      }
    } catch (GeneralSecurityException | ProviderException e) {
      // This one does not even read them: the other has the last word all the same.
    }
    return LAST_WORD.verify(publicKey, message, signature);
  }

  /**
   * Whether a key may be of small order, or not spelled as it should be. Such keys end in the
   * highest bytes of 0 or 1, of the field's prime or what is a little less or more, or of the two
   * points of order 8; of others, one in 500 million does.
   */
  private static boolean isDoubtful(byte[] publicKey) {
    return switch ((int) INT.get(publicKey, LAST_INT) & Integer.MAX_VALUE) {
      case 0, Integer.MAX_VALUE, 0x7a03ac92, 0x05fc536d -> true;
      default -> false;
    };
  }

  /** The provider's name. */
  @Override
  public String toString() {
    return provider.getName();
  }
}
