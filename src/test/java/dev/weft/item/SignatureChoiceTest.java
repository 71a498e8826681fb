package dev.weft.item;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.item.FakeProvider.Engine;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.Security;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A faster provider is used where it is there and sound, and never trusted further than needed. */
class SignatureChoiceTest {

  private static final byte[] MESSAGE = {1, 2, 3};
  private static final Identity ALICE = Identity.fromSecret(new byte[32]);

  private static Optional<Signatures> of(Engine engine) {
    return ProviderSignatures.of(new FakeProvider(engine, false));
  }

  private static Signatures sound(Engine engine) {
    return of(engine).orElseThrow();
  }

  @Test
  void aSoundProviderIsTakenAndNamed() {
    assertThat(of(new Engine())).get().hasToString("WeftTest");
    assertThat(ProviderSignatures.of(new FakeProvider(new Engine(), true))).isPresent();
    assertThat(new BouncyCastle()).hasToString("BouncyCastle");
  }

  @Test
  void oneThatSignsWronglyIsNot() {
    assertThat(of(signing((_, _) -> new byte[64]))).isEmpty();
  }

  @Test
  void oneThatRefusesWhatIsRightIsNot() {
    assertThat(of(deciding((_, _, _) -> false))).isEmpty();
  }

  @Test
  void oneThatTakesASecondSpellingIsNot() {
    assertThat(of(deciding((right, _, signature) -> right || signature[32] == 5))).isEmpty();
  }

  @Test
  void oneThatTakesTheSignatureOfAnotherIsNot() {
    assertThat(of(deciding((right, _, signature) -> right || signature[0] == 0x63))).isEmpty();
  }

  @Test
  void oneThatDoesNotLookAtTheMessageIsNot() {
    assertThat(of(deciding((right, message, _) -> right || message.length == 0))).isEmpty();
  }

  @Test
  void oneThatFailsIsNot() {
    Engine broken = signing((_, _) -> failing());
    Engine unloadable =
        signing(
            (_, _) -> {
              throw new UnsatisfiedLinkError("not for this machine");
            });
    assertThat(of(broken)).isEmpty();
    assertThat(of(unloadable)).isEmpty();
  }

  private static <T> T failing() throws GeneralSecurityException {
    throw new GeneralSecurityException("broken");
  }

  /** How a provider signs. */
  private interface Signing {
    byte[] sign(byte[] secret, byte[] message) throws GeneralSecurityException;
  }

  private static Engine signing(Signing signing) {
    return new Engine() {
      @Override
      byte[] sign(byte[] secret, byte[] message) throws GeneralSecurityException {
        return signing.sign(secret, message);
      }
    };
  }

  /** What a provider makes of the right verdict. */
  private interface Verdict {
    boolean of(boolean right, byte[] message, byte[] signature) throws GeneralSecurityException;
  }

  private static Engine deciding(Verdict verdict) {
    return new Engine() {
      @Override
      boolean verify(byte[] publicKey, byte[] message, byte[] signature)
          throws GeneralSecurityException {
        return verdict.of(super.verify(publicKey, message, signature), message, signature);
      }
    };
  }

  @Test
  void whereItsNoIsWrongOrItBreaksLaterBouncyCastleDecides() {
    var mood = new AtomicInteger();
    Signatures signatures =
        sound(
            deciding(
                (right, _, _) ->
                    switch (mood.get()) {
                      case 0 -> right;
                      case 1 -> false;
                      case 2 -> failing();
                      default -> throw new ProviderException("broken");
                    }));
    byte[] signature = ALICE.sign(MESSAGE);
    byte[] forged = signature.clone();
    forged[1]++;
    for (; mood.get() <= 3; mood.incrementAndGet()) {
      assertThat(signatures.verify(ALICE.publicKey(), MESSAGE, signature)).isTrue();
      assertThat(signatures.verify(ALICE.publicKey(), MESSAGE, forged)).isFalse();
    }
  }

  @Test
  void aDoubtfulKeyIsNotShownToIt() {
    var shown = new AtomicInteger();
    Signatures signatures =
        sound(
            deciding(
                (right, _, _) -> {
                  shown.incrementAndGet();
                  return right;
                }));
    int before = shown.get();
    byte[] neutral = new byte[32];
    neutral[0] = 1;
    assertThat(signatures.verify(neutral, MESSAGE, Arrays.copyOf(neutral, 64))).isFalse();
    assertThat(shown).hasValue(before);
    signatures.verify(ALICE.publicKey(), MESSAGE, new byte[64]);
    assertThat(shown).hasValue(before + 1);
  }

  @Test
  void whereItCannotSignAnyMoreBouncyCastleDoes() {
    var broken = new AtomicBoolean();
    var sound = new Engine();
    Signatures signatures =
        sound(signing((secret, text) -> broken.get() ? failing() : sound.sign(secret, text)));
    Signatures.Signer signer = signatures.signer(new byte[32], ALICE.publicKey());
    assertThat(signer.sign(MESSAGE)).isEqualTo(ALICE.sign(MESSAGE));
    broken.set(true);
    assertThat(signer.sign(MESSAGE)).isEqualTo(ALICE.sign(MESSAGE));
  }

  @Test
  void whereItCannotReadASecretAnyMoreBouncyCastleSigns() {
    var broken = new AtomicBoolean();
    Engine engine =
        new Engine() {
          @Override
          void read() throws InvalidKeySpecException {
            if (broken.get()) {
              throw new InvalidKeySpecException("broken");
            }
          }
        };
    Signatures signatures = ProviderSignatures.of(new FakeProvider(engine, true)).orElseThrow();
    broken.set(true);
    assertThat(signatures.signer(new byte[32], ALICE.publicKey()).sign(MESSAGE))
        .isEqualTo(ALICE.sign(MESSAGE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bouncycastle", "BouncyCastle", "SomebodyElse", "SUN"})
  void bouncyCastleIsTakenWhereItIsForcedOrWhatIsForcedIsNotThere(String forced) {
    assertThat(SignatureChoice.best(forced)).isEqualTo(new BouncyCastle());
  }

  @Test
  void anInstalledProviderCanBeForced() {
    Security.addProvider(new FakeProvider(new Engine(), false));
    try {
      assertThat(SignatureChoice.best(FakeProvider.NAME)).hasToString(FakeProvider.NAME);
    } finally {
      Security.removeProvider(FakeProvider.NAME);
    }
    assertThat(SignatureChoice.best(FakeProvider.NAME)).isEqualTo(new BouncyCastle());
  }

  @Test
  void withoutForceTheFirstOfTheFasterOnesThatWorksHereIsTaken() {
    Optional<Signatures> first = SignaturesTest.all().stream().skip(1).findFirst();
    assertThat(SignatureChoice.best(""))
        .hasToString(first.map(Signatures::toString).orElse("BouncyCastle"));
  }

  @Test
  void aClassThatIsNoProviderIsNone() {
    assertThat(SignatureChoice.find("Nobody", "java.lang.Object")).isEmpty();
  }
}
