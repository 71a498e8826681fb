package dev.weft.tls;

import dev.weft.item.Identity;
import java.io.IOException;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlert;

/**
 * The certificates that nodes show each other: X.509, of an Ed25519 key, and signed by it.
 * Stateless.
 *
 * <p>Of a peer's, the key is taken and nothing else is believed or looked at: not the names, not
 * the dates. The signature is checked all the same, so that what was changed on the way is told
 * from what is somebody else's.
 */
final class Certificates {

  /** RFC 8410. */
  private static final AlgorithmIdentifier ED25519 =
      new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.101.112"));

  private static final X500Name NAME = new X500Name("CN=weft");

  private static final Time ALWAYS = new Time(new DERUTCTime("700101000000Z"));

  /** RFC 5280, section 4.1.2.5: of a certificate that does not end. */
  private static final Time NEVER = new Time(new DERGeneralizedTime("99991231235959Z"));

  private Certificates() {}

  /** The certificate of an identity, in DER: always the same. */
  static byte[] make(Identity identity) throws IOException {
    TBSCertificate content = content(identity.publicKey());
    return signed(content, identity.sign(content.getEncoded(ASN1Encoding.DER)))
        .getEncoded(ASN1Encoding.DER);
  }

  private static TBSCertificate content(byte[] publicKey) {
    var content = new V3TBSCertificateGenerator();
    content.setSerialNumber(ASN1Integer.ONE);
    content.setSignature(ED25519);
    content.setIssuer(NAME);
    content.setSubject(NAME);
    content.setStartDate(ALWAYS);
    content.setEndDate(NEVER);
    content.setSubjectPublicKeyInfo(new SubjectPublicKeyInfo(ED25519, publicKey));
    return content.generateTBSCertificate();
  }

  private static DERSequence signed(TBSCertificate content, byte[] signature) {
    return new DERSequence(new ASN1Encodable[] {content, ED25519, new DERBitString(signature)});
  }

  /** One that names no key and was signed by none. */
  static Certificate ofNobody() {
    return Certificate.getInstance(
        signed(content(new byte[Identity.PUBLIC_KEY_BYTES]), new byte[0]));
  }

  /**
   * The public key in a certificate, 32 bytes.
   *
   * @throws TlsFatalAlert if that is no Ed25519 key, or has not signed the certificate
   */
  static byte[] key(Certificate certificate) throws IOException {
    SubjectPublicKeyInfo info = certificate.getSubjectPublicKeyInfo();
    byte[] key = info.getPublicKeyData().getOctets();
    byte[] signed = certificate.getTBSCertificate().getEncoded(ASN1Encoding.DER);
    if (!info.getAlgorithm().equals(ED25519)
        || !certificate.getSignatureAlgorithm().equals(ED25519)
        || !Identity.verify(key, signed, certificate.getSignature().getOctets())) {
      throw new TlsFatalAlert(
          AlertDescription.bad_certificate,
          "its certificate is not one that an Ed25519 key signed for itself");
    }
    return key;
  }
}
