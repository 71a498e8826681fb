package dev.weft.kademlia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeedTest {

  private static final Key KEY = Key.of("a node");

  @ParameterizedTest
  @CsvSource({
    "localhost,            localhost,      1908",
    "localhost:1,          localhost,      1",
    "node-1.example.org:65535, node-1.example.org, 65535",
    "192.0.2.7:2000,       192.0.2.7,      2000",
    "my_host:00080,        my_host,        80",
    "::,                   ::,             1908",
    "::1,                  ::1,            1908",
    "2001:db8::7,          2001:db8::7,    1908",
    "[::1],                ::1,            1908",
    "[::1]:2000,           ::1,            2000",
    "[2001:db8::7]:2000,   2001:db8::7,    2000",
    "[::ffff:192.0.2.7]:1, ::ffff:192.0.2.7, 1",
    "fe80::1%eth0,         fe80::1%eth0,   1908",
    "[fe80::1%eth0]:2000,  fe80::1%eth0,   2000",
    "[localhost]:2000,     localhost,      2000"
  })
  void aHostMayStandWithOrWithoutAPortAndAKey(String text, String host, int port) {
    assertThat(Seed.parse(text)).isEqualTo(new Seed(Optional.empty(), host, port));
    assertThat(Seed.parse(KEY + "@" + text)).isEqualTo(new Seed(Optional.of(KEY), host, port));
  }

  @Test
  void thePortThatIsNotNamedMayBeAnotherOne() {
    assertThat(Seed.parse("::1", 5).port()).isEqualTo(5);
    assertThat(Seed.parse("[::1]:7", 5).port()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "::1", "192.0.2.7:5", "[fe80::1%eth0]:2000"})
  void whatIsWrittenIsReadAgain(String text) {
    for (Seed seed : List.of(Seed.parse(text), Seed.parse(KEY + "@" + text))) {
      assertThat(Seed.parse(seed.toString())).isEqualTo(seed);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                 | the host is missing
          :1908              | the host is missing
          []:1908            | the host is missing
          two words          | this is no host: two words
          http://host        | a port is a number from 1 to 65535, and this is: //host
          host/path          | this is no host: host/path
          [::1               | this is no host: [::1
          ::1]               | this is no host: ::1]
          [::1]:1:2          | this is no host: [::1]:1:2
          [::1]1908          | this is no host: [::1]1908
          [a:b]              | this is no host: a:b
          host:80:90         | this is no host: host:80:90
          host%eth0          | this is no host: host%eth0
          fe80::1%           | this is no host: fe80::1%
          a@b@host           | a key is written as 128 hexadecimal digits
          @host              | a key is written as 128 hexadecimal digits
          12ab@host          | a key is written as 128 hexadecimal digits
          host:              | a port is a number from 1 to 65535, and this is:
          host:http          | a port is a number from 1 to 65535, and this is: http
          host:+1            | a port is a number from 1 to 65535, and this is: +1
          host:0             | a port is a number from 1 to 65535, and this is: 0
          host:65536         | a port is a number from 1 to 65535, and this is: 65536
          host:9999999999999 | a port is a number from 1 to 65535, and this is: 9999999999999
          """)
  void anythingElseIsRefusedWithWhatIsWrong(String text, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Seed.parse(text))
        .withMessageContaining(text)
        .withMessageContaining(reason)
        .withMessageContaining("[KEY@]HOST[:PORT]");
  }

  @Test
  void anAddressResolvesToItself() throws UnknownHostException {
    assertThat(Seed.parse("[::1]:2000").resolve())
        .containsExactly(new InetSocketAddress(InetAddress.ofLiteral("::1"), 2000));
  }

  @Test
  void aHostThatIsNoneDoesNotResolve() {
    assertThatThrownBy(Seed.parse("1:2:3")::resolve).isInstanceOf(UnknownHostException.class);
  }
}
