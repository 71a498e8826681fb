package dev.weft.gateway;

import dev.weft.Dht;
import dev.weft.DhtConfig;
import dev.weft.Expected;
import dev.weft.Freshness;
import dev.weft.SetReport;
import dev.weft.item.ContentItem;
import dev.weft.item.Item;
import dev.weft.item.OwnedItem;
import dev.weft.json.Json;
import dev.weft.kademlia.Key;
import dev.weft.runtime.Environment;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Shared by any number of threads: items are set and got. Immutable. */
final class ItemRoutes {

  /** How long a named item may be kept by caches on the way: it may be set again at any time. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final Dht dht;
  private final Environment environment;
  private final Duration timeout;

  ItemRoutes(Dht dht, Environment environment) {
    this.dht = dht;
    this.environment = environment;
    this.timeout = dht.config().operationTimeout();
  }

  List<Route> routes() {
    return List.of(
        new Route("PUT", "/v1/items/{name}", Route.Kind.WRITE, this::set),
        new Route("GET", "/v1/items/{owner}/{name}", Route.Kind.READ, this::get),
        new Route("POST", "/v1/items", Route.Kind.WRITE, (call, _) -> store(call)),
        new Route("PUT", "/v1/content", Route.Kind.WRITE, (call, _) -> put(call)),
        new Route("GET", "/v1/content/{key}", Route.Kind.READ, this::content));
  }

  /** What is done to the network; what it holds to be impossible is the caller's fault. */
  @FunctionalInterface
  private interface Deed {
    SetReport done() throws InterruptedException;
  }

  private static SetReport doing(Deed deed, int status) throws InterruptedException {
    try {
      return deed.done();
    } catch (IllegalArgumentException e) {
      throw new Problem(status, String.valueOf(e.getMessage()));
    }
  }

  private Answer set(Call call, List<String> parts) throws InterruptedException {
    String name = parts.getFirst();
    DhtConfig config = dht.config();
    Key key = config.wire().keyOf(dht.owner(), name);
    Duration ttl = Parameters.timeToLive(call, config.timeToLive());
    byte[] value = call.body(Item.MAX_VALUE_BYTES);
    Optional<Item> before = dht.held(key).filter(item -> !item.isTombstone());
    Optional<Expected> expected = expected(call, name);
    SetReport report =
        doing(
            () ->
                expected.isPresent()
                    ? dht.set(name, value, expected.get(), ttl, timeout)
                    : dht.set(name, value, ttl, timeout),
            400);
    boolean replaced = expected.map(what -> what.version().isPresent()).orElse(before.isPresent());
    return stored(report, replaced, itemPath(dht.owner(), name));
  }

  /** What If-Match or If-None-Match wants to be there. */
  private Optional<Expected> expected(Call call, String name) throws InterruptedException {
    Optional<String> match = call.header("if-match");
    Optional<String> noMatch = call.header("if-none-match");
    if (match.isEmpty() && noMatch.isEmpty()) {
      return Optional.empty();
    }
    if (match.isEmpty() && noMatch.get().strip().equals("*")) {
      return Optional.of(Expected.absent());
    }
    Optional<OwnedItem> there = dht.get(dht.owner(), name, Freshness.NEWEST, timeout);
    boolean met =
        match
            .map(tags -> there.filter(item -> ETags.names(tags, ETags.of(item))).isPresent())
            .orElseGet(
                () -> there.filter(item -> ETags.names(noMatch.get(), ETags.of(item))).isEmpty());
    if (!met) {
      Problem problem = new Problem(412, "another version is there, or none");
      throw there.map(item -> problem.and("found", Json.item(item))).orElse(problem);
    }
    return Optional.of(Expected.of(there));
  }

  private Answer put(Call call) throws InterruptedException {
    byte[] value = call.body(Item.MAX_VALUE_BYTES);
    Duration ttl = Parameters.timeToLive(call, dht.config().timeToLive());
    boolean held = dht.held(ContentItem.keyOf(value)).isPresent();
    SetReport report = doing(() -> dht.put(value, ttl, timeout), 400);
    return stored(report, held, "/v1/content/" + report.item().key());
  }

  private Answer store(Call call) throws InterruptedException {
    Item item = SignedItems.read(call);
    boolean held = dht.held(item.key()).isPresent();
    SetReport report = doing(() -> dht.store(item, timeout), 422);
    String path =
        item instanceof OwnedItem owned
            ? itemPath(owned.owner(), owned.name())
            : "/v1/content/" + item.key();
    return stored(report, held, path);
  }

  private static Answer stored(SetReport report, boolean replaced, String path) {
    return Answer.json(replaced ? 200 : 201, Json.report(report))
        .with("Location", path)
        .with("ETag", ETags.of(report.item()));
  }

  private static String itemPath(Key owner, String name) {
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return "/v1/items/" + owner + "/" + encoded.replace("%2F", "/");
  }

  private Answer get(Call call, List<String> parts) throws InterruptedException {
    Key owner = Parameters.key(parts.getFirst());
    boolean newest = Parameters.flag(call, "newest");
    Optional<OwnedItem> item =
        dht.get(owner, parts.getLast(), newest ? Freshness.NEWEST : Freshness.FIRST, timeout);
    return found(
        item.orElseThrow(() -> new Problem(404, "no item of that owner and name is to be found")),
        call,
        newest ? "no-cache" : "max-age=" + Math.min(left(item.get()), FRESH.toSeconds()));
  }

  private Answer content(Call call, List<String> parts) throws InterruptedException {
    ContentItem item =
        dht.get(Parameters.key(parts.getFirst()))
            .orElseThrow(() -> new Problem(404, "no content with that key is to be found"));
    return found(item, call, "max-age=" + left(item) + ", immutable");
  }

  private long left(Item item) {
    return Math.max(0, Duration.between(environment.now(), item.expires()).toSeconds());
  }

  private static Answer found(Item item, Call call, String cache) {
    String tag = ETags.of(item);
    Answer answer;
    if (call.header("if-none-match").filter(tags -> ETags.names(tags, tag)).isPresent()) {
      answer = Answer.empty(304);
    } else if (call.header("accept").filter(types -> types.contains("json")).isPresent()) {
      answer = Answer.json(200, Json.itemAndValue(item));
    } else {
      answer =
          Answer.of(200, "application/octet-stream", item.value())
              .with("Content-Disposition", "attachment");
    }
    return answer
        .with("ETag", tag)
        .with("Cache-Control", cache)
        .with("Weft-Expires", item.expires().toString());
  }
}
