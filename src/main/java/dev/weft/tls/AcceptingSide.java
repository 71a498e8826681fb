package dev.weft.tls;

import java.io.IOException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;

/** Confined to one handshake: the side that was dialled. */
final class AcceptingSide extends DefaultTlsServer {

  private final TlsIdentity self;

  AcceptingSide(TlsIdentity self) {
    super(self.crypto());
    this.self = self;
  }

  /** The key of the other side, when the handshake is over. */
  byte[] peer() {
    return PeerCertificate.proved(context);
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return TlsIdentity.versions();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return TlsIdentity.cipherSuites();
  }

  @Override
  public int[] getSupportedGroups() {
    return new int[] {TlsIdentity.group()};
  }

  @Override
  public int getMaxCertificateChainLength() {
    return 1;
  }

  @Override
  public TlsCredentials getCredentials() {
    return self.credentials(TlsUtils.EMPTY_BYTES);
  }

  @Override
  public CertificateRequest getCertificateRequest() throws IOException {
    return new CertificateRequest(TlsUtils.EMPTY_BYTES, TlsIdentity.signatures(), null, null);
  }

  /** One that is shown was checked when it was read; whose it is the caller asks. */
  @Override
  public void notifyClientCertificate(Certificate certificate) throws IOException {
    if (certificate.isEmpty()) {
      throw new TlsFatalAlert(AlertDescription.certificate_required, "it shows no certificate");
    }
  }
}
