package dev.weft.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.weft.item.ItemException.Flaw;
import dev.weft.kademlia.Key;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ItemTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATER = NOW.plus(Duration.ofHours(1));
  private static final Duration MILLI = Duration.ofMillis(1);

  private final Identity owner = Identity.fromSecret(new byte[32]);

  private NamedItem named(String value, long version, Instant expires) {
    return NamedItem.sign(owner, "name", value.getBytes(UTF_8), version, expires);
  }

  private static ContentItem content(String value, Instant expires) {
    return ContentItem.of(value.getBytes(UTF_8), expires);
  }

  @Test
  void aNamedItemTellsWhatWasSigned() throws ItemException {
    NamedItem item = named("välue", 7, LATER.plusNanos(1));
    assertThat(item.name()).isEqualTo("name");
    assertThat(item.text()).isEqualTo("välue");
    assertThat(item.value()).hasSize(6);
    assertThat(item.valueLength()).isEqualTo(6);
    assertThat(item.version()).isEqualTo(7);
    assertThat(item.expires()).isEqualTo(LATER);
    assertThat(item.owner()).isEqualTo(owner.key());
    assertThat(item.publicKey()).isEqualTo(owner.publicKey());
    assertThat(item.signature()).hasSize(64);
    assertThat(item.key()).isEqualTo(NamedItem.keyOf(owner.key(), "name"));
    item.verify();
    assertThat(item)
        .hasToString(
            "NamedItem["
                + owner.key().abbreviated()
                + "/name, version 7, 6 bytes, expires 2026-01-01T01:00:00Z]");
  }

  @Test
  void aSignatureFitsOrDoesNotHoweverOftenItIsLookedAt() throws ItemException {
    byte[] forged = ItemCodec.encode(named("value", 7, LATER));
    forged[forged.length - 1] ^= 1;
    Item read = ItemCodec.read(ByteBuffer.wrap(forged));
    Item item = named("value", 7, LATER);
    for (int i = 0; i < 2; i++) {
      item.verify();
      assertThatExceptionOfType(ItemException.class).isThrownBy(read::verify);
    }
  }

  @Test
  void aNamedItemsKeyIsTheDrogulussOne() {
    assertThat(NamedItem.keyOf(owner.key(), "name"))
        .isEqualTo(Key.hash(Key.hash(owner.publicKey()).toBytes(), Key.of("name").toBytes()));
  }

  @Test
  void aContentItemIsNamedByItsValue() throws ItemException {
    ContentItem item = content("value", LATER);
    assertThat(item.key()).isEqualTo(ContentItem.keyOf(item.value()));
    assertThat(item.key()).isEqualTo(Key.of("weft/1 content item\0value"));
    assertThat(item.text()).isEqualTo("value");
    assertThat(item.valueLength()).isEqualTo(5);
    assertThat(item.expires()).isEqualTo(LATER);
    item.verify();
    assertThat(item)
        .hasToString(
            "ContentItem[" + item.key().abbreviated() + ", 5 bytes, expires 2026-01-01T01:00:00Z]");
  }

  @Test
  void itemsDoNotChangeWithTheArraysTheyTakeAndGive() throws ItemException {
    byte[] value = {1, 2, 3};
    NamedItem named = NamedItem.sign(owner, "name", value, 1, LATER);
    ContentItem content = ContentItem.of(value, LATER);
    value[0] = 9;
    named.value()[0] = 9;
    named.publicKey()[0]++;
    named.signature()[0]++;
    content.value()[0] = 9;
    assertThat(named.value()).containsExactly(1, 2, 3);
    assertThat(content.value()).containsExactly(1, 2, 3);
    named.verify();
  }

  @Test
  void valuesAndNamesHaveAGreatestLength() {
    byte[] longest = new byte[Item.MAX_VALUE_BYTES];
    byte[] tooLong = new byte[Item.MAX_VALUE_BYTES + 1];
    String longestName = "é".repeat(Item.MAX_NAME_BYTES / 2);
    assertThat(NamedItem.sign(owner, longestName, longest, 1, LATER).valueLength())
        .isEqualTo(Item.MAX_VALUE_BYTES);
    assertThat(ContentItem.of(longest, LATER).valueLength()).isEqualTo(Item.MAX_VALUE_BYTES);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NamedItem.sign(owner, "name", tooLong, 1, LATER))
        .withMessage("the value has 65537 bytes, and at most 65536 are allowed");
    assertThatIllegalArgumentException().isThrownBy(() -> ContentItem.of(tooLong, LATER));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NamedItem.sign(owner, longestName + "x", longest, 1, LATER))
        .withMessage("the name has 1025 bytes, and at most 1024 are allowed");
  }

  @Test
  void aNameThatOthersWouldReadAsAnotherIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NamedItem.sign(owner, "\uD800", new byte[0], 1, LATER))
        .withMessage("the name cannot be written as UTF-8");
  }

  @Test
  void renewingIsNoNewVersion() throws ItemException {
    NamedItem first = named("value", 1, NOW);
    NamedItem renewed = first.renew(owner, LATER);
    renewed.verify();
    assertThat(renewed.expires()).isEqualTo(LATER);
    assertThat(renewed.sameVersion(first)).isTrue();
    assertThat(renewed.compareVersion(first)).isPositive();

    ContentItem content = content("value", NOW);
    assertThat(content.renew(LATER)).isEqualTo(content("value", LATER));
    assertThat(content.renew(LATER).sameVersion(content)).isTrue();
    assertThat(content.renew(LATER).compareVersion(content)).isPositive();
  }

  @Test
  void onlyItsOwnerRenewsAnItem() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> named("value", 1, NOW).renew(Identity.generate(), LATER))
        .withMessage("only its owner can renew the item named name");
  }

  @Test
  void itemsAreEqualWhenAllOfThemIs() {
    NamedItem item = named("value", 1, LATER);
    NamedItem otherName = NamedItem.sign(owner, "other", "value".getBytes(UTF_8), 1, LATER);
    assertThat(item)
        .isEqualTo(named("value", 1, LATER))
        .hasSameHashCodeAs(named("value", 1, LATER))
        .isNotEqualTo(named("other", 1, LATER))
        .isNotEqualTo(named("value", 2, LATER))
        .isNotEqualTo(named("value", 1, NOW))
        .isNotEqualTo(otherName)
        .isNotEqualTo(content("value", LATER));
    assertThat(item.sameVersion(otherName)).isFalse();
    assertThat(item.sameVersion(named("other", 1, LATER))).isFalse();
    assertThat(item.sameVersion(named("value", 2, LATER))).isFalse();
    assertThat(content("value", LATER))
        .isEqualTo(content("value", LATER))
        .hasSameHashCodeAs(content("value", LATER))
        .isNotEqualTo(content("value", NOW))
        .isNotEqualTo(content("other", LATER))
        .isNotEqualTo(item);
    assertThat(content("value", NOW).sameVersion(content("other", NOW))).isFalse();
    assertThat(content("value", NOW).sameVersion(item)).isFalse();
    assertThat(item.sameVersion(content("value", NOW))).isFalse();
  }

  @Test
  void anotherSignatureMakesAnotherItemOfTheSameVersion() throws ItemException {
    NamedItem item = named("value", 1, LATER);
    byte[] bytes = ItemCodec.encode(item);
    bytes[bytes.length - 64]++;
    Item other = ItemCodec.read(ByteBuffer.wrap(bytes));
    assertThat(other).isNotEqualTo(item);
    assertThat(other.sameVersion(item)).isTrue();
    assertThat(other.compareVersion(item)).isNotZero();
    assertFlaw(Flaw.FORGED, other);
  }

  @Test
  void noContentFitsTheKeyOfANamedItem() {
    NamedItem item = named("value", 1, NOW);
    byte[] preimage = new byte[2 * Key.BYTES];
    System.arraycopy(owner.key().toBytes(), 0, preimage, 0, Key.BYTES);
    System.arraycopy(Key.of("name").toBytes(), 0, preimage, Key.BYTES, Key.BYTES);
    assertThat(Key.hash(preimage)).isEqualTo(item.key());
    ContentItem content = ContentItem.of(preimage, LATER);
    assertThat(content.key()).isNotEqualTo(item.key());
    assertThat(item.sameVersion(content)).isFalse();
    assertThat(content.sameVersion(item)).isFalse();
  }

  @Test
  void anItemIsAdmittedUntilItExpires() {
    for (Item item : new Item[] {named("value", 1, LATER), content("value", LATER)}) {
      assertThatNoException().isThrownBy(() -> item.admit(LATER.minus(MILLI)));
      assertThat(item.isExpired(LATER.minus(MILLI))).isFalse();
      assertThat(item.isExpired(LATER)).isTrue();
      assertThatExceptionOfType(ItemException.class)
          .isThrownBy(() -> item.admit(LATER))
          .withMessage("the item expired at 2026-01-01T01:00:00Z")
          .extracting(ItemException::flaw)
          .isEqualTo(Flaw.EXPIRED);
    }
  }

  @Test
  void anItemIsAdmittedWithATimeToLiveOf30DaysAndTheSkewOfClocks() throws ItemException {
    Instant last = NOW.plus(Item.MAX_TIME_TO_LIVE).plus(Item.MAX_CLOCK_SKEW);
    content("value", last).admit(NOW);
    assertFlaw(Flaw.FUTURE, content("value", last.plus(MILLI)));
    assertFlaw(Flaw.FUTURE, content("value", Instant.ofEpochMilli(Long.MAX_VALUE)));
  }

  @Test
  void aVersionIsAdmittedUpTo10MinutesInTheFuture() throws ItemException {
    long last = NamedItem.versionAt(NOW.plus(Item.MAX_CLOCK_SKEW));
    assertThat(last).isEqualTo(NOW.plusSeconds(600).toEpochMilli() * 1_000);
    named("value", last, LATER).admit(NOW);
    named("value", Long.MIN_VALUE, LATER).admit(NOW);
    assertFlaw(Flaw.FUTURE, named("value", last + 1, LATER));
  }

  private static void assertFlaw(Flaw flaw, Item item) {
    assertThatExceptionOfType(ItemException.class)
        .isThrownBy(() -> item.admit(NOW))
        .extracting(ItemException::flaw)
        .isEqualTo(flaw);
  }
}
