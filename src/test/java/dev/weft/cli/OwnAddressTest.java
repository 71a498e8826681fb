package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The address that is announced is the one by which those far away reach this machine. */
class OwnAddressTest {

  private static final InetAddress LOCAL = InetAddress.ofLiteral("10.0.0.7");

  private static Contact at(String address) {
    return new Contact(Key.of(address), new InetSocketAddress(InetAddress.ofLiteral(address), 99));
  }

  @Test
  void whoIsFarAwayIsAskedBeforeNeighboursAndThisMachine() {
    List<String> asked = new ArrayList<>();
    assertThat(
            OwnAddress.among(
                List.of(at("127.0.0.1"), at("10.0.0.8"), at("8.8.8.8")),
                other -> {
                  asked.add(other.getAddress().getHostAddress());
                  return Optional.empty();
                }))
        .isEmpty();
    assertThat(asked).containsExactly("8.8.8.8", "10.0.0.8", "127.0.0.1");
  }

  @Test
  void theFirstToWhomAWayLeadsDecides() {
    assertThat(
            OwnAddress.among(
                List.of(at("10.0.0.8"), at("8.8.8.8")),
                other -> Optional.of(LOCAL).filter(_ -> other.getAddress().isSiteLocalAddress())))
        .contains(LOCAL);
  }

  @Test
  void thisMachineReachesItselfFromItself() {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    assertThat(OwnAddress.from(new InetSocketAddress(loopback, 9))).contains(loopback);
  }

  @Test
  void whereNoWayLeadsThereIsNoAddress() {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    assertThat(OwnAddress.from(new InetSocketAddress(loopback, 0))).isEmpty();
  }
}
