package dev.weft.drogulus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weft.kademlia.Seed;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A {@code peers.json} says whom to join through, and what of it is of no use. */
class PeersTest {

  private static final RsaPublicKey ALICE = NetworkKeys.identity(0).publicKey();
  private static final RsaPublicKey BOB = NetworkKeys.identity(1).publicKey();

  private static String contact(String publicKey, String uri) {
    return "{\"public_key\":%s,\"version\":\"0.0.0.alpha.0\",\"uri\":\"%s\"}"
        .formatted(JsonValue.of(publicKey).toJson(), uri);
  }

  private static Peers contacts(String... contacts) {
    return Peers.parse("{\"contacts\":[%s]}".formatted(String.join(",", contacts)));
  }

  private static Seed seed(RsaPublicKey key, String host, int port) {
    return new Seed(Optional.of(key.id()), host, port);
  }

  @Test
  void contactsBecomeSeedsThatAreHeldToTheirKeys() {
    Peers peers =
        contacts(
            contact(ALICE.text(), "netstring://192.0.2.1:1908"),
            contact(BOB.text(), "http://192.0.2.2:8080/index"),
            contact(BOB.text(), "netstring://[2001:db8::1]:1908"));
    assertThat(peers.seeds())
        .containsExactly(
            seed(ALICE, "192.0.2.1", 1908),
            seed(BOB, "192.0.2.2", 8080),
            seed(BOB, "2001:db8:0:0:0:0:0:1", 1908));
    assertThat(peers.leftOut()).isEmpty();
    assertThat(peers.blacklisted()).isZero();
  }

  @Test
  void inAFileOfOnesOwnAHostMayHaveAName() {
    assertThat(contacts(contact(ALICE.text(), "netstring://seed.example.org:1908/")).seeds())
        .containsExactly(seed(ALICE, "seed.example.org", 1908));
  }

  @Test
  void whatIsOfNoUseIsLeftOutAndNamed() {
    Peers peers =
        contacts(
            "7",
            "{}",
            contact(ALICE.text(), "nowhere"),
            contact(ALICE.text(), "netstring://192.0.2.1:1908"),
            contact(ALICE.text(), "netstring://example.org:99999"),
            contact(ALICE.text(), "netstring://0.0.0.0:1908"),
            contact("no key", "netstring://192.0.2.1:1908"));
    assertThat(peers.seeds()).containsExactly(seed(ALICE, "192.0.2.1", 1908));
    assertThat(peers.leftOut())
        .containsExactly(
            "contact 1: it is no JSON object",
            "contact 2: the member public_key is missing",
            "contact 3: nowhere is no address that can be dialled",
            "contact 5: a port is a number from 1 to 65535, and this is: 99999",
            "contact 6: netstring://0.0.0.0:1908 is no address that can be dialled",
            "contact 7: netstring://192.0.2.1:1908 has a public_key that is no RSA key as PKCS#1"
                + " in PEM");
  }

  @Test
  void whoeverIsOnTheBlacklistIsNotAsked() {
    Peers peers =
        Peers.parse(
            "{\"contacts\":[%s,%s],\"blacklist\":[%s,\"another\"]}"
                .formatted(
                    contact(ALICE.text(), "netstring://192.0.2.1:1"),
                    contact(BOB.text(), "netstring://192.0.2.2:2"),
                    JsonValue.of(ALICE.text()).toJson()));
    assertThat(peers.seeds()).containsExactly(seed(BOB, "192.0.2.2", 2));
    assertThat(peers.leftOut())
        .containsExactly("contact 1: netstring://192.0.2.1:1 is on the blacklist");
    assertThat(peers.blacklisted()).isEqualTo(2);
  }

  @Test
  void aFileOfAnotherFormIsRefusedWithTheReason() {
    refused("[]", "it is no JSON object");
    refused("{}", "the member contacts is missing");
    refused("{\"contacts\":{}}", "the member contacts is not an array");
    refused("{\"contacts\":[],\"blacklist\":1}", "the member blacklist is not an array");
    assertThatIllegalArgumentException().isThrownBy(() -> Peers.parse("{\"contacts\":["));
  }

  private static void refused(String json, String why) {
    assertThatIllegalArgumentException().isThrownBy(() -> Peers.parse(json)).withMessage(why);
  }

  @Test
  void aNodesOwnFileIsReadAsThatNode() {
    for (Seed at : List.of(Seed.parse("192.0.2.1"), Seed.parse("a.example.org:49151"))) {
      Peers read = Peers.parse(Peers.fileFor(ALICE, at));
      assertThat(read.seeds()).containsExactly(seed(ALICE, at.host(), at.port()));
      assertThat(read.leftOut()).isEmpty();
      assertThat(read.blacklisted()).isZero();
    }
    assertThat(Peers.fileFor(ALICE, new Seed(Optional.of(BOB.id()), "h", 7)))
        .contains("\"uri\":\"netstring://h:7\"");
  }

  @Test
  void noFileLeadsToAPortThatTheDrogulusIgnores() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Peers.fileFor(ALICE, Seed.parse("192.0.2.1:49152")))
        .withMessage("the drogulus ignores nodes that listen on a port above 49151");
  }
}
