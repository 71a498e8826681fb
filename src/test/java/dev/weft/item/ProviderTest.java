package dev.weft.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProviderTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final Identity OWNER = Identity.fromSecret(new byte[32]);
  private static final InetSocketAddress ADDRESS =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 631);

  private static Provider provider(byte[] payload, long version) {
    return new Provider(
        Announcement.sign(
            OWNER,
            new Announcement.Terms(
                Announcement.topic("t"),
                Optional.of(ADDRESS),
                payload,
                version,
                NOW.plusSeconds(60),
                false)),
        true);
  }

  @Test
  void aProviderTellsWhatWasAnnounced() {
    Provider one = provider("düplex".getBytes(UTF_8), 1);
    assertThat(one.owner()).isEqualTo(OWNER.key());
    assertThat(one.address()).contains(ADDRESS);
    assertThat(one.text()).isEqualTo("düplex");
    assertThat(provider(new byte[] {'a', -1}, 1).text()).isEqualTo("a\ufffd");
  }

  @Test
  void whoeverChangesThePayloadChangesACopy() {
    Provider one = provider(new byte[] {1}, 1);
    one.payload()[0] = 2;
    assertThat(one.payload()).containsExactly(1);
  }

  @Test
  void theAgeIsThatOfTheVersionAndNeverNegative() {
    Provider one = provider(new byte[0], NamedItem.versionAt(NOW));
    assertThat(one.age(NOW.plusSeconds(5))).isEqualTo(Duration.ofSeconds(5));
    assertThat(one.age(NOW)).isZero();
    assertThat(one.age(NOW.minusSeconds(5))).isZero();
    assertThat(provider(new byte[0], Long.MAX_VALUE).age(NOW)).isZero();
    assertThat(provider(new byte[0], Long.MIN_VALUE).age(NOW)).isPositive();
  }
}
