package dev.weft.lan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** At which addresses of a machine neighbours are met, and whom they reach. */
class PlaceTest {

  private static NetworkInterface networkInterface(String name, String... addresses)
      throws SocketException {
    NetworkInterface one = mock();
    when(one.getName()).thenReturn(name);
    when(one.isUp()).thenReturn(true);
    when(one.supportsMulticast()).thenReturn(true);
    List<InterfaceAddress> all = Stream.of(addresses).map(PlaceTest::address).toList();
    when(one.getInterfaceAddresses()).thenReturn(all);
    return one;
  }

  private static InterfaceAddress address(String text) {
    InterfaceAddress one = mock();
    when(one.getAddress()).thenReturn(InetAddress.ofLiteral(text));
    when(one.getNetworkPrefixLength()).thenReturn((short) 20);
    return one;
  }

  @Test
  void anInterfaceHasTheFirstAddressOfEachKindThatIsNoLinkLocalIpv6() throws SocketException {
    NetworkInterface eth0 =
        networkInterface("eth0", "fe80::1", "10.0.0.1", "fd00::1", "10.0.0.2", "fd00::2");
    NetworkInterface eth1 = networkInterface("eth1", "169.254.1.1");
    assertThat(JmdnsLan.places(List.of(eth0, eth1)))
        .containsExactly(
            Village.place("eth0", "10.0.0.1", 20),
            Village.place("eth0", "fd00::1", 20),
            Village.place("eth1", "169.254.1.1", 20));
  }

  @Test
  void anInterfaceThatIsDownOrOfTheMachineItselfOrKnowsNoMulticastHasNone() throws SocketException {
    NetworkInterface down = networkInterface("eth0", "10.0.0.1");
    when(down.isUp()).thenReturn(false);
    NetworkInterface loopback = networkInterface("lo", "127.0.0.1");
    when(loopback.isLoopback()).thenReturn(true);
    NetworkInterface alone = networkInterface("tun0", "10.0.0.1");
    when(alone.supportsMulticast()).thenReturn(false);
    assertThat(JmdnsLan.places(List.of(down, loopback, alone))).isEmpty();
  }

  @Test
  void aPlaceReachesWhatIsInItsNetwork() {
    Place four = Village.place("eth0", "10.1.255.1", 20);
    assertThat(four.reaches(InetAddress.ofLiteral("10.1.240.7"))).isTrue();
    assertThat(four.reaches(InetAddress.ofLiteral("10.1.239.7"))).isFalse();
    assertThat(four.reaches(InetAddress.ofLiteral("fd00::1"))).isFalse();
    assertThat(Village.place("eth0", "fd00::1", 64).reaches(InetAddress.ofLiteral("fd00::9")))
        .isTrue();
    assertThat(four).hasToString("10.1.255.1 (eth0)");
  }
}
