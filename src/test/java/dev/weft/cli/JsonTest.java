package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.AnnounceReport;
import dev.weft.SetReport;
import dev.weft.item.Announcement;
import dev.weft.item.ContentItem;
import dev.weft.item.Provider;
import dev.weft.json.Json;
import dev.weft.json.TopicJson;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Step;
import dev.weft.rpc.RpcException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.jr.ob.JSON;

/** Documents can be read back, and say all that there is to say. */
class JsonTest {
  private static final Contact PEER = Shell.contact("a", 4711);

  private static Map<String, Object> back(Map<String, Object> document) {
    return JSON.std.mapFrom(Json.line(document));
  }

  private static Map<String, Object> step(Step.Outcome outcome) {
    return back(
        Json.step(
            new Step(
                PEER, 2, 7, Duration.ofMillis(12), Duration.ofNanos(3_100_000), true, outcome)));
  }

  @Test
  void documentsAreOneLine() {
    assertThat(Json.line(Map.of("text", "a\nb"))).isEqualTo("{\"text\":\"a\\nb\"}");
  }

  @Test
  void contactsHaveTheWholeKey() {
    assertThat(back(Json.contact(PEER)))
        .containsEntry("key", Key.of("a").toString())
        .containsEntry("address", "127.0.0.1:4711");
  }

  @Test
  void ipv6AddressesStandInBrackets() {
    assertThat(Contact.written(new InetSocketAddress("::1", 99))).isEqualTo("[0:0:0:0:0:0:0:1]:99");
  }

  @Test
  void namedItemsTellOwnerNameAndVersion() {
    assertThat(back(Json.itemAndValue(Shell.named("pinner", "Coventry"))))
        .containsEntry("kind", "named")
        .containsEntry("owner", Shell.ALICE.key().toString())
        .containsEntry("name", "pinner")
        .containsEntry("version", 7)
        .containsEntry("expires", "2026-01-01T00:00:00Z")
        .containsEntry("bytes", 8)
        .containsEntry("value", "Q292ZW50cnk=")
        .containsEntry("text", "Coventry");
  }

  @Test
  void bytesThatAreNoTextHaveNoText() {
    assertThat(back(Json.itemAndValue(ContentItem.of(new byte[] {-1}, Shell.NOW))))
        .containsEntry("kind", "content")
        .containsEntry("value", "/w==")
        .doesNotContainKey("text");
  }

  @Test
  void reportsTellWhoKeepsTheItemAndWhoNotAndWhy() {
    var report =
        new SetReport(
            Shell.content("x"),
            true,
            List.of(PEER),
            Shell.refused(Shell.content("x")).refused(),
            List.of(Shell.contact("c", 4713)),
            List.of(),
            Optional.of(Shell.content("y")),
            2,
            Duration.ofMillis(34));
    assertThat(back(Json.report(report)))
        .containsEntry("succeeded", false)
        .containsEntry("copies", 2)
        .containsEntry("needed", 2)
        .containsEntry("local", true)
        .containsEntry("took", 34.0)
        .containsKeys("stored", "unreachable", "newer")
        .extractingByKey("refused")
        .asString()
        .contains("code=FULL", "reason=no\nroom");
    assertThat(Json.report(Shell.stored(Shell.content("x")))).doesNotContainKey("newer");
  }

  @Test
  void stepsTellWhatCameOfTheQuestion() {
    assertThat(step(new Step.Outcome.Nodes(20, 12)))
        .containsEntry("hop", 2)
        .containsEntry("path", 1)
        .containsEntry("commonPrefix", 7)
        .containsEntry("asked", 12.0)
        .containsEntry("took", 3.1)
        .containsEntry("hedge", true)
        .containsEntry("outcome", "nodes")
        .containsEntry("told", 20)
        .containsEntry("fresh", 12);
    assertThat(step(new Step.Outcome.Value(Shell.content("x"))))
        .containsEntry("outcome", "value")
        .containsKey("item");
    assertThat(step(new Step.Outcome.Providers(30, 5, 20, 1)))
        .containsEntry("outcome", "providers")
        .containsEntry("total", 30)
        .containsEntry("given", 5)
        .containsEntry("told", 20)
        .containsEntry("fresh", 1);
    assertThat(step(new Step.Outcome.Failed(new RpcException.Timeout("too late"))))
        .containsEntry("outcome", "failed")
        .containsEntry("why", "too late");
    assertThat(step(new Step.Outcome.Lied("a forged value")))
        .containsEntry("outcome", "lied")
        .containsEntry("why", "a forged value");
    assertThat(step(new Step.Outcome.Abandoned())).containsEntry("outcome", "abandoned");
  }

  @Test
  void resultsTellWhatWasFound() {
    var found =
        new LookupResult.Found(
            Key.of("t"), Shell.content("x"), PEER, List.of(PEER), Duration.ofMillis(5), List.of());
    assertThat(back(Json.result(found)))
        .containsEntry("target", Key.of("t").toString())
        .containsKeys("item", "holder", "closest")
        .containsEntry("asked", 0)
        .containsEntry("hops", 0)
        .containsEntry("took", 5.0);
    var closest =
        new LookupResult.Closest(
            Key.of("t"), List.of(), List.of(), false, Duration.ofMillis(5), List.of());
    assertThat(back(Json.result(closest)))
        .containsEntry("complete", false)
        .containsEntry("crowd", 0)
        .containsKeys("paths", "beyond");
  }

  @Test
  void payloadsThatAreNoTextHaveNoText() {
    var terms =
        new Announcement.Terms(
            Announcement.topic("printers"), Optional.empty(), new byte[] {-1}, 7, Shell.NOW, false);
    var provider = new Provider(Announcement.sign(Shell.ALICE, terms), true);
    assertThat(back(TopicJson.provider(provider, Shell.NOW)))
        .containsEntry("topic", Announcement.topic("printers").toString())
        .containsEntry("address", null)
        .containsEntry("payload", "/w==")
        .containsEntry("version", 7)
        .containsEntry("checked", true)
        .doesNotContainKey("text");
  }

  @Test
  void announcementsTellWhoKeepsThemAndWhoNotAndWhy() {
    var report =
        new AnnounceReport(
            Shell.announcement(Optional.empty(), "", true),
            true,
            List.of(PEER),
            Shell.refused(Shell.content("x")).refused(),
            List.of(Shell.contact("c", 4713)),
            Duration.ofMillis(34));
    assertThat(back(TopicJson.report(report)))
        .containsEntry("withdrawn", true)
        .containsEntry("copies", 2)
        .containsEntry("local", true)
        .containsEntry("took", 34.0)
        .containsKeys("stored", "unreachable")
        .extractingByKey("refused")
        .asString()
        .contains("code=FULL");
  }
}
