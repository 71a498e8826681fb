package dev.weft.kademlia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrefixTest {

  private static Contact at(String host) {
    return new Contact(Key.of(host), new InetSocketAddress(host, 1908));
  }

  @ParameterizedTest
  @CsvSource({
    "99.1.2.3, 99.1.2.0/24",
    "255.254.253.252, 255.254.253.0/24",
    "2a00:1450:4001:80f::200e, 2a00:1450:4001:80f::/64",
    "fe80:ffff:abcd:1234:5678::1, fe80:ffff:abcd:1234::/64"
  })
  void prefixIsTheNetworkOfOneCustomer(String host, String network) {
    assertThat(Prefix.of(at(host))).hasToString(network);
  }

  @Test
  void contactsOfOneNetworkHaveTheSame() {
    assertThat(Prefix.of(at("99.1.2.3"))).isEqualTo(Prefix.of(at("99.1.2.200")));
    assertThat(Prefix.of(at("99.1.2.3"))).isNotEqualTo(Prefix.of(at("99.1.3.3")));
    assertThat(Prefix.of(at("2a00::1:0:0:1"))).isEqualTo(Prefix.of(at("2a00::2:0:0:1")));
    assertThat(Prefix.of(at("2a00:0:0:1::1"))).isNotEqualTo(Prefix.of(at("2a00:0:0:2::1")));
    assertThat(Prefix.of(at("0:0:0:1::1"))).isNotEqualTo(Prefix.of(at("0.0.1.1")));
  }

  @Test
  void aHostIsAnAddressOrANetworkOfLongAddressesWhichOneHas() throws UnknownHostException {
    assertThat(host("99.1.2.3")).hasToString("99.1.2.3/32").isNotEqualTo(host("99.1.2.4"));
    assertThat(host("99.1.2.3")).isNotEqualTo(Prefix.of(at("99.1.2.3")));
    assertThat(host("2a00::1:0:0:1")).isEqualTo(Prefix.of(at("2a00::2:0:0:1")));
    assertThat(host("::a00:1")).isNotEqualTo(host("10.0.0.1"));
    assertThat(Prefix.of(InetAddress.getByName("::a00:1")))
        .isNotEqualTo(Prefix.of(InetAddress.getByName("10.0.0.1")));
  }

  private static Prefix host(String host) throws UnknownHostException {
    return Prefix.host(InetAddress.getByName(host));
  }

  @Test
  void privateAddressesAreFreeUnlessTheyAreToBeLimited() {
    assertThat(PrefixLimits.DEFAULT.prefix(at("10.1.2.3"))).isEmpty();
    assertThat(new PrefixLimits(1, 1, true).prefix(at("10.1.2.3")).orElseThrow())
        .hasToString("10.1.2.0/24");
    assertThat(PrefixLimits.DEFAULT.prefix(at("203.0.113.7")).orElseThrow())
        .hasToString("203.0.113.0/24");
  }

  @Test
  void limitsAreAtLeastOne() {
    new PrefixLimits(1, 1, false);
    assertThatIllegalArgumentException().isThrownBy(() -> new PrefixLimits(0, 1, false));
    assertThatIllegalArgumentException().isThrownBy(() -> new PrefixLimits(1, 0, false));
  }
}
