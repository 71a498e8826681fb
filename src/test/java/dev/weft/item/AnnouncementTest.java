package dev.weft.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockStatic;

import dev.weft.item.Announcement.Terms;
import dev.weft.item.ItemException.Flaw;
import dev.weft.kademlia.Key;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnouncementTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final Instant LATER = NOW.plusSeconds(3600);
  private static final Key TOPIC = Announcement.topic("printers");
  private static final Identity OWNER = Identity.fromSecret(new byte[32]);

  /** Where the kind is: behind public key, topic, version and expiry. */
  private static final int KIND_AT = 32 + 64 + 8 + 8;

  private static final int FAMILY_AT = KIND_AT + 1;

  private static InetSocketAddress at(String host, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(host), port);
  }

  private static Terms terms(String host, int version) {
    Optional<InetSocketAddress> address =
        host.isEmpty() ? Optional.empty() : Optional.of(at(host, 65_535));
    return new Terms(TOPIC, address, "duplex".getBytes(UTF_8), version, LATER, false);
  }

  private static Announcement record(int version, Instant expires) {
    return Announcement.sign(OWNER, terms("", version).until(expires));
  }

  private static byte[] encode(Announcement record) {
    ByteBuffer out = ByteBuffer.allocate(record.encodedLength());
    record.write(out);
    assertThat(out.hasRemaining()).isFalse();
    return out.array();
  }

  private static Announcement read(byte[] bytes) throws ItemException {
    return Announcement.read(ByteBuffer.wrap(bytes));
  }

  private static void isMalformed(byte[] bytes, String why) {
    assertThatExceptionOfType(ItemException.class)
        .isThrownBy(() -> read(bytes))
        .withMessageContaining("an announcement cannot be read: " + why)
        .satisfies(e -> assertThat(e.flaw()).isEqualTo(Flaw.MALFORMED));
  }

  private static byte[] with(String host, int at, int value) {
    byte[] bytes = encode(Announcement.sign(OWNER, terms(host, 1)));
    bytes[at] = (byte) value;
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "192.0.2.1", "2001:db8::1"})
  void whatWasSignedIsReadAsItWasWrittenAndVerifies(String host) throws ItemException {
    for (boolean withdrawn : new boolean[] {false, true}) {
      Terms terms = terms(host, 7);
      Announcement record =
          Announcement.sign(
              OWNER,
              new Terms(TOPIC, terms.address(), terms.payload(), 7, LATER.plusNanos(9), withdrawn));
      record.verify();
      Announcement again = read(encode(record));
      again.verify();
      assertThat(again).isEqualTo(record).hasSameHashCodeAs(record);
      assertThat(again.owner()).isEqualTo(OWNER.key());
      assertThat(again.topic()).isEqualTo(TOPIC);
      assertThat(again.isWithdrawn()).isEqualTo(withdrawn);
      assertThat(again.terms().address()).isEqualTo(terms.address());
      assertThat(again.terms().payload()).isEqualTo(terms.payload());
      assertThat(again.terms().version()).isEqualTo(7);
      assertThat(again.expires()).as("cut to the millisecond").isEqualTo(LATER);
    }
  }

  @Test
  void aTopicIsNoKeyOfAnItemAndNoPlainHash() {
    assertThat(TOPIC)
        .isNotEqualTo(Key.of("printers"))
        .isNotEqualTo(ContentItem.of("printers".getBytes(UTF_8), LATER).key())
        .isNotEqualTo(NamedItem.keyOf(OWNER.key(), "printers"))
        .isEqualTo(Announcement.topic("printers"));
    assertThatIllegalArgumentException().isThrownBy(() -> Announcement.topic("x".repeat(1025)));
    assertThatIllegalArgumentException().isThrownBy(() -> Announcement.topic("\ud800"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "192.0.2.1", "2001:db8::1"})
  void whoeverTampersWithAnyByteIsFoundOut(String host) {
    byte[] whole = encode(Announcement.sign(OWNER, terms(host, 1)));
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 1;
      assertThatExceptionOfType(ItemException.class)
          .as("byte %d", i)
          .isThrownBy(() -> read(damaged).verify())
          .satisfies(e -> assertThat(e.flaw()).isIn(Flaw.FORGED, Flaw.MALFORMED));
    }
  }

  @Test
  void aForgeryIsSaidToBeOneOfItsOwner() {
    byte[] forged = encode(record(1, LATER));
    forged[forged.length - 1] ^= 1;
    assertThatExceptionOfType(ItemException.class)
        .isThrownBy(() -> read(forged).verify())
        .withMessageContaining(OWNER.key().abbreviated())
        .satisfies(e -> assertThat(e.flaw()).isEqualTo(Flaw.FORGED));
  }

  @Test
  void theSignatureOfAnAnnouncementServesNoOtherPurpose() {
    Announcement record = record(1, LATER);
    byte[] bytes = encode(record);
    byte[] unsigned = Arrays.copyOf(bytes, bytes.length - Identity.SIGNATURE_BYTES);
    byte[] signature = Arrays.copyOfRange(bytes, unsigned.length, bytes.length);
    assertThat(Identity.verify(OWNER.publicKey(), unsigned, signature))
        .as("it is over a prefix, too")
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "192.0.2.1", "2001:db8::1"})
  void whatIsCutShortOrGoesOnIsMalformed(String host) {
    byte[] whole = encode(Announcement.sign(OWNER, terms(host, 1)));
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatExceptionOfType(ItemException.class)
          .isThrownBy(() -> read(part))
          .satisfies(e -> assertThat(e.flaw()).isEqualTo(Flaw.MALFORMED));
    }
    isMalformed(Arrays.copyOf(whole, 179), "it is cut short");
    isMalformed(Arrays.copyOf(whole, whole.length + 1), "its payload has an impossible length");
  }

  @Test
  void thereAreTwoKindsAndThreeFamiliesOfAddresses() {
    isMalformed(with("", KIND_AT, 0), "there is no record of kind 0");
    isMalformed(with("", KIND_AT, 3), "there is no record of kind 3");
    isMalformed(with("", FAMILY_AT, 5), "there are no addresses of family 5");
    isMalformed(with("", FAMILY_AT, -1), "there are no addresses of family -1");
  }

  @Test
  void anAddressWithoutRoomForAPayloadBehindItIsMalformed() {
    byte[] bytes =
        encode(
            Announcement.sign(
                OWNER, new Terms(TOPIC, Optional.empty(), new byte[0], 1, LATER, false)));
    bytes[FAMILY_AT] = 6;
    Arrays.fill(bytes, FAMILY_AT + 1, bytes.length, (byte) 0x20);
    isMalformed(bytes, "its payload has an impossible length");
  }

  @Test
  void anAddressAtWhichNobodyCanListenIsMalformed() {
    byte[] port = with("192.0.2.1", FAMILY_AT + 5, 0);
    port[FAMILY_AT + 6] = 0;
    isMalformed(port, "nobody can be reached at");
    isMalformed(with("192.0.2.1", FAMILY_AT + 1, 224), "nobody can be reached at");
    byte[] any = with("192.0.2.1", FAMILY_AT + 1, 0);
    Arrays.fill(any, FAMILY_AT + 1, FAMILY_AT + 5, (byte) 0);
    isMalformed(any, "nobody can be reached at");
    isMalformed(with("2001:db8::1", FAMILY_AT + 1, 0xff), "nobody can be reached at");
  }

  @Test
  void anIpv4AddressIsNotWrittenAsIpv6() {
    byte[] mapped = with("2001:db8::1", FAMILY_AT + 1, 0);
    Arrays.fill(mapped, FAMILY_AT + 1, FAMILY_AT + 11, (byte) 0);
    Arrays.fill(mapped, FAMILY_AT + 11, FAMILY_AT + 13, (byte) 0xff);
    isMalformed(mapped, "nobody can be reached at");
  }

  @Test
  void thePayloadIsAsLongAsItSaysAndOneKibibyteAtMost() throws ItemException {
    isMalformed(with("", FAMILY_AT + 2, 5), "its payload has an impossible length");
    isMalformed(with("", FAMILY_AT + 1, 0x80), "its payload has an impossible length");
    Terms longest = new Terms(TOPIC, Optional.empty(), new byte[1024], 1, LATER, false);
    byte[] bytes = encode(Announcement.sign(OWNER, longest));
    assertThat(read(bytes).terms().payload()).hasSize(1024);
    byte[] longer = new byte[bytes.length + 1];
    System.arraycopy(bytes, 0, longer, 0, FAMILY_AT + 1);
    ByteBuffer.wrap(longer).putShort(FAMILY_AT + 1, (short) 1025);
    isMalformed(longer, "its payload has an impossible length");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Terms(TOPIC, Optional.empty(), new byte[1025], 1, LATER, false))
        .withMessage("what is announced has 1025 bytes, and at most 1024 are allowed");
  }

  @Test
  void theLongestRecordIsAsLongAsIsSaid() {
    Terms terms =
        new Terms(TOPIC, Optional.of(at("2001:db8::1", 9)), new byte[1024], 1, LATER, false);
    assertThat(Announcement.sign(OWNER, terms).encodedLength()).isEqualTo(Announcement.MAX_BYTES);
  }

  @Test
  void nobodyAnnouncesWhereNobodyCanListen() {
    for (InetSocketAddress address :
        new InetSocketAddress[] {
          at("0.0.0.0", 9), at("192.0.2.1", 0), InetSocketAddress.createUnresolved("host", 9)
        }) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Terms(TOPIC, Optional.of(address), new byte[0], 1, LATER, false))
          .withMessageContaining("nobody can be reached at");
    }
  }

  @Test
  void theHigherVersionCountsThenTheLaterEndThenTheGreaterSignature() throws ItemException {
    Announcement first = record(1, LATER);
    Announcement second = record(2, NOW);
    Announcement renewed = record(1, LATER.plusMillis(1));
    assertThat(second.compareVersion(first)).isPositive();
    assertThat(first.compareVersion(second)).isNegative();
    assertThat(renewed.compareVersion(first)).isPositive();
    assertThat(first.compareVersion(renewed)).isNegative();
    assertThat(first.compareVersion(record(1, LATER))).isZero();
    byte[] bytes = encode(first);
    bytes[bytes.length - Identity.SIGNATURE_BYTES] ^= (byte) 0x80;
    Announcement other = read(bytes);
    assertThat(Integer.signum(first.compareVersion(other)))
        .isNotZero()
        .isEqualTo(-Integer.signum(other.compareVersion(first)));
  }

  @Test
  void recordsAreEqualWithSameOwnerTermsAndSignature() throws ItemException {
    Announcement record = record(1, LATER);
    assertThat(record).isEqualTo(record(1, LATER)).isNotEqualTo("record");
    assertThat(record).isNotEqualTo(record(2, LATER));
    byte[] bytes = encode(record);
    bytes[FAMILY_AT + 3] ^= 1;
    assertThat(read(bytes)).as("another payload, same signature").isNotEqualTo(record);
  }

  private static void isRefused(Announcement record, Flaw flaw, String why) {
    assertThatExceptionOfType(ItemException.class)
        .isThrownBy(() -> record.checkLimits(NOW))
        .withMessageContaining(why)
        .satisfies(e -> assertThat(e.flaw()).isEqualTo(flaw));
  }

  private static Announcement versionAt(Instant time) {
    return Announcement.sign(
        OWNER,
        new Terms(TOPIC, Optional.empty(), new byte[0], NamedItem.versionAt(time), LATER, false));
  }

  @Test
  void whatHasExpiredOrComesFromTheFutureIsRefusedAndWhatIsJustWithinTheLimitsIsNot()
      throws ItemException {
    Duration skew = Item.MAX_CLOCK_SKEW;
    Instant last = NOW.plus(Announcement.MAX_TIME_TO_LIVE).plus(skew);
    isRefused(record(1, NOW), Flaw.EXPIRED, "the announcement expired at " + NOW);
    record(1, NOW.plusMillis(1)).checkLimits(NOW);
    record(1, last).checkLimits(NOW);
    isRefused(record(1, last.plusMillis(1)), Flaw.FUTURE, "more than a day from now");
    versionAt(NOW.plus(skew)).checkLimits(NOW);
    isRefused(
        versionAt(NOW.plus(skew).plusMillis(1)), Flaw.FUTURE, "more than 10 minutes in the future");
    assertThat(record(1, NOW).isExpired(NOW)).isTrue();
    assertThat(record(1, NOW).isExpired(NOW.minusMillis(1))).isFalse();
  }

  @Test
  void aRecordIsShownWithItsTopicOwnerAndEnd() {
    Announcement withdrawn =
        Announcement.sign(OWNER, new Terms(TOPIC, Optional.empty(), new byte[0], 3, LATER, true));
    String who =
        "Announcement[%s of %s, version ".formatted(TOPIC.abbreviated(), OWNER.key().abbreviated());
    assertThat(record(2, LATER)).hasToString(who + "2, expires " + LATER + "]");
    assertThat(withdrawn).hasToString(who + "3, withdrawn, expires " + LATER + "]");
  }

  @Test
  void anOwnerOfAWireWithoutTopicsSaysSo() {
    Owner other = mock(CALLS_REAL_METHODS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> other.announce(terms("", 1)))
        .withMessage("this wire has no topics");
    assertThat(OWNER.announce(terms("", 1))).isEqualTo(Announcement.sign(OWNER, terms("", 1)));
  }

  @Test
  void aPlatformThatKnowsNoAddressesIsAFault() {
    byte[] bytes = encode(Announcement.sign(OWNER, terms("192.0.2.1", 1)));
    try (var addresses = mockStatic(InetAddress.class)) {
      addresses
          .when(() -> InetAddress.getByAddress(any()))
          .thenThrow(new UnknownHostException("no"));
      assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> read(bytes));
    }
  }
}
