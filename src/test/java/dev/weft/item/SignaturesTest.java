package dev.weft.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.security.Security;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever makes and checks the signatures, they are the same, and so are the verdicts. */
class SignaturesTest {

  private static final HexFormat HEX = HexFormat.of();

  private final Signatures right = new BouncyCastle();
  private final Random random = new Random(8032);

  /** All that work on this machine: the JDK's own does, the others are of its making or not. */
  static List<Signatures> all() {
    return Stream.of(
            Optional.ofNullable(Security.getProvider("SunEC")).flatMap(ProviderSignatures::of),
            SignatureChoice.find(
                "AmazonCorrettoCryptoProvider",
                "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider"),
            SignatureChoice.find("Conscrypt", "org.conscrypt.OpenSSLProvider"))
        .flatMap(Optional::stream)
        .toList();
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @MethodSource("all")
  void theSignatureIsTheSame(Signatures signatures) {
    for (int length : List.of(0, 1, 200, 70_000)) {
      byte[] secret = bytes(32);
      byte[] publicKey = Identity.fromSecret(secret).publicKey();
      byte[] message = bytes(length);
      byte[] signature = right.signer(secret, publicKey).sign(message);
      assertThat(signatures.signer(secret, publicKey).sign(message)).isEqualTo(signature);
      assertThat(signatures.verify(publicKey, message, signature)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void aSignatureOfWhichAnyBitIsAnotherIsRefused(Signatures signatures) {
    Identity signer = Identity.fromSecret(bytes(32));
    byte[] message = bytes(100);
    byte[] signature = signer.sign(message);
    for (int bit = 0; bit < 8 * signature.length; bit += 5) {
      byte[] other = signature.clone();
      other[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(signatures.verify(signer.publicKey(), message, other)).isFalse();
      assertThat(right.verify(signer.publicKey(), message, other)).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void theVerdictOnWhatLibrariesDisagreeAboutIsTheSame(Signatures signatures) throws IOException {
    List<String> vectors = vectors();
    assertThat(vectors).hasSizeGreaterThan(40);
    for (String line : vectors) {
      String[] vector = line.split("\\|", -1);
      byte[] publicKey = HEX.parseHex(vector[1]);
      byte[] message = HEX.parseHex(vector[2]);
      byte[] signature = HEX.parseHex(vector[3]);
      boolean verdict = right.verify(publicKey, message, signature);
      assertThat(signatures.verify(publicKey, message, signature)).as(line).isEqualTo(verdict);
      assertThat(Identity.verify(publicKey, message, signature)).as(line).isEqualTo(verdict);
      if (vector[0].startsWith("valid")) {
        assertThat(verdict).as(line).isTrue();
      }
      if (vector[0].startsWith("S ") || vector[0].startsWith("the key is ")) {
        assertThat(verdict).as(line).isFalse();
      }
    }
  }

  private static List<String> vectors() throws IOException {
    try (InputStream in = SignaturesTest.class.getResourceAsStream("edge-signatures.txt")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
      return text.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }
}
