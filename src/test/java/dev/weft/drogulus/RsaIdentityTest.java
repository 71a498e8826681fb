package dev.weft.drogulus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mockConstruction;
import static org.mockito.Mockito.when;

import dev.weft.item.Identity;
import dev.weft.item.NamedItem;
import dev.weft.kademlia.Key;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.signers.RSADigestSigner;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class RsaIdentityTest {

  private static final Instant LATER = Instant.parse("2027-01-01T00:00:00Z");

  @TempDir Path folder;

  private final RsaIdentity dave = Vectors.identity("dave");

  @TestFactory
  Stream<DynamicTest> aPrivateKeyGivesThePublicTextByteForByte() {
    return Vectors.tests(
        "keys",
        "keys",
        vector -> {
          RsaIdentity identity = RsaIdentity.parse(Vectors.text(vector, "private_pem"));
          String text = identity.publicKey().text();
          // The key of drogulus's own tests was written by somebody else, without the last line
          // break.
          assertThat(vector.get("ends_with_newline").equals(true) ? text : text.stripTrailing())
              .isEqualTo(vector.get("public_pem"));
          assertThat(identity.key()).isEqualTo(Key.of(text));
          assertThat(identity).hasToString("RsaIdentity[" + Key.of(text).abbreviated() + "]");
        });
  }

  @Test
  void aNewIdentityHasAsManyBitsAsAreAskedFor() {
    RsaIdentity made = RsaIdentity.generate(RsaIdentity.MIN_BITS);
    RSAPublicKey numbers = RSAPublicKey.getInstance(Pem.PUBLIC.decode(made.publicKey().text()));
    assertThat(numbers.getModulus().bitLength()).isEqualTo(1024);
    for (int bits : new int[] {1023, 8193}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RsaIdentity.generate(bits))
          .withMessage("a key has from 1024 to 8192 bits, and not " + bits);
    }
  }

  @Test
  void aNewIdentityIsMadeAndReadAgain() throws IOException {
    Path file = folder.resolve("a/identity.pem");
    RsaIdentity made = RsaIdentity.loadOrCreate(file);
    assertThat(RsaIdentity.loadOrCreate(file).publicKey()).isEqualTo(made.publicKey());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(file)
        .content()
        .startsWith("-----BEGIN RSA PRIVATE KEY-----\n")
        .endsWith("-----END RSA PRIVATE KEY-----\n");
    RSAPublicKey numbers = RSAPublicKey.getInstance(Pem.PUBLIC.decode(made.publicKey().text()));
    assertThat(numbers.getModulus().bitLength()).isEqualTo(RsaIdentity.DEFAULT_BITS);
    assertThat(made.publicKey().hasSigned(new JsonValue.Null(), made.sign(new JsonValue.Null())))
        .isTrue();
  }

  @Test
  void identitiesForTestsAreAllDifferent() {
    assertThat(IntStream.range(0, 32).mapToObj(i -> Vectors.identity(i).key()))
        .doesNotHaveDuplicates();
  }

  @Test
  void twoNewIdentitiesDiffer() {
    assertThat(RsaIdentity.generate().key()).isNotEqualTo(RsaIdentity.generate().key());
  }

  @Test
  void aFileThatHoldsNoIdentityIsRefusedAndStaysAsItIs() throws IOException {
    Path file = folder.resolve("identity.pem");
    RsaIdentity.loadOrCreate(file);
    Files.writeString(file, "something else");
    assertThatIOException()
        .isThrownBy(() -> RsaIdentity.loadOrCreate(file))
        .withMessageContaining(file + " holds no identity")
        .withMessageContaining("move it away, and a new identity will be made");
    assertThat(file).hasContent("something else");
  }

  @Test
  void aFileThatOthersHaveAccessToIsRefusedWithTheRemedy() throws IOException {
    Path file = folder.resolve("identity.pem");
    Files.writeString(file, "");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatIOException()
        .isThrownBy(() -> RsaIdentity.loadOrCreate(file))
        .withMessageContaining("chmod 600 " + file);
  }

  @Test
  void whatIsNoPrivateKeyIsRefused() {
    String pkcs8 = Vectors.text(Vectors.list("keys", "keys").getFirst(), "private_pkcs8_pem");
    for (String text :
        new String[] {"", pkcs8, dave.publicKey().text(), Pem.PRIVATE.encode(new byte[] {5, 0})}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RsaIdentity.parse(text))
          .withMessage("this is no RSA private key as PKCS#1 in PEM");
    }
  }

  private static String newKey(int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    byte[] pkcs8 = generator.generateKeyPair().getPrivate().getEncoded();
    return Pem.PRIVATE.encode(
        org.bouncycastle.asn1.pkcs.PrivateKeyInfo.getInstance(pkcs8).getPrivateKey().getOctets());
  }

  @Test
  void aKeyOfOursHasFrom1024To8192Bits() throws Exception {
    String shortKey = newKey(1016);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RsaIdentity.parse(shortKey))
        .withMessage("a key has from 1024 to 8192 bits, and not 1016");
    byte[] longKey =
        new org.bouncycastle.asn1.pkcs.RSAPrivateKey(
                java.math.BigInteger.ONE.shiftLeft(8192).setBit(0),
                java.math.BigInteger.valueOf(65537),
                java.math.BigInteger.TWO,
                java.math.BigInteger.TWO,
                java.math.BigInteger.TWO,
                java.math.BigInteger.TWO,
                java.math.BigInteger.TWO,
                java.math.BigInteger.TWO)
            .getEncoded();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RsaIdentity.parse(Pem.PRIVATE.encode(longKey)))
        .withMessage("a key has from 1024 to 8192 bits, and not 8193");
  }

  @Test
  void itSignsItemsWhoseValuesAreText() throws Exception {
    DrogulusItem item = dave.sign("name", "value".getBytes(UTF_8), 1_700_000_000_123_456L, LATER);
    item.verify();
    assertThat(item.owner()).isEqualTo(dave.key());
    assertThat(item.name()).isEqualTo("name");
    assertThat(item.json()).isEqualTo(JsonValue.of("value"));
    assertThat(item.version()).isEqualTo(1_700_000_000_123_456L);
    assertThat(item.timestamp()).isEqualTo(1_700_000_000.123456);
    assertThat(item.expires()).isEqualTo(LATER);
  }

  @Test
  void whatIsNotAsciiIsRefusedUpFront() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dave.sign("naïve", new byte[0], 1, LATER))
        .withMessage(
            "the drogulus knows ASCII only, and not U+00EF; encode it, for example in Base64");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dave.sign("name", "é".getBytes(UTF_8), 1, LATER))
        .withMessageContaining("ASCII");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dave.sign("name", new byte[] {-1}, 1, LATER))
        .withMessageContaining("ASCII");
  }

  @Test
  void theOwnerRenewsItsItemsAndNoOthers() throws Exception {
    DrogulusItem item = DrogulusItem.sign(dave, "name", JsonValue.parse("[1,2.0]"), 5.5, 10);
    DrogulusItem renewed = dave.renew(item, LATER);
    renewed.verify();
    assertThat(renewed.sameVersion(item)).isTrue();
    assertThat(renewed.expires()).isEqualTo(LATER);
    assertThat(dave.renew(item, DrogulusItem.NEVER).expires()).isEqualTo(DrogulusItem.NEVER);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Vectors.identity("alice").renew(item, LATER))
        .withMessage("only its owner can renew " + item);
    NamedItem named =
        NamedItem.sign(Identity.fromSecret(new byte[32]), "name", new byte[0], 1, LATER);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dave.renew(named, LATER))
        .withMessage("only its owner can renew " + named);
  }

  @Test
  void whatTheLibrarySaysCannotHappenIsNotHidden() {
    try (var _ =
        mockConstruction(
            RSADigestSigner.class,
            (signer, _) -> when(signer.generateSignature()).thenThrow(new CryptoException()))) {
      assertThatIllegalStateException().isThrownBy(() -> dave.sign(new JsonValue.Null()));
    }
    try (var _ =
        mockConstruction(
            RSAPrivateKey.class,
            (key, _) -> when(key.getEncoded()).thenThrow(new IOException("on purpose")))) {
      assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(RsaIdentity::generate);
    }
  }

  @Test
  void aNewKeyIsAsLongAsIsAskedFor() {
    RsaIdentity made = RsaIdentity.generate(1536, new SecureRandom());
    byte[] signature = HexFormat.of().parseHex(made.sign(JsonValue.of("text")));
    assertThat(signature).hasSize(1536 / 8);
    assertThat(made.publicKeyText()).isEqualTo(made.publicKey().text());
  }
}
