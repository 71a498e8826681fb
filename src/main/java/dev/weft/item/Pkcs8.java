package dev.weft.item;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.spec.InvalidKeySpecException;
import java.util.List;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;
import org.jspecify.annotations.Nullable;

/**
 * The secret of an Ed25519 key pair as text: PKCS#8 in PEM (RFC 8410), in the clear or encrypted by
 * PBES2 (RFC 8018) with AES in CBC mode and a key that PBKDF2 makes of a passphrase in UTF-8.
 * Stateless.
 */
final class Pkcs8 {

  /** What OWASP asks for with HMAC-SHA256: about half a second. */
  private static final int ITERATIONS = 600_000;

  /** Some seconds; a file that asks for more would seem to hang. */
  private static final int MOST_ITERATIONS = 20_000_000;

  private static final String CLEAR = "PRIVATE KEY";
  private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";
  private static final int SECRET_BYTES = 32;
  private static final int BLOCK_BYTES = 16;
  private static final int AES_256 = 256;
  private static final AlgorithmIdentifier ED25519 =
      new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.101.112"));

  private static final List<Named<String>> DERIVATIONS =
      List.of(
          new Named<>(PKCSObjectIdentifiers.id_hmacWithSHA1, "PBKDF2WithHmacSHA1"),
          new Named<>(PKCSObjectIdentifiers.id_hmacWithSHA256, "PBKDF2WithHmacSHA256"),
          new Named<>(PKCSObjectIdentifiers.id_hmacWithSHA512, "PBKDF2WithHmacSHA512"));

  private static final List<Named<Integer>> KEY_BITS =
      List.of(
          new Named<>(NISTObjectIdentifiers.id_aes128_CBC, 128),
          new Named<>(NISTObjectIdentifiers.id_aes192_CBC, 192),
          new Named<>(NISTObjectIdentifiers.id_aes256_CBC, AES_256));

  private Pkcs8() {}

  /** What a name in a file stands for. */
  private record Named<T>(ASN1ObjectIdentifier name, T value) {}

  /** What a key is encrypted with, beside the passphrase. */
  @SuppressWarnings("ArrayRecordComponent") // none is compared
  private record Lock(String derivation, byte[] salt, int iterations, int keyBits, byte[] start) {

    byte[] apply(int mode, char[] passphrase, byte[] bytes) throws GeneralSecurityException {
      byte[] key =
          SecretKeyFactory.getInstance(derivation)
              .generateSecret(new PBEKeySpec(passphrase, salt, iterations, keyBits))
              .getEncoded();
      Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(start));
      return cipher.doFinal(bytes);
    }
  }

  /** Whether a text says that it is an encrypted key. */
  static boolean isEncrypted(String text) {
    return text.contains("-----BEGIN " + ENCRYPTED + "-----");
  }

  /** The text of a secret, encrypted where there is a passphrase. */
  static String write(byte[] secret, char @Nullable [] passphrase) {
    try {
      byte[] clear = new PrivateKeyInfo(ED25519, new DEROctetString(secret)).getEncoded();
      return passphrase == null
          ? pem(CLEAR, clear)
          : pem(ENCRYPTED, encrypt(clear, passphrase).getEncoded());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks AES, or PBKDF2 with HMAC-SHA256", e);
    }
  }

  private static ASN1Object encrypt(byte[] clear, char[] passphrase)
      throws GeneralSecurityException {
    Lock lock =
        new Lock(
            "PBKDF2WithHmacSHA256",
            Identity.random(BLOCK_BYTES),
            ITERATIONS,
            AES_256,
            Identity.random(BLOCK_BYTES));
    var function =
        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);
    var parameters =
        new PBES2Parameters(
            new KeyDerivationFunc(
                PKCSObjectIdentifiers.id_PBKDF2,
                new PBKDF2Params(lock.salt(), lock.iterations(), function)),
            new EncryptionScheme(
                NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(lock.start())));
    return new EncryptedPrivateKeyInfo(
        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, parameters),
        lock.apply(Cipher.ENCRYPT_MODE, passphrase, clear));
  }

  private static String pem(String type, byte[] bytes) throws IOException {
    var text = new StringWriter();
    try (var writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(type, bytes));
    }
    return text.toString();
  }

  /**
   * The secret in a text. The messages of what is thrown go on from the name of the file.
   *
   * @param passphrase needed where it is encrypted, and else not looked at
   * @throws InvalidKeySpecException if there is no key of this kind
   * @throws InvalidKeyException if there may be one, and it cannot be decrypted
   */
  static byte[] read(String text, char @Nullable [] passphrase) throws GeneralSecurityException {
    PemObject pem = pem(text);
    return switch (pem.getType()) {
      case CLEAR -> secret(pem.getContent());
      case ENCRYPTED -> secret(decrypt(pem.getContent(), passphrase));
      default -> throw new InvalidKeySpecException("holds no private key, but a " + pem.getType());
    };
  }

  private static PemObject pem(String text) throws InvalidKeySpecException {
    try (var reader = new PemReader(new StringReader(text))) {
      PemObject first = reader.readPemObject();
      if (first != null) {
        return first;
      }
      throw new InvalidKeySpecException("holds nothing in PEM");
    } catch (IOException | RuntimeException e) {
      throw new InvalidKeySpecException("holds nothing in PEM", e);
    }
  }

  private static byte[] secret(byte[] der) throws InvalidKeySpecException {
    byte[] secret;
    try {
      PrivateKeyInfo info = PrivateKeyInfo.getInstance(der);
      if (!info.getPrivateKeyAlgorithm().getAlgorithm().equals(ED25519.getAlgorithm())) {
        throw new InvalidKeySpecException("holds a key of another kind than Ed25519");
      }
      secret = ASN1OctetString.getInstance(info.parsePrivateKey()).getOctets();
    } catch (IOException | RuntimeException e) {
      throw new InvalidKeySpecException("holds no private key", e);
    }
    if (secret.length != SECRET_BYTES) {
      throw new InvalidKeySpecException("holds a private key of an impossible length");
    }
    return secret;
  }

  private static byte[] decrypt(byte[] der, char @Nullable [] passphrase)
      throws GeneralSecurityException {
    EncryptedPrivateKeyInfo info;
    Lock lock;
    try {
      info = EncryptedPrivateKeyInfo.getInstance(der);
      lock = lock(info.getEncryptionAlgorithm());
    } catch (RuntimeException e) {
      throw new InvalidKeyException(
          "is encrypted in a way that Weft does not know; have it encrypted anew by: openssl pkey"
              + " -aes256 -in OLD -out NEW",
          e);
    }
    if (passphrase == null) {
      throw new InvalidKeyException("is encrypted, and its passphrase was not given");
    }
    try {
      byte[] clear = lock.apply(Cipher.DECRYPT_MODE, passphrase, info.getEncryptedData());
      PrivateKeyInfo.getInstance(clear); // one padding of 256 is right by chance
      return clear;
    } catch (BadPaddingException | IllegalBlockSizeException | RuntimeException e) {
      throw new InvalidKeyException("is encrypted with another passphrase than the one given", e);
    }
  }

  /** Throws some {@link RuntimeException} or other where this is not what it should be. */
  private static Lock lock(AlgorithmIdentifier algorithm) {
    require(algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2));
    var parameters = PBES2Parameters.getInstance(algorithm.getParameters());
    require(
        parameters.getKeyDerivationFunc().getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2));
    var derivation = PBKDF2Params.getInstance(parameters.getKeyDerivationFunc().getParameters());
    EncryptionScheme scheme = parameters.getEncryptionScheme();
    int iterations = derivation.getIterationCount().intValueExact();
    byte[] start = ASN1OctetString.getInstance(scheme.getParameters()).getOctets();
    require(iterations <= MOST_ITERATIONS && start.length == BLOCK_BYTES);
    return new Lock(
        found(DERIVATIONS, derivation.getPrf().getAlgorithm()),
        derivation.getSalt(),
        iterations,
        found(KEY_BITS, scheme.getAlgorithm()),
        start);
  }

  private static <T> T found(List<Named<T>> known, ASN1ObjectIdentifier name) {
    return known.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static void require(boolean known) {
    if (!known) {
      throw new IllegalArgumentException("an unknown way to encrypt");
    }
  }
}
