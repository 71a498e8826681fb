package dev.weft.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.item.Identity;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.tls.TlsFatalAlert;
import org.junit.jupiter.api.Test;

class CertificatesTest {

  private static final String ED25519 = "06032b6570";
  private static final String X25519 = "06032b656e";

  private final Identity identity = Identity.fromSecret(new byte[32]);

  private static byte[] key(byte[] certificate) throws Exception {
    return Certificates.key(Certificate.getInstance(certificate));
  }

  @Test
  void aCertificateHoldsTheKeyAndIsSignedByItAsTheJdkFindsToo() throws Exception {
    byte[] made = Certificates.make(identity);
    assertThat(key(made)).isEqualTo(identity.publicKey());
    assertThat(Certificates.make(identity)).isEqualTo(made);
    var read =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(made));
    read.verify(read.getPublicKey());
    read.checkValidity();
    assertThat(read.getNotAfter()).hasSameTimeAs("9999-12-31T23:59:59Z");
  }

  @Test
  void otherAlgorithmsAreRefused() throws Exception {
    String made = HexFormat.of().formatHex(Certificates.make(identity));
    int ofSignature = made.lastIndexOf(ED25519);
    int ofKey = made.lastIndexOf(ED25519, ofSignature - 1);
    for (int at : new int[] {ofSignature, ofKey}) {
      String changed = made.substring(0, at) + X25519 + made.substring(at + X25519.length());
      assertThatThrownBy(() -> key(HexFormat.of().parseHex(changed)))
          .isInstanceOf(TlsFatalAlert.class)
          .hasMessageContaining("bad_certificate");
    }
  }

  @Test
  void aSignatureThatIsNotTheKeysIsRefused() throws Exception {
    byte[] changed = Certificates.make(identity);
    changed[changed.length - 1] ^= 1;
    assertThatThrownBy(() -> key(changed)).isInstanceOf(TlsFatalAlert.class);
  }

  /**
   * Found by fuzzing: tagged as another choice, which the library tells when it is asked for it.
   */
  @Test
  void aPartOfAnotherKindThanItsTagSaysIsRefused() throws Exception {
    byte[] changed = Certificates.make(identity);
    changed[5] = (byte) 0x80;
    assertThatThrownBy(() -> PeerCertificate.read(new Crypto(), changed))
        .isInstanceOf(TlsFatalAlert.class)
        .hasMessageContaining("bad_certificate");
  }
}
