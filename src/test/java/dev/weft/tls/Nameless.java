package dev.weft.tls;

import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.crypto.TlsCrypto;

/** A side that dials and shows nothing of itself. */
final class Nameless extends DefaultTlsClient implements TlsAuthentication {

  Nameless(TlsCrypto crypto) {
    super(crypto);
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return ProtocolVersion.TLSv13.only();
  }

  @Override
  public TlsAuthentication getAuthentication() {
    return this;
  }

  @Override
  public void notifyServerCertificate(TlsServerCertificate certificate) {}

  @Override
  public TlsCredentials getClientCredentials(CertificateRequest request) {
    return null;
  }
}
