package dev.weft.kademlia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContactTest {
  private static final Key KEY = Key.of("node");

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 1908", "10.1.2.3, 1", "2001:db8::1, 65535", "fe80::1, 1908"})
  void addressOnWhichNodeCanListenIsAccepted(String host, int port) throws Exception {
    var address = new InetSocketAddress(literal(host), port);
    assertThat(Contact.isPlausible(address)).isTrue();
    assertThat(new Contact(KEY, address).address()).isEqualTo(address);
  }

  @ParameterizedTest
  @CsvSource({"0.0.0.0, 1908", "::, 1908", "224.0.0.1, 1908", "ff02::1, 1908", "127.0.0.1, 0"})
  void addressAtWhichNobodyCanBeReachedIsRefused(String host, int port) throws Exception {
    refused(new InetSocketAddress(literal(host), port));
  }

  @Test
  void unresolvedAddressIsRefused() {
    refused(InetSocketAddress.createUnresolved("example.org", 1908));
  }

  @Test
  void contactsAreEqualWhenKeyAndAddressAre() throws Exception {
    var address = new InetSocketAddress(literal("127.0.0.1"), 1908);
    var same = new InetSocketAddress(literal("127.0.0.1"), 1908);
    assertThat(new Contact(KEY, address))
        .isEqualTo(new Contact(KEY, same))
        .hasSameHashCodeAs(new Contact(KEY, same))
        .isNotEqualTo(new Contact(Key.of("other"), address))
        .isNotEqualTo(new Contact(KEY, new InetSocketAddress(literal("127.0.0.1"), 1909)));
  }

  @Test
  void textIsTheAbbreviatedKeyAndTheAddress() throws Exception {
    assertThat(new Contact(KEY, new InetSocketAddress(literal("127.0.0.1"), 1908)))
        .hasToString(KEY.abbreviated() + "@127.0.0.1:1908");
  }

  @Test
  void textPutsAnAddressWithColonsInBrackets() throws Exception {
    assertThat(new Contact(KEY, new InetSocketAddress(literal("2001:db8::1"), 1908)))
        .hasToString(KEY.abbreviated() + "@[2001:db8:0:0:0:0:0:1]:1908");
  }

  private static void refused(InetSocketAddress address) {
    assertThat(Contact.isPlausible(address)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Contact(KEY, address))
        .withMessageContaining("no node can be reached at");
  }

  private static InetAddress literal(String host) throws UnknownHostException {
    return InetAddress.getByName(host);
  }
}
