package dev.weft.kademlia;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;
import static org.mockito.Mockito.mockStatic;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTest {
  private static final int RUNS = 500;
  private static final Key ZERO = Key.fromBytes(new byte[Key.BYTES]);

  /** Keys that agree in any number of leading bits, as evenly drawn ones hardly ever do. */
  private static List<Key> relatives(RandomGenerator random, int count) {
    var keys = new ArrayList<>(List.of(Key.random(random)));
    while (keys.size() < count) {
      Key relative = keys.get(random.nextInt(keys.size()));
      keys.add(relative.randomAt(random.nextInt(Key.BITS), random));
    }
    return keys;
  }

  private static BigInteger number(Key key) {
    return new BigInteger(1, key.toBytes());
  }

  private static BigInteger distance(Key a, Key b) {
    return number(a).xor(number(b));
  }

  private static byte[] allBytes(int value) {
    byte[] bytes = new byte[Key.BYTES];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  @Test
  void keyOfNameIsSha512OfItsUtf8Bytes() throws Exception {
    byte[] expected = MessageDigest.getInstance("SHA-512").digest("häuser/1".getBytes(UTF_8));
    assertThat(Key.of("häuser/1").toBytes()).isEqualTo(expected);
  }

  @Test
  void runtimeWithoutSha512IsNamedAsTheCause() throws Exception {
    var missing = new NoSuchAlgorithmException();
    try (var digests = mockStatic(MessageDigest.class)) {
      digests.when(() -> MessageDigest.getInstance("SHA-512")).thenThrow(missing);
      assertThatIllegalStateException()
          .isThrownBy(() -> Key.of("a"))
          .withMessageContaining("SHA-512")
          .withCause(missing);
    }
  }

  @Test
  void keyOfEmptyNameIsTheStandardsTestVector() {
    assertThat(Key.of("").toString()).startsWith("cf83e1357eefb8bd").endsWith("f927da3e");
  }

  @Test
  void hashOfPartsIsHashOfTheirConcatenation() {
    assertThat(Key.hash("ab".getBytes(UTF_8), new byte[0], "c".getBytes(UTF_8)))
        .isEqualTo(Key.of("abc"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 63, 65})
  void otherThan64BytesAreRefused(int length) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Key.fromBytes(new byte[length]))
        .withMessageContaining("64 bytes")
        .withMessageContaining(String.valueOf(length));
  }

  @Test
  void readRefusesToReadBeyondTheEnd() {
    assertThatExceptionOfType(BufferUnderflowException.class)
        .isThrownBy(() -> Key.read(ByteBuffer.allocate(63)));
  }

  @Test
  void bytesAndTextAndBufferGiveTheKeyBack() {
    var random = new Random(1);
    for (int i = 0; i < RUNS; i++) {
      Key key = Key.random(random);
      assertThat(Key.fromBytes(key.toBytes())).isEqualTo(key).hasSameHashCodeAs(key);
      assertThat(Key.parse(key.toString())).isEqualTo(key);
      assertThat(Key.parse(key.toString().toUpperCase(Locale.ROOT))).isEqualTo(key);
      ByteBuffer buffer = ByteBuffer.allocate(Key.BYTES + 2).put((byte) 7);
      key.write(buffer);
      buffer.put((byte) 9).flip();
      assertThat(buffer.get()).isEqualTo((byte) 7);
      assertThat(Key.read(buffer)).isEqualTo(key);
      assertThat(buffer.get()).isEqualTo((byte) 9);
    }
  }

  @Test
  void textIsHexadecimalOfTheBytesInOrder() {
    byte[] bytes = new byte[Key.BYTES];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (0xf0 + i);
    }
    Key key = Key.fromBytes(bytes);
    assertThat(key).hasToString(HexFormat.of().formatHex(bytes));
    assertThat(key.abbreviated()).isEqualTo("f0f1f2f3");
  }

  @Test
  void abbreviationKeepsLeadingZeros() {
    assertThat(ZERO.abbreviated()).isEqualTo("00000000");
  }

  @Test
  void textThatIsNoKeyIsRefused() {
    String hex = ZERO.toString();
    for (String wrong :
        List.of("", "pinner", hex.substring(1), hex + "0", "g" + hex.substring(1))) {
      assertThat(Key.looksLikeKey(wrong)).isFalse();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Key.parse(wrong))
          .withMessageContaining("128 hexadecimal digits");
    }
    assertThat(Key.looksLikeKey(hex)).isTrue();
  }

  @Test
  void changeOfTheByteArraysOutsideDoesNotChangeTheKey() {
    byte[] bytes = new byte[Key.BYTES];
    Key key = Key.fromBytes(bytes);
    bytes[0] = 1;
    key.toBytes()[0] = 1;
    assertThat(key).isEqualTo(ZERO);
  }

  @Test
  void distanceIsXorReadAsUnsignedNumber() {
    var random = new Random(2);
    for (int i = 0; i < RUNS; i++) {
      List<Key> keys = relatives(random, 3);
      Key from = keys.get(0);
      Key a = keys.get(1);
      Key b = keys.get(2);
      int expected = distance(from, a).compareTo(distance(from, b));
      assertThat(Integer.signum(from.compareDistance(a, b))).isEqualTo(expected);
      assertThat(Integer.signum(from.byDistance().compare(a, b))).isEqualTo(expected);
    }
  }

  @Test
  void distanceComparesHighBitAsUnsigned() {
    Key low = Key.fromBytes(allBytes(0x7f));
    Key high = Key.fromBytes(allBytes(0x80));
    assertThat(ZERO.compareDistance(low, high)).isNegative();
    assertThat(low).isLessThan(high);
  }

  @Test
  void xorIsMetricAndUnidirectional() {
    var random = new Random(3);
    for (int i = 0; i < RUNS; i++) {
      List<Key> keys = relatives(random, 3);
      Key a = keys.get(0);
      Key b = keys.get(1);
      Key c = keys.get(2);
      assertThat(a.compareDistance(a, b)).isEqualTo(a.equals(b) ? 0 : -1);
      assertThat(a.commonPrefix(b)).isEqualTo(b.commonPrefix(a));
      // d(a,c) <= d(a,b) + d(b,c), in the strong form that common prefixes give.
      assertThat(a.commonPrefix(c))
          .isGreaterThanOrEqualTo(Math.min(a.commonPrefix(b), b.commonPrefix(c)));
      assertThat(distance(a, c)).isLessThanOrEqualTo(distance(a, b).add(distance(b, c)));
      // No two points are equally far from a third.
      assertThat(a.compareDistance(b, c) == 0).isEqualTo(b.equals(c));
    }
  }

  @Test
  void sortByDistanceIsSortByNumber() {
    var random = new Random(4);
    for (int i = 0; i < 50; i++) {
      List<Key> keys = relatives(random, 40);
      Key from = keys.getFirst();
      var byNumber = new ArrayList<>(keys);
      byNumber.sort((a, b) -> distance(from, a).compareTo(distance(from, b)));
      keys.sort(from.byDistance());
      assertThat(keys).isEqualTo(byNumber);
    }
  }

  @Test
  void naturalOrderIsThatOfUnsignedNumbers() {
    var random = new Random(5);
    for (int i = 0; i < RUNS; i++) {
      List<Key> keys = relatives(random, 2);
      Key a = keys.get(0);
      Key b = keys.get(1);
      assertThat(Integer.signum(a.compareTo(b))).isEqualTo(number(a).compareTo(number(b)));
      assertThat(a).isEqualByComparingTo(Key.fromBytes(a.toBytes()));
    }
  }

  @Test
  void keyDrawnAtPrefixSharesExactlyThatManyBits() {
    var random = new Random(9);
    for (int prefixBits = 0; prefixBits < Key.BITS; prefixBits++) {
      Key key = Key.random(random);
      Key drawn = key.randomAt(prefixBits, random);
      assertThat(key.commonPrefix(drawn)).isEqualTo(prefixBits);
      assertThat(Key.BITS - distance(key, drawn).bitLength()).isEqualTo(prefixBits);
    }
  }

  @Test
  void leastKeyOfAPrefixHasNoBitAfterIt() {
    Key key = Key.random(new Random(8));
    for (int prefixBits = 0; prefixBits < Key.BITS; prefixBits++) {
      int after = Key.BITS - prefixBits;
      BigInteger expected = number(key).shiftRight(after).shiftLeft(after);
      assertThat(number(key.least(prefixBits))).as("after %d bits", prefixBits).isEqualTo(expected);
    }
  }

  @Test
  void greatestKeyOfAPrefixHasEveryBitAfterIt() {
    Key key = Key.random(new Random(8));
    for (int prefixBits = 0; prefixBits < Key.BITS; prefixBits++) {
      BigInteger after = BigInteger.ONE.shiftLeft(Key.BITS - prefixBits).subtract(BigInteger.ONE);
      BigInteger expected = number(key).or(after);
      assertThat(number(key.greatest(prefixBits)))
          .as("after %d bits", prefixBits)
          .isEqualTo(expected);
    }
  }

  @Test
  void keyDrawnAtPrefixIsRandomInEveryLaterBit() {
    var random = new Random(6);
    Key key = Key.random(random);
    for (int prefixBits : List.of(0, 1, 62, 63, 64, 65, 300)) {
      BigInteger sometimesOne = BigInteger.ZERO;
      BigInteger alwaysOne = BigInteger.ONE.shiftLeft(Key.BITS).subtract(BigInteger.ONE);
      for (int i = 0; i < 64; i++) {
        BigInteger drawn = number(key.randomAt(prefixBits, random));
        sometimesOne = sometimesOne.or(drawn);
        alwaysOne = alwaysOne.and(drawn);
      }
      int later = Key.BITS - prefixBits - 1;
      assertThat(sometimesOne.andNot(alwaysOne))
          .isEqualTo(BigInteger.ONE.shiftLeft(later).subtract(BigInteger.ONE));
    }
  }

  @Test
  void bitsAreNumberedFromTheMostSignificant() {
    var random = new Random(7);
    Key key = Key.random(random);
    for (int i = 0; i < Key.BITS; i++) {
      assertThat(key.bit(i)).isEqualTo(number(key).testBit(Key.BITS - 1 - i));
    }
  }

  @Test
  void keySharesAllBitsWithItself() {
    Key key = Key.of("a");
    assertThat(key.commonPrefix(Key.of("a"))).isEqualTo(Key.BITS);
  }

  @Test
  void keyIsEqualToTheSameKeyOnly() {
    Key key = Key.of("a");
    assertThat(key).isEqualTo(Key.of("a")).isNotEqualTo(Key.of("b")).isNotEqualTo("a");
  }

  @Test
  void randomKeysUseEveryBit() {
    var random = new Random(8);
    BigInteger sometimesOne = BigInteger.ZERO;
    for (int i = 0; i < 64; i++) {
      sometimesOne = sometimesOne.or(number(Key.random(random)));
    }
    assertThat(sometimesOne.bitCount()).isEqualTo(Key.BITS);
  }

  @Test
  void keysAreEqualWhereAllOfTheirBitsAre() {
    Key key = Key.of("a");
    assertThat(key).isEqualTo(key).isEqualTo(Key.fromBytes(key.toBytes()));
    for (int bit = 0; bit < Key.BITS; bit++) {
      byte[] other = key.toBytes();
      other[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(key).isNotEqualTo(Key.fromBytes(other));
    }
    assertThat(key).isNotEqualTo("a");
  }

  @Test
  void theDistanceIsAPartOfTheFarthestOne() {
    Random random = new Random(1);
    assertThat(ZERO.distanceTo(ZERO)).isZero();
    for (int bits = 0; bits < 60; bits++) {
      double least = Math.pow(2, -bits - 1.0);
      assertThat(ZERO.distanceTo(ZERO.randomAt(bits, random))).isBetween(least, 2 * least);
    }
    Key ones = ZERO.greatest(0);
    assertThat(ZERO.distanceTo(ones)).isEqualTo(1, within(1e-15));
    assertThat(ones.distanceTo(ZERO)).isEqualTo(1, within(1e-15));
  }
}
