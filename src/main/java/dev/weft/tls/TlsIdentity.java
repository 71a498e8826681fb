package dev.weft.tls;

import dev.weft.item.Identity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.crypto.TlsStreamSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;

/**
 * What a node shows and proves in its handshakes: its certificate, made once. Immutable, and safe
 * for use by any number of threads.
 */
public final class TlsIdentity {

  private static final SignatureAndHashAlgorithm ED25519 =
      SignatureScheme.getSignatureAndHashAlgorithm(SignatureScheme.ed25519);

  private final Identity identity;
  private final Crypto crypto = new Crypto();
  private final CertificateEntry[] chain;

  /**
   * @param certificate what is shown
   */
  TlsIdentity(Identity identity, byte[] certificate) throws IOException {
    this.identity = identity;
    this.chain =
        new CertificateEntry[] {
          new CertificateEntry(new BcTlsCertificate(crypto, certificate), null)
        };
  }

  /**
   * Makes that of a node.
   *
   * @throws IOException never, as far as anybody knows: if the certificate cannot be made
   */
  public static TlsIdentity of(Identity identity) throws IOException {
    return new TlsIdentity(identity, Certificates.make(identity));
  }

  Crypto crypto() {
    return crypto;
  }

  static ProtocolVersion[] versions() {
    return ProtocolVersion.TLSv13.only();
  }

  static int[] cipherSuites() {
    return new int[] {CipherSuite.TLS_AES_128_GCM_SHA256};
  }

  static int group() {
    return NamedGroup.x25519;
  }

  /** The one kind of signature, as the library wants it. */
  @SuppressWarnings("JdkObsolete")
  static Vector<SignatureAndHashAlgorithm> signatures() {
    return new Vector<>(List.of(ED25519));
  }

  /**
   * What proves the identity in one handshake.
   *
   * @param requestContext what the peer wants to have repeated
   */
  TlsCredentialedSigner credentials(byte[] requestContext) {
    return new Prover(identity, new Certificate(requestContext, chain));
  }

  /** Confined to one handshake: gathers what is to be signed. */
  private static final class Prover implements TlsCredentialedSigner, TlsStreamSigner {
    private final Identity identity;
    private final Certificate shown;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();

    Prover(Identity identity, Certificate shown) {
      this.identity = identity;
      this.shown = shown;
    }

    @Override
    public Certificate getCertificate() {
      return shown;
    }

    @Override
    public SignatureAndHashAlgorithm getSignatureAndHashAlgorithm() {
      return ED25519;
    }

    @Override
    public TlsStreamSigner getStreamSigner() {
      return this;
    }

    @Override
    public OutputStream getOutputStream() {
      return message;
    }

    @Override
    public byte[] getSignature() {
      return generateRawSignature(message.toByteArray());
    }

    @Override
    public byte[] generateRawSignature(byte[] signed) {
      return identity.sign(signed);
    }
  }
}
