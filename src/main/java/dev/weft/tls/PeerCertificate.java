package dev.weft.tls;

import dev.weft.item.Identity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.Tls13Verifier;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * Immutable: what is kept of a certificate that was checked, the key in it, which signatures are
 * held against. What else it said nobody believes, and as long as the connection lasts it would
 * take 2 KiB; so the library is shown that of nobody in its place.
 */
final class PeerCertificate extends BcTlsCertificate {

  private static final Certificate NOBODYS = Certificates.ofNobody();

  private final byte[] key;

  private PeerCertificate(BcTlsCrypto crypto, byte[] key) {
    super(crypto, NOBODYS);
    this.key = key;
  }

  /**
   * What a stranger shows.
   *
   * @throws TlsFatalAlert if that is no certificate, or not one of an Ed25519 key that it signed
   */
  static PeerCertificate read(BcTlsCrypto crypto, byte[] encoding) throws IOException {
    try {
      return new PeerCertificate(crypto, Certificates.key(parseCertificate(encoding)));
    } catch (RuntimeException e) {
      // The library reads some parts only when they are asked for, and then throws what it likes.
      throw new TlsFatalAlert(AlertDescription.bad_certificate, e);
    }
  }

  /** The key that the peer has proved, when the handshake is over. */
  static byte[] proved(TlsContext context) {
    var shown = context.getSecurityParametersConnection().getPeerCertificate();
    return ((PeerCertificate) shown.getCertificateAt(0)).key.clone();
  }

  @Override
  public Tls13Verifier createVerifier(int signatureScheme) {
    return new Verifier(key);
  }

  /** Confined to one handshake: gathers what was signed. */
  private static final class Verifier implements Tls13Verifier {
    private final byte[] key;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();

    Verifier(byte[] key) {
      this.key = key;
    }

    @Override
    public OutputStream getOutputStream() {
      return message;
    }

    @Override
    public boolean verifySignature(byte[] signature) {
      return Identity.verify(key, message.toByteArray(), signature);
    }
  }
}
