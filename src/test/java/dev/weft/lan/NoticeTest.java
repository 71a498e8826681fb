package dev.weft.lan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.kademlia.Key;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a node announces of itself can be read, and nonsense is nothing. */
class NoticeTest {

  private static final Key KEY = Key.of("a");
  private static final Notice NOTICE = new Notice(KEY, 1908, "weft", "weft/1");

  @Test
  void whatIsAnnouncedIsWhatIsRead() {
    assertThat(Notice.read(1908, NOTICE.text()::get)).isEqualTo(NOTICE);
    assertThat(NOTICE.isOfTheNetworkOf(NOTICE)).isTrue();
  }

  @Test
  void whatLacksAnythingIsNothing() {
    for (String lacking : List.of("key", "network", "wire")) {
      Map<String, String> text = NOTICE.text();
      text.remove(lacking);
      assertThat(Notice.read(1908, text::get)).as(lacking).isNull();
    }
    Map<String, String> text = NOTICE.text();
    text.put("key", "no key");
    assertThat(Notice.read(1908, text::get)).isNull();
  }

  @Test
  void aNameThatIsTooLongForAnEntryIsToldByItsHash() {
    String longest = "\u20ac".repeat(80);
    assertThat(Notice.network(longest)).isEqualTo(longest);
    assertThat(("network=" + longest).getBytes(UTF_8)).hasSizeLessThan(256);
    String longer = "n".repeat(81);
    assertThat(Notice.network(longer)).isEqualTo("sha512:" + Key.of(longer));
    assertThat(Notice.network(longer)).hasSizeLessThan(200);
  }

  @Test
  void itsNameIsALabelOfDnsAndThePlacesOfAMachineDiffer() {
    Place four = Village.place("eth0.100", "192.168.7.1", 24);
    Place six = Village.place("eth0.100", "fd00::1", 64);
    assertThat(NOTICE.nameAt(four)).matches("weft-[0-9a-f]{16}-eth0-100-4");
    assertThat(NOTICE.nameAt(six)).endsWith("-eth0-100-6");
    Place longest = Village.place("n".repeat(100), "192.168.7.1", 24);
    assertThat(NOTICE.nameAt(longest)).hasSizeLessThan(64);
  }
}
