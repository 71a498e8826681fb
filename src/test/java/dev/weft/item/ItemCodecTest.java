package dev.weft.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.weft.item.ItemException.Flaw;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ItemCodecTest {

  private static final Instant EXPIRES = Instant.parse("2026-01-01T00:00:00Z");

  private final Identity owner = Identity.fromSecret(new byte[32]);

  @Test
  void whatWasWrittenIsReadAsItWas() throws ItemException {
    Random random = new Random(42);
    for (int i = 0; i < 300; i++) {
      byte[] value = new byte[random.nextInt(4) == 0 ? 0 : random.nextInt(500)];
      random.nextBytes(value);
      Instant expires = Instant.ofEpochMilli(random.nextLong());
      Item item =
          random.nextBoolean()
              ? ContentItem.of(value, expires)
              : NamedItem.sign(
                  owner, "ñ€😀".repeat(random.nextInt(3)), value, random.nextLong(), expires);
      byte[] bytes = ItemCodec.encode(item);
      assertThat(bytes).hasSize(ItemCodec.encodedLength(item));
      Item read = ItemCodec.read(ByteBuffer.wrap(bytes));
      assertThat(read).isEqualTo(item).hasToString(item.toString());
      assertThat(read.key()).isEqualTo(item.key());
      assertThat(ItemCodec.encode(read)).isEqualTo(bytes);
      read.verify();
    }
  }

  @Test
  void theEncodingIsWrittenWhereTheBufferStands() throws ItemException {
    Item item = ContentItem.of(new byte[] {1, 2}, EXPIRES);
    ByteBuffer out = ByteBuffer.allocate(100).position(7);
    ItemCodec.write(item, out);
    assertThat(out.position()).isEqualTo(7 + ItemCodec.encodedLength(item));
    assertThat(ItemCodec.read(out.flip().position(7))).isEqualTo(item);
  }

  @Test
  void theLongestItemHasTheLongestEncoding() throws ItemException {
    Item item =
        NamedItem.sign(
            owner,
            "n".repeat(Item.MAX_NAME_BYTES),
            new byte[Item.MAX_VALUE_BYTES],
            Long.MAX_VALUE,
            EXPIRES);
    assertThat(ItemCodec.encodedLength(item)).isEqualTo(ItemCodec.MAX_BYTES);
    ItemCodec.read(ByteBuffer.wrap(ItemCodec.encode(item))).verify();
    Item content = ContentItem.of(new byte[Item.MAX_VALUE_BYTES], EXPIRES);
    assertThat(ItemCodec.read(ByteBuffer.wrap(ItemCodec.encode(content)))).isEqualTo(content);
  }

  @Test
  void aNamedItemCutAnywhereIsMalformed() {
    byte[] bytes = ItemCodec.encode(NamedItem.sign(owner, "name", new byte[9], 1, EXPIRES));
    for (int length = 0; length < bytes.length; length++) {
      assertMalformed(Arrays.copyOf(bytes, length));
    }
    assertMalformed(Arrays.copyOf(bytes, bytes.length + 1));
  }

  @Test
  void aContentItemCutBeforeItsValueIsMalformedAndAfterThatIsAnother() throws ItemException {
    Item item = ContentItem.of(new byte[9], EXPIRES);
    byte[] bytes = ItemCodec.encode(item);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      if (length < 9) {
        assertMalformed(cut);
      } else {
        assertThat(ItemCodec.read(ByteBuffer.wrap(cut)).key()).isNotEqualTo(item.key());
      }
    }
  }

  @Test
  void aNamedItemInWhichAnyBitIsChangedIsRefused() {
    byte[] bytes = ItemCodec.encode(NamedItem.sign(owner, "näme", new byte[9], 1, EXPIRES));
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] changed = bytes.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatExceptionOfType(ItemException.class)
          .isThrownBy(() -> ItemCodec.read(ByteBuffer.wrap(changed)).verify());
    }
  }

  @Test
  void randomBytesNeverBreakTheReader() {
    Random random = new Random(7);
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      if (bytes.length > 51) {
        bytes[0] = 1;
        bytes[49] = 0;
        bytes[50] = (byte) random.nextInt(8);
      }
      try {
        ItemCodec.read(ByteBuffer.wrap(bytes)).verify();
        read++;
      } catch (ItemException e) {
        assertThat(e.flaw()).isIn(Flaw.MALFORMED, Flaw.FORGED);
      }
    }
    assertThat(read).as("of kind 2, short enough not to be made kind 1").isLessThan(1000);
  }

  @Test
  void aValueOfNegativeLengthIsMalformed() {
    // One byte of name, and so one byte too few for the signature of an item without a value.
    byte[] bytes = ItemCodec.encode(NamedItem.sign(owner, "n", new byte[0], 1, EXPIRES));
    byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
    ByteBuffer.wrap(cut).putInt(1 + 32 + 8 + 8 + 2 + 1, -1);
    assertMalformed(cut);
  }

  @Test
  void namesAndValuesBeyondTheirLimitsAreMalformed() {
    byte[] content = new byte[1 + 8 + Item.MAX_VALUE_BYTES + 1];
    content[0] = 2;
    assertMalformed(content);

    byte[] longValue = new byte[1 + 54 + Item.MAX_VALUE_BYTES + 1 + 64];
    longValue[0] = 1;
    ByteBuffer.wrap(longValue).putInt(51, Item.MAX_VALUE_BYTES + 1);
    assertMalformed(longValue);

    byte[] longName = new byte[1 + 54 + Item.MAX_NAME_BYTES + 1 + 64];
    longName[0] = 1;
    ByteBuffer.wrap(longName).putShort(49, (short) (Item.MAX_NAME_BYTES + 1));
    assertMalformed(longName);

    byte[] nameBeyondTheEnd = new byte[1 + 54 + 64];
    nameBeyondTheEnd[0] = 1;
    ByteBuffer.wrap(nameBeyondTheEnd).putShort(49, (short) 100);
    assertMalformed(nameBeyondTheEnd);
  }

  @Test
  void aNameThatIsNotUtf8IsMalformed() {
    byte[] bytes = ItemCodec.encode(NamedItem.sign(owner, "name", new byte[0], 1, EXPIRES));
    assertThat(new String(bytes, 51, 4, UTF_8)).isEqualTo("name");
    bytes[51] = (byte) 0xff;
    assertMalformed(bytes);
  }

  @Test
  void thereIsNoOtherKindOfItem() {
    assertMalformed(new byte[0]);
    assertMalformed(new byte[] {4, 0, 0, 0, 0, 0, 0, 0, 0});
  }

  private static void assertMalformed(byte[] bytes) {
    assertThatExceptionOfType(ItemException.class)
        .isThrownBy(() -> ItemCodec.read(ByteBuffer.wrap(bytes)))
        .extracting(ItemException::flaw)
        .isEqualTo(Flaw.MALFORMED);
  }

  @Test
  void anItemOfAnotherWireIsCountedAndNotEncoded() {
    OwnedItem other = mock();
    when(other.encodedLength()).thenReturn(99);
    assertThat(ItemCodec.encodedLength(other)).isEqualTo(100);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ItemCodec.encode(other))
        .withMessage("an item of another wire has no encoding here: " + other);
  }
}
