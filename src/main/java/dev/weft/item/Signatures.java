package dev.weft.item;

/**
 * A way to make and check Ed25519 signatures. Safe for use by any number of threads. All give the
 * same signatures and the same verdicts, those of {@link BouncyCastle}, as nodes that did not would
 * refuse each other's items; they differ in how long it takes.
 */
interface Signatures {

  /** Whoever holds a secret. */
  @FunctionalInterface
  interface Signer {
    /** Signs a message; 64 bytes. */
    byte[] sign(byte[] message);
  }

  /**
   * Prepares a secret for use.
   *
   * @param secret 32 bytes, which the caller leaves as they are
   * @param publicKey the public key that belongs to it
   */
  Signer signer(byte[] secret, byte[] publicKey);

  /**
   * Whether a signature was made over a message with the secret behind a public key.
   *
   * @param publicKey 32 bytes
   * @param signature 64 bytes
   */
  boolean verify(byte[] publicKey, byte[] message, byte[] signature);
}
