package dev.weft.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.admission.Rate;
import dev.weft.admission.Refusal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OriginsTest {

  private final Limits limits = new Limits();
  private Origins origins = new Origins(Shares.DEFAULT);

  private void limit() {
    origins = new Origins(limits.build().shares());
  }

  /** An address that is written in numbers. */
  private static InetAddress at(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private Refusal refusal(String address) {
    return refusal(address, 0);
  }

  private Refusal refusal(String address, long now) {
    NotNow why = origins.judge(at(address), now);
    return why == null ? null : why.refusal();
  }

  private void connect(String... addresses) {
    for (String address : addresses) {
      assertThat(refusal(address)).isNull();
      origins.begun(at(address));
      origins.connected(at(address));
      origins.over(at(address));
    }
  }

  @Test
  void anAddressHasAShareOfTheConnections() {
    limits.connectionsPerAddress = 2;
    limit();
    connect("10.0.0.1", "10.0.0.1", "10.0.0.2");
    assertThat(refusal("10.0.0.1")).isEqualTo(Refusal.ADDRESS_CONNECTIONS);
    assertThat(origins.judge(at("10.0.0.1"), 0).why())
        .isEqualTo("this node takes at most 2 connections of one address");
    origins.closed(at("10.0.0.1"));
    connect("10.0.0.1");
  }

  @Test
  void whatHasNotSaidHelloCountsAsAConnection() {
    limits.connectionsPerAddress = 2;
    limits.connectionsPerNetwork = 3;
    limit();
    connect("10.0.0.1");
    origins.begun(at("10.0.0.1"));
    assertThat(refusal("10.0.0.1")).isEqualTo(Refusal.ADDRESS_CONNECTIONS);
    origins.begun(at("10.0.0.2"));
    assertThat(refusal("10.0.0.3")).isEqualTo(Refusal.NETWORK_CONNECTIONS);
  }

  @Test
  void soHasANetworkWhichIsTheFirstThreeNumbersOrHalfOfTheLongAddress() {
    limits.connectionsPerNetwork = 2;
    limit();
    connect("10.0.0.1", "10.0.0.2", "10.0.1.1");
    assertThat(refusal("10.0.0.200")).isEqualTo(Refusal.NETWORK_CONNECTIONS);
    assertThat(refusal("10.0.1.2")).isNull();
    connect("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1");
    assertThat(refusal("2001:db8::ffff:0:0:3")).isEqualTo(Refusal.NETWORK_CONNECTIONS);
    assertThat(refusal("2001:db8:0:1::2")).isNull();
  }

  @Test
  void anAddressAndANetworkHaveASharesOfTheHandshakes() {
    limits.handshakesPerAddress = 1;
    limits.handshakesPerNetwork = 2;
    limit();
    origins.begun(at("10.0.0.1"));
    assertThat(refusal("10.0.0.1")).isEqualTo(Refusal.ADDRESS_HANDSHAKES);
    assertThat(refusal("10.0.0.2")).isNull();
    origins.begun(at("10.0.0.2"));
    assertThat(refusal("10.0.0.3")).isEqualTo(Refusal.NETWORK_HANDSHAKES);
    origins.over(at("10.0.0.1"));
    assertThat(refusal("10.0.0.1")).isNull();
  }

  @Test
  void whoConnectsAgainAndAgainIsRefusedForAWhileFromWhereverInItsNetwork() {
    limits.handshakeRate = new Rate(2, Duration.ofNanos(10));
    limit();
    connect("10.0.0.1", "10.0.0.1", "10.0.0.2");
    assertThat(refusal("10.0.0.1")).isEqualTo(Refusal.HANDSHAKE_RATE);
    assertThat(refusal("10.0.0.1", 10)).isNull();
    connect("2001:db8::1", "2001:db8::2");
    assertThat(refusal("2001:db8::3")).isEqualTo(Refusal.HANDSHAKE_RATE);
  }

  @Test
  void theMachinesOwnAddressIsNotHeldToThatUnlessWanted() {
    limits.connectionsPerAddress = 1;
    limit();
    connect("127.0.0.1", "127.0.0.1", "::1", "::1");
    limits.ofLoopback = true;
    limit();
    connect("127.0.0.1");
    assertThat(refusal("127.0.0.1")).isEqualTo(Refusal.ADDRESS_CONNECTIONS);
  }
}
