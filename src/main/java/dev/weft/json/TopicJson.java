package dev.weft.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.AnnounceReport;
import dev.weft.item.Announcement;
import dev.weft.item.Provider;
import dev.weft.kademlia.Contact;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/** What programs are told of topics; otherwise as {@link Json}. Stateless. */
public final class TopicJson {

  private TopicJson() {}

  /**
   * Somebody who is announced.
   *
   * @param now by which the age is reckoned
   */
  public static Map<String, Object> provider(Provider provider, Instant now) {
    Map<String, Object> json = record(provider.announcement());
    json.put("checked", provider.checked());
    json.put("age", provider.age(now).toMillis());
    return json;
  }

  /** What became of an announcement, or of its withdrawal. */
  public static Map<String, Object> report(AnnounceReport report) {
    Map<String, Object> json = record(report.record());
    json.put("copies", report.copies());
    json.put("local", report.local());
    json.put("stored", Json.contacts(report.stored()));
    json.put("refused", report.refused().stream().map(Json::refusal).toList());
    json.put("unreachable", Json.contacts(report.unreachable()));
    json.put("took", Json.millis(report.took()));
    return json;
  }

  private static Map<String, Object> record(Announcement record) {
    Announcement.Terms terms = record.terms();
    byte[] payload = terms.payload();
    String text = new String(payload, UTF_8);
    Map<String, Object> json = Json.document();
    json.put("topic", record.topic().toString());
    json.put("owner", record.owner().toString());
    json.put("address", terms.address().map(Contact::written).orElse(null));
    json.put("payload", Base64.getEncoder().encodeToString(payload));
    if (Arrays.equals(payload, text.getBytes(UTF_8))) {
      json.put("text", text);
    }
    json.put("version", terms.version());
    json.put("expires", terms.expires().toString());
    json.put("withdrawn", terms.withdrawn());
    return json;
  }
}
