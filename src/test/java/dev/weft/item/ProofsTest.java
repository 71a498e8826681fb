package dev.weft.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mockStatic;

import dev.weft.item.ItemException.Flaw;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.mockito.MockedStatic;

/** A signature is checked once, and everything else each time. */
class ProofsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private final Identity owner = Identity.fromSecret(new byte[32]);
  private final Proofs proofs = new Proofs();

  private NamedItem named(String name) {
    return NamedItem.sign(owner, name, name.getBytes(UTF_8), 1, NOW.plus(HOUR));
  }

  /** The item as another node would read it, which nobody has verified. */
  private static Item read(Item item) throws ItemException {
    return ItemCodec.read(ByteBuffer.wrap(ItemCodec.encode(item)));
  }

  private static Item forged(Item item) throws ItemException {
    byte[] bytes = ItemCodec.encode(item);
    bytes[bytes.length - 1] ^= 1;
    return ItemCodec.read(ByteBuffer.wrap(bytes));
  }

  private void assertRefused(Item item, Instant now, Flaw flaw) {
    assertThatExceptionOfType(ItemException.class)
        .isThrownBy(() -> proofs.admit(item, now))
        .satisfies(e -> assertThat(e.flaw()).isEqualTo(flaw));
  }

  @Test
  void aSignatureThatWasFoundToFitIsNotCheckedAgain() throws ItemException {
    NamedItem item = named("name");
    proofs.admit(read(item), NOW);
    try (MockedStatic<Identity> identity = mockStatic(Identity.class)) {
      proofs.admit(read(item), NOW);
      identity.verifyNoInteractions();
      assertRefused(read(named("another")), NOW, Flaw.FORGED); // so says the mock, which was asked
    }
  }

  @Test
  void aForgeryIsRefusedHoweverOftenItComesAndWhateverCameBefore() throws ItemException {
    NamedItem item = named("name");
    for (int i = 0; i < 2; i++) {
      assertRefused(forged(item), NOW, Flaw.FORGED);
      proofs.admit(read(item), NOW);
    }
  }

  @Test
  void whatHasExpiredSinceIsRefused() throws ItemException {
    NamedItem item = named("name");
    proofs.admit(read(item), NOW);
    assertRefused(read(item), NOW.plus(HOUR), Flaw.EXPIRED);
  }

  @Test
  void contentNeedsNoProof() throws ItemException {
    ContentItem item = ContentItem.of(new byte[] {1}, NOW.plus(HOUR));
    proofs.admit(item, NOW);
    assertRefused(item, NOW.plus(HOUR), Flaw.EXPIRED);
  }

  @Test
  void ofManyTheLastAreRemembered() throws ItemException {
    NamedItem first = named("first");
    NamedItem second = named("second");
    proofs.admit(first, NOW);
    proofs.admit(second, NOW);
    for (int i = 2; i < Proofs.MOST; i++) {
      proofs.admit(named("name-" + i), NOW);
    }
    proofs.admit(first, NOW);
    proofs.admit(named("one too many"), NOW);
    try (MockedStatic<Identity> identity = mockStatic(Identity.class)) {
      proofs.admit(read(first), NOW);
      identity.verifyNoInteractions();
      assertRefused(read(second), NOW, Flaw.FORGED); // so says the mock, which was asked
    }
  }
}
