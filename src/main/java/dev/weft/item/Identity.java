package dev.weft.item;

import dev.weft.kademlia.Key;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * An Ed25519 key pair: who a node is, and who an item belongs to. Immutable, and safe for use by
 * any number of threads.
 *
 * <p>The signatures are BouncyCastle's, or of a faster provider, if there is one: {@code
 * SignatureChoice} has the rule, and the system property {@code weft.signatures} breaks it.
 */
public final class Identity implements Owner {

  /** The length of a public key, in bytes. */
  public static final int PUBLIC_KEY_BYTES = Ed25519.PUBLIC_KEY_SIZE;

  /** The length of a signature, in bytes. */
  public static final int SIGNATURE_BYTES = Ed25519.SIGNATURE_SIZE;

  private static final Signatures SIGNATURES = SignatureChoice.best();

  private final byte[] publicKey;
  private final Signatures.Signer signer;
  private final Key key;

  private Identity(byte[] secret) {
    this.publicKey = new byte[PUBLIC_KEY_BYTES];
    Ed25519.generatePublicKey(secret, 0, publicKey, 0);
    this.signer = SIGNATURES.signer(secret, publicKey);
    this.key = Key.hash(publicKey);
  }

  /** {@return a new identity from the system's secure random source} */
  public static Identity generate() {
    return new Identity(newSecret());
  }

  private static byte[] newSecret() {
    return random(Ed25519.SECRET_KEY_SIZE);
  }

  /** Bytes that nobody can guess. */
  static byte[] random(int count) {
    byte[] bytes = new byte[count];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  /**
   * {@return the identity with this secret: the same secret gives the same identity}
   *
   * @param secret 32 bytes that nobody else knows
   * @throws IllegalArgumentException if there are not 32 of them
   */
  public static Identity fromSecret(byte[] secret) {
    if (secret.length != Ed25519.SECRET_KEY_SIZE) {
      throw new IllegalArgumentException(
          "a secret key has " + Ed25519.SECRET_KEY_SIZE + " bytes, and these are " + secret.length);
    }
    return new Identity(secret.clone());
  }

  /**
   * Reads the identity in a file, or makes one and writes it there, readable by its owner only, as
   * {@link IdentityFile} says.
   *
   * @param file where it is kept
   * @return the identity in the file
   * @throws IOException if the file cannot be read or written, holds no identity, is encrypted, or
   *     can be read by others; the message says which, and what to do
   */
  public static Identity loadOrCreate(Path file) throws IOException {
    return new Identity(IdentityFile.readOrCreate(file, null, Identity::newSecret));
  }

  /**
   * Reads the identity in a file that may be encrypted, or makes one and writes it there encrypted.
   * That takes about half a second, so that guessing takes long.
   *
   * @param file where it is kept
   * @param passphrase not looked at where there is a file in the clear; no copy of it is kept
   * @return the identity in the file
   * @throws IOException as of {@link #loadOrCreate(Path)}, and if the file is encrypted with
   *     another passphrase
   * @throws IllegalArgumentException if there is no file, and the passphrase is empty
   */
  public static Identity loadOrCreate(Path file, char[] passphrase) throws IOException {
    return new Identity(IdentityFile.readOrCreate(file, passphrase, Identity::newSecret));
  }

  /** SHA-512 of the public key: the key of this identity's node, and the owner of its items. */
  @Override
  public Key key() {
    return key;
  }

  /** {@return the public key, 32 bytes; a copy} */
  public byte[] publicKey() {
    return publicKey.clone();
  }

  @Override
  public String publicKeyText() {
    return HexFormat.of().formatHex(publicKey);
  }

  /**
   * Signs a message; 64 bytes.
   *
   * @param message any bytes
   * @return the Ed25519 signature, 64 bytes
   */
  public byte[] sign(byte[] message) {
    return signer.sign(message);
  }

  @Override
  public NamedItem sign(String name, byte[] value, long version, Instant expires) {
    return NamedItem.sign(this, name, value, version, expires);
  }

  @Override
  public NamedItem tombstone(String name, long version, Instant expires) {
    return NamedItem.tombstone(this, name, version, expires);
  }

  @Override
  public NamedItem renew(OwnedItem item, Instant expires) {
    if (item instanceof NamedItem named) {
      return named.renew(this, expires);
    }
    throw new IllegalArgumentException("an item of another wire cannot be renewed: " + item);
  }

  @Override
  public Announcement announce(Announcement.Terms terms) {
    return Announcement.sign(this, terms);
  }

  /**
   * {@return whether a signature was made over a message with the secret behind a public key} Keys
   * and signatures of another length than theirs verify nothing.
   *
   * @param publicKey 32 bytes
   * @param message any bytes
   * @param signature 64 bytes
   */
  public static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    return publicKey.length == PUBLIC_KEY_BYTES
        && signature.length == SIGNATURE_BYTES
        && SIGNATURES.verify(publicKey, message, signature);
  }

  /** Tells the key, and not the secret. */
  @Override
  public String toString() {
    return "Identity[" + key.abbreviated() + "]";
  }
}
