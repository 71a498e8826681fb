package dev.weft.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mockStatic;

import java.io.IOException;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.MockedStatic;

/** Private keys as openssl 3.0 wrote them, and as nobody should. */
class Pkcs8Test {

  /** openssl genpkey -algorithm ed25519 -out k.pem. */
  private static final String CLEAR =
      """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEIKFKPnd1cdWiuNU7E6A9K8NVlDgZ6ece+C81cuIsg1wa
      -----END PRIVATE KEY-----
      """;

  private static final byte[] SECRET =
      HexFormat.of().parseHex("a14a3e777571d5a2b8d53b13a03d2bc355943819e9e71ef82f3572e22c835c1a");

  private static final char[] PASSPHRASE = "Käse".toCharArray();

  @Test
  void aKeyInTheClearIsTheTextThatOpensslWrites() throws GeneralSecurityException {
    assertThat(Pkcs8.read(CLEAR, null)).isEqualTo(SECRET);
    assertThat(Pkcs8.write(SECRET, null)).isEqualToNormalizingNewlines(CLEAR);
    assertThat(Pkcs8.isEncrypted(CLEAR)).isFalse();
    assertThat(Pkcs8.read("Bag Attributes: none\n" + CLEAR, PASSPHRASE)).isEqualTo(SECRET);
  }

  @Test
  void anEncryptedKeyIsReadWithItsPassphraseAloneAndNeverWrittenAlike()
      throws GeneralSecurityException {
    String text = Pkcs8.write(SECRET, PASSPHRASE);
    assertThat(text).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
    assertThat(Pkcs8.isEncrypted(text)).isTrue();
    assertThat(Pkcs8.read(text, PASSPHRASE)).isEqualTo(SECRET);
    assertThat(Pkcs8.write(SECRET, PASSPHRASE)).isNotEqualTo(text);
    assertThatExceptionOfType(InvalidKeyException.class)
        .isThrownBy(() -> Pkcs8.read(text, null))
        .withMessage("is encrypted, and its passphrase was not given");
  }

  /** openssl pkcs8 -topk8 -in k.pem, with -v2 aes256 and others of -v2 and -v2prf. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAjTbyF0f86sLgICCAAw
        DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEDxKPxe6HB5JPbJmjzsOsMIEQMMd
        wYkr+JrPKKNejv7q9/wWfOVobhRLmNVVSvNWq9NigGvgsg1KGn5nkrbWb/POsaNc
        RS3T6e8ivOf6+SB+r5I=
        """,
        """
        MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAj7XiqWg1l8+AICCAAw
        DAYIKoZIhvcNAgsFADAdBglghkgBZQMEARYEEFxkgFnUW3KR4z54y7vEwrcEQGIw
        fW9fLcwx+imQJZlSIOG2FSTwOeSNFA1TZ1R18cQ1oeICXpKKfFCAgDjjyntov9gS
        xdzIxhzBVZZpsCVOmMk=
        """,
        """
        MIGNMEkGCSqGSIb3DQEFDTA8MBsGCSqGSIb3DQEFDDAOBAitxYYBkBG2jwICCAAw
        HQYJYIZIAWUDBAECBBADjnXtlqPOQOadIPWHT4OgBECzSHr4JWEq1lylNz5D4m8J
        AJK8PWp0PwOIc1eV8Gf1p9OcGhfY2CYmql1ynVH1bL82HFnbvyPN9KI5F+c0ZlDZ
        """
      })
  void whatOpensslEncryptsByAesIsRead(String body) throws GeneralSecurityException {
    String text = encrypted(body);
    assertThat(Pkcs8.read(text, PASSPHRASE)).isEqualTo(SECRET);
    assertThatExceptionOfType(InvalidKeyException.class)
        .isThrownBy(() -> Pkcs8.read(text, "Kase".toCharArray()))
        .withMessage("is encrypted with another passphrase than the one given");
  }

  /** The same, with -scrypt, -v1 PBE-SHA1-3DES, and -v2 des3. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        MIGTME8GCSqGSIb3DQEFDTBCMCEGCSsGAQQB2kcECzAUBAgZNwi5zlHGZgICQAAC
        AQgCAQEwHQYJYIZIAWUDBAEqBBDVnnQonT7Sl+vBKKiXD7fbBEBTd0PmMnUBuJ8j
        iUSC+cFPX0MqMh7PoWZyQEIc82eY5zgwVwt1bQWPYBC25K0qxXhWmUFP2ywfiYGr
        XecfBd77
        """,
        """
        MFgwHAYKKoZIhvcNAQwBAzAOBAj6VRDbapVQkQICCAAEOJMfsOL4a89F//Oatrew
        w74k+y1kmAU2FU4CWDQuIe42qagXhdqYgRbhavXiSMMKtnJTADeXMv3E
        """,
        """
        MIGKME4GCSqGSIb3DQEFDTBBMCkGCSqGSIb3DQEFDDAcBAh+DQjM3a21ggICCAAw
        DAYIKoZIhvcNAgkFADAUBggqhkiG9w0DBwQIf+vPUPGAKWoEOKZS11Dr+UqzN1sY
        ClL+HhEldQVwdM63Yw8eKt1Z+QQjWBifxMy7DhBri8b9O/xeR//OuJx1DwG6
        """
      })
  void whatIsEncryptedOtherwiseIsToldApartWithTheRemedy(String body) {
    assertUnknown(encrypted(body));
  }

  @Test
  void aJavaThatCannotEncryptIsTold() {
    try (MockedStatic<Cipher> ciphers = mockStatic(Cipher.class)) {
      ciphers.when(() -> Cipher.getInstance(any())).thenThrow(new NoSuchAlgorithmException());
      assertThatIllegalStateException()
          .isThrownBy(() -> Pkcs8.write(SECRET, PASSPHRASE))
          .withMessage("this Java lacks AES, or PBKDF2 with HMAC-SHA256");
    }
  }

  @Test
  void whatWouldTakeForeverToDecryptIsRefused() throws IOException {
    assertUnknown(locked(20_000_001, 16, new byte[48]));
    assertUnknown(locked(1, 15, new byte[48]));
  }

  @Test
  void whatIsDamagedIsTakenForAnotherPassphrase() throws IOException {
    for (byte[] bytes : new byte[][] {new byte[48], new byte[47]}) {
      String text = locked(1, 16, bytes);
      assertThatExceptionOfType(InvalidKeyException.class)
          .isThrownBy(() -> Pkcs8.read(text, PASSPHRASE))
          .withMessageContaining("another passphrase");
    }
  }

  @Test
  void aKeyThatBringsItsPublicKeyIsReadAsWell() throws Exception {
    assertThat(Pkcs8.read(pem(info(new DEROctetString(SECRET), new byte[32])), null))
        .isEqualTo(SECRET);
  }

  @Test
  void keysOfOtherKindsAndLengthsAreNamed() throws IOException {
    assertNone(
        """
        -----BEGIN PRIVATE KEY-----
        MEcCAQAwBQYDK2VxBDsEOSpTJIAfUm82M7FljEAIGEHwxmpWnePKfGRMEYVvt8Hn
        ifUjDmdMzGpbidLMkVFBWXK9CAZyvVsVyw==
        -----END PRIVATE KEY-----
        """,
        "holds a key of another kind than Ed25519");
    assertNone(
        """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEABe49jtGvOMWGhLwlC46aYeKsTC6x+DZUkt/yAczkktQ=
        -----END PUBLIC KEY-----
        """,
        "holds no private key, but a PUBLIC KEY");
    byte[] shorter = Arrays.copyOf(SECRET, 31);
    assertNone(
        pem(info(new DEROctetString(shorter), null)),
        "holds a private key of an impossible length");
    assertNone(pem(info(DERNull.INSTANCE, null)), "holds no private key");
    assertNone(pem(DERNull.INSTANCE), "holds no private key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "what",
        "-----BEGIN PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----\n"
      })
  void textThatIsNotPemHoldsNothing(String text) {
    assertNone(text, "holds nothing in PEM");
  }

  private static void assertNone(String text, String message) {
    assertThatExceptionOfType(InvalidKeySpecException.class)
        .isThrownBy(() -> Pkcs8.read(text, null))
        .withMessage(message);
  }

  private static void assertUnknown(String text) {
    assertThatExceptionOfType(InvalidKeyException.class)
        .isThrownBy(() -> Pkcs8.read(text, PASSPHRASE))
        .withMessageStartingWith("is encrypted in a way that Weft does not know")
        .withMessageContaining("openssl pkey -aes256 -in OLD -out NEW");
  }

  private static PrivateKeyInfo info(ASN1Encodable secret, byte[] publicKey) throws IOException {
    return new PrivateKeyInfo(
        new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.101.112")), secret, null, publicKey);
  }

  private static String locked(int iterations, int startBytes, byte[] bytes) throws IOException {
    ASN1ObjectIdentifier sha256 = PKCSObjectIdentifiers.id_hmacWithSHA256;
    var derivation = new PBKDF2Params(new byte[8], iterations, new AlgorithmIdentifier(sha256));
    var parameters =
        new PBES2Parameters(
            new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, derivation),
            new EncryptionScheme(
                NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(new byte[startBytes])));
    return pem(
        "ENCRYPTED PRIVATE KEY",
        new EncryptedPrivateKeyInfo(
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, parameters), bytes));
  }

  private static String pem(ASN1Encodable content) throws IOException {
    return pem("PRIVATE KEY", content);
  }

  private static String pem(String type, ASN1Encodable content) throws IOException {
    var text = new StringWriter();
    try (var writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(type, content.toASN1Primitive().getEncoded()));
    }
    return text.toString();
  }

  private static String encrypted(String body) {
    return "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
        + body
        + "-----END ENCRYPTED PRIVATE KEY-----\n";
  }
}
