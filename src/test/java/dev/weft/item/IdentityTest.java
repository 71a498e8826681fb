package dev.weft.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.Mockito.mock;

import dev.weft.kademlia.Key;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class IdentityTest {

  private static final HexFormat HEX = HexFormat.of();

  @Test
  void keysAndSignaturesAreThoseOfRfc8032() {
    // Section 7.1, test 3.
    Identity identity =
        Identity.fromSecret(
            HEX.parseHex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"));
    byte[] message = HEX.parseHex("af82");
    assertThat(HEX.formatHex(identity.publicKey()))
        .isEqualTo("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
    assertThat(HEX.formatHex(identity.sign(message)))
        .isEqualTo(
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
    assertThat(Identity.verify(identity.publicKey(), message, identity.sign(message))).isTrue();
  }

  @Test
  void theKeyIsTheHashOfThePublicKey() {
    Identity identity = Identity.generate();
    assertThat(identity.key()).isEqualTo(Key.hash(identity.publicKey()));
  }

  @Test
  void generatedIdentitiesDiffer() {
    assertThat(Identity.generate().key()).isNotEqualTo(Identity.generate().key());
  }

  @Test
  void aSecretHas32BytesAndMayBeOverwrittenAfterUse() {
    byte[] secret = new byte[32];
    Identity identity = Identity.fromSecret(secret);
    byte[] signature = identity.sign(new byte[1]);
    Arrays.fill(secret, (byte) 7);
    assertThat(identity.sign(new byte[1])).isEqualTo(signature);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Identity.fromSecret(new byte[31]))
        .withMessage("a secret key has 32 bytes, and these are 31");
  }

  @Test
  void nothingButTheSignatureOfThisMessageByThisKeyVerifies() {
    Identity identity = Identity.generate();
    byte[] message = {1, 2, 3};
    byte[] signature = identity.sign(message);
    byte[] publicKey = identity.publicKey();
    assertThat(Identity.verify(publicKey, new byte[] {1, 2, 4}, signature)).isFalse();
    assertThat(Identity.verify(Identity.generate().publicKey(), message, signature)).isFalse();
    assertThat(Identity.verify(publicKey, message, new byte[64])).isFalse();
    assertThat(Identity.verify(publicKey, message, Arrays.copyOf(signature, 65))).isFalse();
    assertThat(Identity.verify(publicKey, message, Arrays.copyOf(signature, 63))).isFalse();
    assertThat(Identity.verify(Arrays.copyOf(publicKey, 31), message, signature)).isFalse();
    assertThat(Identity.verify(Arrays.copyOf(publicKey, 33), message, signature)).isFalse();
  }

  @Test
  void thePublicKeyIsACopy() {
    Identity identity = Identity.generate();
    identity.publicKey()[0]++;
    assertThat(Key.hash(identity.publicKey())).isEqualTo(identity.key());
  }

  @Test
  void itsTextTellsTheKeyAndNotTheSecret() {
    Identity identity = Identity.fromSecret(new byte[32]);
    assertThat(identity).hasToString("Identity[" + identity.key().abbreviated() + "]");
  }

  @Test
  void theOwnerSignsAndRenewsItemsOfItsOwnWireOnly() throws ItemException {
    Identity owner = Identity.fromSecret(new byte[32]);
    Instant expires = Instant.parse("2026-01-01T00:00:00Z");
    NamedItem item = owner.sign("name", new byte[] {5}, 7, expires);
    assertThat(item).isEqualTo(NamedItem.sign(owner, "name", new byte[] {5}, 7, expires));
    NamedItem renewed = owner.renew(item, expires.plusSeconds(1));
    renewed.verify();
    assertThat(renewed.sameVersion(item)).isTrue();
    assertThat(renewed.expires()).isEqualTo(expires.plusSeconds(1));
    OwnedItem other = mock();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> owner.renew(other, expires))
        .withMessage("an item of another wire cannot be renewed: " + other);
  }
}
