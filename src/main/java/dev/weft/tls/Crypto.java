package dev.weft.tls;

import java.io.IOException;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.TlsAEADCipher;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * BouncyCastle's cryptography in plain Java, but for two things: certificates are our {@link
 * PeerCertificate}s, and AES is the JDK's. Safe for use by any number of threads.
 */
final class Crypto extends BcTlsCrypto {

  @Override
  public TlsCertificate createCertificate(short type, byte[] encoding) throws IOException {
    return PeerCertificate.read(this, encoding);
  }

  @Override
  protected TlsAEADCipher createCipher_AES_GCM(
      TlsCryptoParameters parameters, int keyBytes, int macBytes) throws IOException {
    return new TlsAEADCipher(
        parameters,
        new JdkCipher(true),
        new JdkCipher(false),
        keyBytes,
        macBytes,
        TlsAEADCipher.AEAD_GCM,
        null);
  }
}
