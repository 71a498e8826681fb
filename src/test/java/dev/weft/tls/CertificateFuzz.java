package dev.weft.tls;

import java.io.IOException;

/** Whatever comes as a certificate is one of an Ed25519 key, or is refused. */
public final class CertificateFuzz {

  private static final Crypto CRYPTO = new Crypto();

  private CertificateFuzz() {}

  /** A certificate in DER. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    try {
      PeerCertificate.read(CRYPTO, bytes);
    } catch (IOException e) {
      // Nearly always: what is made up has no signature.
    }
  }
}
