package dev.weft.tls;

import java.util.List;
import java.util.Vector;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CertificateStatusRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsServerCertificate;
import org.jspecify.annotations.Nullable;

/** Confined to one handshake: the side that has dialled. */
final class DiallingSide extends DefaultTlsClient implements TlsAuthentication {

  private final TlsIdentity self;

  DiallingSide(TlsIdentity self) {
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
  @SuppressWarnings({"JdkObsolete", "rawtypes"})
  protected Vector<Integer> getSupportedGroups(Vector roles) {
    return new Vector<>(List.of(TlsIdentity.group()));
  }

  @Override
  @SuppressWarnings("JdkObsolete")
  protected Vector<SignatureAndHashAlgorithm> getSupportedSignatureAlgorithms() {
    return TlsIdentity.signatures();
  }

  /** There is no authority that could say anything of a certificate. */
  @Override
  protected @Nullable CertificateStatusRequest getCertificateStatusRequest() {
    return null;
  }

  @Override
  public int getMaxCertificateChainLength() {
    return 1;
  }

  @Override
  public TlsAuthentication getAuthentication() {
    return this;
  }

  /** It was checked when it was read; whose it is the caller asks. */
  @Override
  public void notifyServerCertificate(TlsServerCertificate certificate) {}

  @Override
  public TlsCredentials getClientCredentials(CertificateRequest request) {
    return self.credentials(request.getCertificateRequestContext());
  }
}
