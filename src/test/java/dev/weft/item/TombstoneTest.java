package dev.weft.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weft.item.ItemException.Flaw;
import dev.weft.kademlia.Key;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A tombstone is a version that says that there is nothing, and only its owner can say so. */
class TombstoneTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATER = NOW.plus(Duration.ofHours(1));
  private static final byte NAMED = 1;
  private static final byte TOMBSTONE = 3;

  private final Identity owner = Identity.fromSecret(new byte[32]);
  private final NamedItem tombstone = NamedItem.tombstone(owner, "name", 7, LATER);
  private final NamedItem empty = NamedItem.sign(owner, "name", new byte[0], 7, LATER);

  private static Item read(byte[] bytes) throws ItemException {
    return ItemCodec.read(ByteBuffer.wrap(bytes));
  }

  @Test
  void aTombstoneTellsWhatWasSigned() throws ItemException {
    assertThat(tombstone.isTombstone()).isTrue();
    assertThat(tombstone.key()).isEqualTo(NamedItem.keyOf(owner.key(), "name"));
    assertThat(tombstone.version()).isEqualTo(7);
    assertThat(tombstone.expires()).isEqualTo(LATER);
    assertThat(tombstone.value()).isEmpty();
    assertThat(tombstone)
        .hasToString(
            "Tombstone["
                + owner.key().abbreviated()
                + "/name, version 7, expires 2026-01-01T01:00:00Z]");
    tombstone.admit(NOW);
    assertThat(empty.isTombstone()).isFalse();
    assertThat(ContentItem.of(new byte[0], LATER).isTombstone()).isFalse();
  }

  @Test
  void whatWasWrittenIsReadAsTheTombstoneThatItWas() throws ItemException {
    byte[] bytes = ItemCodec.encode(tombstone);
    assertThat(bytes).hasSize(ItemCodec.encodedLength(tombstone)).startsWith(TOMBSTONE);
    Item read = read(bytes);
    assertThat(read).isEqualTo(tombstone).hasSameHashCodeAs(tombstone);
    assertThat(read.isTombstone()).isTrue();
    read.verify();
  }

  @Test
  void nothingThatWasSignedAsOneKindPassesForTheOther() throws ItemException {
    for (NamedItem item : new NamedItem[] {empty, tombstone}) {
      byte[] bytes = ItemCodec.encode(item);
      bytes[0] ^= NAMED ^ TOMBSTONE;
      Item forged = read(bytes);
      assertThat(forged.isTombstone()).isNotEqualTo(item.isTombstone());
      assertThatExceptionOfType(ItemException.class)
          .isThrownBy(() -> forged.admit(NOW))
          .extracting(ItemException::flaw)
          .isEqualTo(Flaw.FORGED);
    }
  }

  @Test
  void whatWasFoundOutAboutOneKindIsNotTakenForTheOther() throws ItemException {
    Proofs proofs = new Proofs();
    proofs.admit(empty, NOW);
    byte[] bytes = ItemCodec.encode(empty);
    bytes[0] = TOMBSTONE;
    Item forged = read(bytes);
    assertThatExceptionOfType(ItemException.class).isThrownBy(() -> proofs.admit(forged, NOW));
  }

  @Test
  void aTombstoneInWhichAnyBitIsChangedIsRefused() {
    byte[] bytes = ItemCodec.encode(tombstone);
    // Another kind, bits 0 to 7, may be content: then it is under the key of what it holds.
    for (int bit = 8; bit < bytes.length * 8; bit++) {
      byte[] changed = bytes.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatExceptionOfType(ItemException.class).isThrownBy(() -> read(changed).verify());
    }
  }

  @Test
  void aTombstoneThatIsCutOrHasAValueIsMalformed() {
    byte[] bytes = ItemCodec.encode(tombstone);
    byte[] withValue = ItemCodec.encode(NamedItem.sign(owner, "name", new byte[1], 7, LATER));
    withValue[0] = TOMBSTONE;
    assertMalformed(withValue);
    for (int length = 1; length < bytes.length; length++) {
      assertMalformed(Arrays.copyOf(bytes, length));
    }
    assertMalformed(Arrays.copyOf(bytes, bytes.length + 1));
  }

  private static void assertMalformed(byte[] bytes) {
    assertThatExceptionOfType(ItemException.class)
        .isThrownBy(() -> read(bytes))
        .extracting(ItemException::flaw)
        .isEqualTo(Flaw.MALFORMED);
  }

  @Test
  void aTombstoneIsAnotherVersionThanAnEmptyValue() {
    assertThat(tombstone).isNotEqualTo(empty);
    assertThat(tombstone.sameVersion(empty)).isFalse();
    assertThat(empty.sameVersion(tombstone)).isFalse();
    assertThat(tombstone.fingerprint()).isNotEqualTo(empty.fingerprint());
  }

  @Test
  void noRenewalOfTheSameVersionBringsBackWhatWasDeleted() {
    NamedItem renewed = empty.renew(owner, LATER.plusSeconds(1));
    assertThat(tombstone.compareVersion(renewed)).isPositive();
    assertThat(renewed.compareVersion(tombstone)).isNegative();
    NamedItem next = NamedItem.sign(owner, "name", "value".getBytes(UTF_8), 8, NOW);
    assertThat(next.compareVersion(tombstone)).isPositive();
  }

  @Test
  void aTombstoneThatIsRenewedIsStillOne() throws ItemException {
    Item renewed = owner.renew(tombstone, LATER.plusSeconds(1));
    renewed.admit(NOW);
    assertThat(renewed.isTombstone()).isTrue();
    assertThat(renewed.sameVersion(tombstone)).isTrue();
    assertThat(renewed.compareVersion(tombstone)).isPositive();
  }

  @Test
  void itsNameHasTheLimitsOfAnyItems() {
    assertThat(owner.tombstone("n".repeat(Item.MAX_NAME_BYTES), 1, LATER).key())
        .isEqualTo(NamedItem.keyOf(owner.key(), "n".repeat(Item.MAX_NAME_BYTES)))
        .isNotEqualTo(Key.of("name"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> owner.tombstone("n".repeat(Item.MAX_NAME_BYTES + 1), 1, LATER))
        .withMessage("the name has 1025 bytes, and at most 1024 are allowed");
  }
}
