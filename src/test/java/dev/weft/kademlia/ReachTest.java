package dev.weft.kademlia;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReachTest {

  private static Contact at(String host) throws Exception {
    return new Contact(Key.of(host), new InetSocketAddress(InetAddress.getByName(host), 1908));
  }

  private static Reach of(String host) throws Exception {
    return at(host).reach();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.255.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.7.7",
        "100.64.0.1",
        "100.127.255.255",
        "::1",
        "fe80::1",
        "febf::1",
        "fec0::1",
        "fc00::1",
        "fdff::1",
        "::ffff:10.0.0.1"
      })
  void someAddressesAreOfTheSameMachineOrNetwork(String host) throws Exception {
    assertThat(of(host)).isEqualTo(Reach.LOCAL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.1.2.3",
        "192.0.0.9",
        "192.0.2.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.7",
        "240.0.0.1",
        "255.255.255.255",
        "::2",
        "64:ff9b::1",
        "1fff::1",
        "4000::1",
        "2001::1",
        "2001:1ff::1",
        "2001:db8::1",
        "2002:102:304::1",
        "3fff:fff::1"
      })
  void othersAreNobodys(String host) throws Exception {
    assertThat(of(host)).isEqualTo(Reach.RESERVED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1", "9.255.255.255", "11.0.0.0", "126.0.0.1", "128.0.0.1", "172.15.0.1",
        "172.32.0.1", "192.167.1.1", "192.0.1.1", "169.253.0.1", "100.63.255.255", "100.128.0.1",
        "198.17.0.1", "198.20.0.1", "223.255.255.255", "2000::1", "2001:200::1", "2003::1",
        "2a00:1450::1", "3ffe::1", "::ffff:8.8.8.8"
      })
  void allTheRestIsPublic(String host) throws Exception {
    assertThat(of(host)).isEqualTo(Reach.PUBLIC);
  }

  @Test
  void whatIsPublicNamesNothingElse() throws Exception {
    List<Contact> all = List.of(at("1.1.1.1"), at("127.0.0.1"), at("192.0.2.1"), at("2000::1"));
    assertThat(at("8.8.8.8").mayName(all)).containsExactly(at("1.1.1.1"), at("2000::1"));
    assertThat(at("10.0.0.1").mayName(all)).isEqualTo(all);
    assertThat(at("203.0.113.7").mayName(all)).isEqualTo(all);
  }
}
