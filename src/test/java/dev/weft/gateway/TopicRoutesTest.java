package dev.weft.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.weft.AnnounceReport;
import dev.weft.item.Announcement;
import dev.weft.item.Provider;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Topics, as HTTP has them: who is there, and that this node's owner is. */
class TopicRoutesTest extends RoutesFixture {

  private static final String PATH = "/v1/topics/printers/floor-3";
  private static final Optional<InetSocketAddress> ADDRESS =
      Optional.of(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 8443));

  private final Announcement record =
      Announcement.sign(
          ALICE,
          new Announcement.Terms(
              Announcement.topic("printers/floor-3"),
              ADDRESS,
              "version=2".getBytes(UTF_8),
              7,
              LATER,
              false));
  private final AnnounceReport report =
      new AnnounceReport(
          record, true, List.of(contact("a")), List.of(), List.of(), Duration.ofMillis(34));

  @BeforeEach
  void itCanBeAnnounced() throws InterruptedException {
    when(dht.announce(any(), any(), any(), any(), any())).thenReturn(report);
  }

  private Answer put(String json) {
    return answer(Calls.put(PATH, json, "content-type", "application/json; charset=utf-8"));
  }

  @Test
  void whoIsAnnouncedIsAList() throws InterruptedException {
    when(dht.providers("printers/floor-3", 7, TIMEOUT))
        .thenReturn(List.of(new Provider(record, true)));
    Answer answer = answer(Calls.get(PATH + "?limit=7"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).containsEntry("Cache-Control", "no-store");
    assertThat(Calls.json(answer)).containsEntry("topic", "printers/floor-3");
    assertThat(Calls.text(answer))
        .contains("\"address\":\"192.0.2.7:8443\"", "\"checked\":true", "\"text\":\"version=2\"");
  }

  @Test
  void nobodyIsAnEmptyListAndAHundredAreEnough() throws InterruptedException {
    Answer answer = answer(Calls.get("/v1/topics/none"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(Calls.json(answer)).containsEntry("providers", List.of());
    verify(dht).providers("none", 100, TIMEOUT);
    assertThat(answer(Calls.get(PATH + "?limit=0")).status()).isEqualTo(400);
    assertThat(answer(Calls.get(PATH + "?limit=10001")).status()).isEqualTo(400);
  }

  @Test
  void theNodesOwnerIsAnnouncedWithAnAddressAndText() throws InterruptedException {
    Answer answer = put("{\"address\":\"192.0.2.7:8443\",\"text\":\"version=2\",\"ttl\":60}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(Calls.json(answer)).containsEntry("copies", 2).containsEntry("withdrawn", false);
    verify(dht)
        .announce(
            "printers/floor-3",
            ADDRESS,
            "version=2".getBytes(UTF_8),
            Duration.ofMinutes(1),
            TIMEOUT);
  }

  @Test
  void bytesAndNothingCanBeAnnouncedToo() throws InterruptedException {
    assertThat(put("{\"address\":null,\"payload\":\"/w==\"}").status()).isEqualTo(200);
    verify(dht)
        .announce(
            "printers/floor-3", Optional.empty(), new byte[] {-1}, Duration.ofHours(1), TIMEOUT);
    assertThat(put("{}").status()).isEqualTo(200);
    verify(dht)
        .announce("printers/floor-3", Optional.empty(), new byte[0], Duration.ofHours(1), TIMEOUT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[                               | this is no JSON object: ",
        "{'adress':'192.0.2.7:1'}        | there is no member 'adress', but address, payload, text,"
            + " ttl",
        "{'ttl':'60'}                    | ttl is a whole number of seconds, not 60",
        "{'address':8443}                | address is a string, not 8443",
        "{'address':'192.0.2.7'}         | the address lacks its port: 192.0.2.7",
        "{'address':'192.0.2.7:0'}       | a port is a number from 1 to 65535",
        "{'address':'example.org:1'}     | Invalid IP address literal: example.org",
        "{'text':'a','payload':'YQ=='}   | either payload, in Base64, or text, but not both",
        "{'payload':'!!!!'}              | Illegal base64 character 21"
      },
      quoteCharacter = '"')
  void whatCannotBeAnnouncedIsTheCallersFault(String json, String detail) {
    Answer answer = put(json.replace('\'', '"'));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(Calls.json(answer).get("detail")).asString().contains(detail);
  }

  @Test
  void anythingButJsonIsNotRead() {
    assertThat(answer(Calls.put(PATH, "{}")).status()).isEqualTo(415);
    assertThat(answer(Calls.put(PATH, "{}", "content-type", "text/plain")).status()).isEqualTo(415);
    assertThat(put("{\"text\":\"" + "x".repeat(8192) + "\"}").status()).isEqualTo(413);
  }

  @Test
  void whatTheNetworkHoldsToBeImpossibleIsToldApart() throws InterruptedException {
    when(dht.announce(any(), any(), any(), any(), any()))
        .thenThrow(new IllegalArgumentException("from a minute to a day"))
        .thenThrow(new IllegalStateException("10000 topics at most"));
    assertThat(put("{\"ttl\":1}").status()).isEqualTo(400);
    Answer full = put("{}");
    assertThat(full.status()).isEqualTo(409);
    assertThat(Calls.json(full)).containsEntry("detail", "10000 topics at most");
  }

  @Test
  void whatIsWithdrawnIsReportedAndWhatWasNotAnnouncedIsNotFound() throws InterruptedException {
    when(dht.withdraw("printers/floor-3", TIMEOUT)).thenReturn(Optional.of(report));
    when(dht.withdraw("none", TIMEOUT)).thenReturn(Optional.empty());
    Answer answer = answer(Calls.of("DELETE", PATH, new byte[0]));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(Calls.json(answer)).containsEntry("copies", 2);
    assertThat(answer(Calls.of("DELETE", "/v1/topics/none", new byte[0])).status()).isEqualTo(404);
  }

  @Test
  void whoMayNotWriteMayLook() {
    var body = new ByteArrayInputStream(new byte[0]);
    assertThat(answer(Calls.from(Calls.ELSEWHERE, "PUT", PATH, body)).status()).isEqualTo(401);
    assertThat(answer(Calls.from(Calls.ELSEWHERE, "DELETE", PATH, body)).status()).isEqualTo(401);
    assertThat(answer(Calls.from(Calls.ELSEWHERE, "GET", PATH, body)).status()).isEqualTo(200);
  }
}
