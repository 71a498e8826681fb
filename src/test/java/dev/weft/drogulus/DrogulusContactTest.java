package dev.weft.drogulus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Key;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DrogulusContactTest {

  private static DrogulusContact at(String uri) {
    return new DrogulusContact("text", "any", uri);
  }

  @ParameterizedTest
  @CsvSource({
    "netstring://127.0.0.1:1908, 127.0.0.1, 1908",
    "http://10.1.2.3:65535/x/y?z, 10.1.2.3, 65535",
    "netstring://::1:1908, ::1, 1908",
    "netstring://[fe80::1]:1908/, fe80::1, 1908",
    "netstring://2001:db8::10.0.0.1:1, 2001:db8::10.0.0.1, 1",
  })
  void aUriWithAnAddressGivesAContact(String uri, String host, int port) {
    var address = new InetSocketAddress(InetAddress.ofLiteral(host), port);
    assertThat(at(uri).contact())
        .hasValueSatisfying(
            contact -> {
              assertThat(contact.key()).isEqualTo(Key.of("text"));
              assertThat(contact.address()).isEqualTo(address);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "127.0.0.1:1908",
        "netstring://localhost:1908",
        "netstring://example.com:1908",
        "netstring://127.0.0.1",
        "netstring://127.0.0.1:",
        "netstring://127.0.0.1:x",
        "netstring://127.0.0.1:0",
        "netstring://127.0.0.1:65536",
        "netstring://[::1:1908",
        "netstring://::1]:1908",
        "netstring:/127.0.0.1:1908",
        "netstring://127.0.0.1:-1",
        "netstring://127.0.0.1:100000",
        "netstring://300.0.0.1:1908",
        "netstring://0.0.0.0:1908",
        "netstring://224.0.0.1:1908",
        "netstring://::1:::1908",
        "netstring://:::1908",
        "netstring://127.0.0.1:1908\n"
      })
  void aUriThatCannotBeDialledGivesNone(String uri) {
    assertThat(at(uri).contact()).isEmpty();
  }

  @Test
  void aUriAsLongAsAFrameTakesNoLongerThanToReadIt() {
    assertThat(at("netstring://" + ":".repeat(10_000_000) + "x").contact()).isEmpty();
  }

  @Test
  void aNodeThatIsKnownIsNamedSoThatOthersCanReadIt() {
    RsaPublicKey key = Vectors.identity("dave").publicKey();
    for (String host : new String[] {"127.0.0.1", "::1"}) {
      var address = new InetSocketAddress(InetAddress.ofLiteral(host), 1908);
      DrogulusContact named = DrogulusContact.of(key, address);
      assertThat(named.publicKey()).isEqualTo(key.text());
      assertThat(named.version()).isEqualTo("0.0.0.alpha.0");
      assertThat(named.contact().orElseThrow().key()).isEqualTo(key.id());
      assertThat(named.contact().orElseThrow().address()).isEqualTo(address);
    }
    var ipv4 = new InetSocketAddress(InetAddress.ofLiteral("10.0.0.1"), 1908);
    assertThat(DrogulusContact.of(key, ipv4).uri()).isEqualTo("netstring://10.0.0.1:1908");
  }
}
