package dev.weft.drogulus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Key;
import java.math.BigInteger;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RsaPublicKeyTest {

  private static final BigInteger F4 = BigInteger.valueOf(65537);

  private final RsaIdentity alice = Vectors.identity("alice");

  @TestFactory
  Stream<DynamicTest> aTextIsTakenOrNotAsTheDrogulusDoes() {
    return Vectors.tests(
        "public_key_texts",
        "vectors",
        vector -> {
          RsaPublicKey key = RsaPublicKey.of(Vectors.text(vector, "text"));
          if (vector.get("network_id") != null) {
            assertThat(key.id()).hasToString(Vectors.text(vector, "network_id"));
          }
          assertThat(key.text()).isEqualTo(vector.get("text"));
          assertThat(key.isUsable()).isEqualTo(vector.get("seal_verifies"));
          assertThat(seal(vector)).isEqualTo(vector.get("seal_verifies"));
        });
  }

  private static boolean seal(Map<String, Object> vector) {
    try {
      return new DrogulusCodec(new PublicKeys())
          .read(Vectors.payload(Vectors.text(vector, "message_json")))
          .isGenuine();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @TestFactory
  Stream<DynamicTest> anIdIsTheHashOfTheText() {
    return Vectors.tests(
        "keys",
        "keys",
        vector -> {
          RsaPublicKey key = RsaPublicKey.of(Vectors.text(vector, "public_pem"));
          assertThat(key.id()).hasToString(Vectors.text(vector, "network_id"));
          assertThat(key.isUsable()).isTrue();
          assertThat(RsaPublicKey.of(Vectors.text(vector, "public_spki_pem")).isUsable()).isFalse();
        });
  }

  private static String text(BigInteger modulus, BigInteger exponent) throws Exception {
    return Pem.PUBLIC.encode(new RSAPublicKey(modulus, exponent).getEncoded());
  }

  /** A number with so many bits that is odd; that it is no product of primes nobody finds out. */
  private static BigInteger bits(int bits) {
    return BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
  }

  @Test
  void aKeyHasFrom752To8192Bits() throws Exception {
    assertThat(RsaPublicKey.of(text(bits(751), F4)).isUsable()).isFalse();
    assertThat(RsaPublicKey.of(text(bits(752), F4)).isUsable()).isTrue();
    assertThat(RsaPublicKey.of(text(bits(8192), F4)).isUsable()).isTrue();
    assertThat(RsaPublicKey.of(text(bits(8193), F4)).isUsable()).isFalse();
  }

  @Test
  void anExponentIsFrom3To32Bits() throws Exception {
    assertThat(RsaPublicKey.of(text(bits(1024), BigInteger.ONE)).isUsable()).isFalse();
    assertThat(RsaPublicKey.of(text(bits(1024), BigInteger.TWO)).isUsable()).isFalse();
    assertThat(RsaPublicKey.of(text(bits(1024), BigInteger.valueOf(3))).isUsable()).isTrue();
    assertThat(RsaPublicKey.of(text(bits(1024), bits(32))).isUsable()).isTrue();
    assertThat(RsaPublicKey.of(text(bits(1024), bits(33))).isUsable()).isFalse();
  }

  @Test
  void bytesThatAreNoKeyAreNotUsable() throws Exception {
    byte[] good = new RSAPublicKey(bits(1024), F4).getEncoded();
    for (int i = 0; i < good.length; i++) {
      byte[] cut = java.util.Arrays.copyOf(good, i);
      assertThat(RsaPublicKey.of(Pem.PUBLIC.encode(cut)).isUsable()).isFalse();
      byte[] changed = good.clone();
      changed[i] ^= 0x30;
      RsaPublicKey.of(Pem.PUBLIC.encode(changed)).isUsable(); // whatever it is, it is no exception
    }
    assertThat(RsaPublicKey.of(Pem.PUBLIC.encode(new byte[] {5, 0})).isUsable()).isFalse();
  }

  @Test
  void aTextOfMoreThan8KiBIsNotUsable() {
    String text = alice.publicKey().text();
    assertThat(RsaPublicKey.of(text + "\n".repeat(8 * 1024 - text.length())).isUsable()).isTrue();
    assertThat(RsaPublicKey.of(text + "\n".repeat(8 * 1024 - text.length() + 1)).isUsable())
        .isFalse();
  }

  @Test
  void aSignatureFitsWhatWasSignedAndNothingElse() {
    JsonValue value = JsonValue.parse("{\"a\":[1,2.5]}");
    String signature = alice.sign(value);
    RsaPublicKey key = alice.publicKey();
    assertThat(key.hasSigned(value, signature)).isTrue();
    assertThat(key.hasSigned(value, signature.toUpperCase(java.util.Locale.ROOT))).isTrue();
    assertThat(key.hasSigned(JsonValue.parse("{\"a\":[1,2.6]}"), signature)).isFalse();
    assertThat(key.hasSigned(JsonValue.of("\u00e9"), signature)).isFalse();
    assertThat(key.hasSigned(value, signature.substring(2))).isFalse();
    assertThat(key.hasSigned(value, "00" + signature)).isFalse();
    assertThat(key.hasSigned(value, "zz")).isFalse();
    assertThat(key.hasSigned(value, "f".repeat(signature.length()))).isFalse();
    assertThat(key.hasSigned(value, "")).isFalse();
    assertThat(Vectors.identity("bob").publicKey().hasSigned(value, signature)).isFalse();
    assertThat(RsaPublicKey.of("").hasSigned(value, signature)).isFalse();
  }

  @Test
  void theTextIsTheIdentity() {
    String text = alice.publicKey().text();
    RsaPublicKey key = RsaPublicKey.of(text);
    assertThat(key).isEqualTo(alice.publicKey()).hasSameHashCodeAs(alice.publicKey());
    assertThat(key).isNotEqualTo(RsaPublicKey.of(text + "\n")).isNotEqualTo(text);
    assertThat(key).hasToString("RsaPublicKey[" + Key.of(text).abbreviated() + "]");
  }
}
