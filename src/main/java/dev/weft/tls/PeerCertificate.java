package dev.weft.tls;

import dev.weft.item.Identity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.crypto.Tls13Verifier;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** Immutable: a certificate, checked when it is made; signatures are held against its key. */
final class PeerCertificate extends BcTlsCertificate {

  private final byte[] key;

  PeerCertificate(BcTlsCrypto crypto, byte[] encoding) throws IOException {
    super(crypto, encoding);
    this.key = Certificates.key(getCertificate());
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
