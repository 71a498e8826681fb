package dev.weft.json;

import dev.weft.HealthReport;
import dev.weft.SetReport;
import dev.weft.drogulus.DrogulusItem;
import dev.weft.drogulus.JsonValue;
import dev.weft.item.ContentItem;
import dev.weft.item.Item;
import dev.weft.item.OwnedItem;
import dev.weft.kademlia.Contact;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Step;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.jr.ob.JSON;

/**
 * What programs are told: the documents that the commands print under {@code --json}, one a line,
 * and that the gateway answers with. Times are milliseconds, moments are ISO 8601, values are
 * Base64, and as text, too, where they are text. Stateless.
 */
public final class Json {

  /** What is not known is said to be so: null. */
  private static final JSON WRITER = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);

  private Json() {}

  /** A duration in milliseconds, with microseconds behind the point. */
  public static double millis(Duration duration) {
    return Math.round(duration.toNanos() / 1_000.0) / 1_000.0;
  }

  /** A document, as one line. */
  public static String line(Map<String, Object> document) {
    return WRITER.asString(document);
  }

  /** An empty document, which keeps the order in which it is filled. */
  public static Map<String, Object> document() {
    return new LinkedHashMap<>();
  }

  public static Map<String, Object> contact(Contact contact) {
    Map<String, Object> json = document();
    json.put("key", contact.key().toString());
    json.put("address", Contact.written(contact.address()));
    return json;
  }

  static List<Map<String, Object>> contacts(List<Contact> contacts) {
    return contacts.stream().map(Json::contact).toList();
  }

  public static Map<String, Object> item(Item item) {
    Map<String, Object> json = document();
    json.put("key", item.key().toString());
    switch (item) {
      case OwnedItem owned -> {
        json.put("kind", owned.isTombstone() ? "tombstone" : "named");
        json.put("owner", owned.owner().toString());
        json.put("name", owned.name());
        json.put("version", owned.version());
      }
      case ContentItem content -> json.put("kind", "content");
    }
    json.put("expires", item.expires().toString());
    json.put("bytes", item.valueLength());
    return json;
  }

  /** An item with its value. */
  public static Map<String, Object> itemAndValue(Item item) {
    Map<String, Object> json = item(item);
    byte[] value = item.value();
    json.put("value", Base64.getEncoder().encodeToString(value));
    if (Arrays.equals(value, item.text().getBytes(StandardCharsets.UTF_8))) {
      json.put("text", item.text());
    }
    if (item instanceof DrogulusItem drogulus) {
      json.put("json", plain(drogulus.json()));
    }
    return json;
  }

  /** What JSON says, as the types of Java. */
  private static @Nullable Object plain(JsonValue value) {
    return switch (value) {
      case JsonValue.Obj(var members) -> {
        Map<String, Object> json = document();
        members.forEach((name, member) -> json.put(name, plain(member)));
        yield json;
      }
      case JsonValue.Arr(var elements) -> {
        List<@Nullable Object> json = new ArrayList<>();
        elements.forEach(element -> json.add(plain(element)));
        yield json;
      }
      case JsonValue.Text(String text) -> text;
      case JsonValue.Int(var number) -> number;
      case JsonValue.Real real -> real.number();
      case JsonValue.Bool bool -> bool.value();
      case JsonValue.Null() -> null;
    };
  }

  public static Map<String, Object> report(SetReport report) {
    Map<String, Object> json = item(report.item());
    json.put("succeeded", report.succeeded());
    json.put("copies", report.copies());
    json.put("needed", report.needed());
    json.put("local", report.local());
    json.put("stored", contacts(report.stored()));
    json.put("refused", report.refused().stream().map(Json::refusal).toList());
    json.put("unreachable", contacts(report.unreachable()));
    json.put("pending", contacts(report.pending()));
    report.newer().ifPresent(newer -> json.put("newer", item(newer)));
    json.put("took", millis(report.took()));
    return json;
  }

  static Map<String, Object> refusal(SetReport.Refusal refusal) {
    Map<String, Object> json = contact(refusal.by());
    json.put("code", refusal.code().name());
    json.put("reason", refusal.reason());
    return json;
  }

  public static Map<String, Object> health(HealthReport report) {
    Map<String, Object> json = document();
    json.put("key", report.key().toString());
    json.put("healthy", report.healthy());
    json.put("deleted", report.deleted());
    json.put("copies", report.copies());
    json.put("live", report.live());
    json.put("k", report.k());
    json.put("complete", report.complete());
    report.newest().ifPresent(newest -> json.put("newest", item(newest)));
    json.put("nodes", report.nodes().stream().map(Json::replica).toList());
    json.put("took", millis(report.took()));
    return json;
  }

  private static Map<String, Object> replica(HealthReport.Replica replica) {
    Map<String, Object> json = contact(replica.at());
    switch (replica.state()) {
      case HealthReport.State.Held(Item item) -> {
        json.put("state", item.isTombstone() ? "deleted" : "held");
        json.put("item", item(item));
      }
      case HealthReport.State.Absent() -> json.put("state", "absent");
      case HealthReport.State.Unreachable(String why) -> {
        json.put("state", "unreachable");
        json.put("why", why);
      }
    }
    return json;
  }

  public static Map<String, Object> step(Step step) {
    Map<String, Object> json = document();
    json.put("peer", contact(step.peer()));
    json.put("path", step.path());
    json.put("hop", step.hop());
    json.put("commonPrefix", step.commonPrefix());
    json.put("asked", millis(step.asked()));
    json.put("took", millis(step.took()));
    json.put("hedge", step.hedge());
    switch (step.outcome()) {
      case Step.Outcome.Nodes nodes -> {
        json.put("outcome", "nodes");
        json.put("told", nodes.told());
        json.put("fresh", nodes.fresh());
      }
      case Step.Outcome.Value value -> {
        json.put("outcome", "value");
        json.put("item", item(value.item()));
      }
      case Step.Outcome.Providers some -> {
        json.put("outcome", "providers");
        json.put("total", some.total());
        json.put("given", some.given());
        json.put("told", some.told());
        json.put("fresh", some.fresh());
      }
      case Step.Outcome.Failed failed -> {
        json.put("outcome", "failed");
        json.put("why", String.valueOf(failed.why().getMessage()));
      }
      case Step.Outcome.Lied lied -> {
        json.put("outcome", "lied");
        json.put("why", lied.what());
      }
      case Step.Outcome.Abandoned abandoned -> json.put("outcome", "abandoned");
    }
    return json;
  }

  /** What a lookup came to, without its steps. */
  public static Map<String, Object> result(LookupResult result) {
    Map<String, Object> json = document();
    json.put("target", result.target().toString());
    switch (result) {
      case LookupResult.Found found -> {
        json.put("item", item(found.item()));
        json.put("holder", contact(found.holder()));
      }
      case LookupResult.Closest closest -> {
        json.put("complete", closest.complete());
        json.put("paths", closest.paths());
        json.put("crowd", closest.crowd().size());
        json.put("beyond", contacts(closest.crowd().beyond()));
      }
    }
    json.put("closest", contacts(result.closest()));
    json.put("asked", result.trace().size());
    json.put("hops", result.hops());
    json.put("took", millis(result.took()));
    return json;
  }
}
