package dev.weft.gateway;

import dev.weft.Dht;
import dev.weft.DhtConfig;
import dev.weft.item.Item;
import dev.weft.json.Json;
import dev.weft.kademlia.Contact;
import dev.weft.kademlia.Key;
import dev.weft.routing.BucketSnapshot;
import dev.weft.routing.RoutingSnapshot;
import dev.weft.rpc.Reachability;
import dev.weft.runtime.Environment;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shared by any number of threads: what is to be seen of the node itself. Immutable. */
final class NodeRoutes {

  private static final int PAGE = 50;
  private static final int LONGEST_PAGE = 500;

  private static final String ALONE =
      "this node knows no other node yet: as the first of a network it is ready when a second has"
          + " joined, and any other needs a seed that answers";

  private static final String FULL =
      "the store takes no items, as a disk may be full; the log says why";

  private final Dht dht;
  private final Environment environment;
  private final long openedAt;
  private final Traffic traffic;

  NodeRoutes(Dht dht, Environment environment, Traffic traffic) {
    this.dht = dht;
    this.environment = environment;
    this.openedAt = environment.nanoTime();
    this.traffic = traffic;
    dht.roundTrip(dht.owner()); // so that it takes note from now on
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/v1/node", Route.Kind.READ, (_, _) -> Answer.json(200, node())),
        new Route("GET", "/v1/routing-table", Route.Kind.READ, (_, _) -> Answer.json(200, table())),
        new Route("GET", "/v1/store", Route.Kind.READ, (call, _) -> Answer.json(200, store(call))),
        new Route(
            "GET", "/v1/traffic", Route.Kind.READ, (_, _) -> Answer.json(200, traffic.json())),
        new Route("GET", "/health/live", Route.Kind.READ, (_, _) -> Answer.json(200, alive())),
        new Route("GET", "/health/ready", Route.Kind.READ, (_, _) -> ready()));
  }

  private static Map<String, Object> alive() {
    Map<String, Object> json = Json.document();
    json.put("status", "up");
    return json;
  }

  private Map<String, Object> node() {
    DhtConfig config = dht.config();
    Map<String, Object> json = Json.document();
    json.put("key", dht.owner().toString());
    json.put("address", dht.self().map(self -> Contact.written(self.address())).orElse(null));
    Reachability reachability = dht.reachability();
    json.put("reachable", reachability.state().label());
    json.put("reachableAt", reachability.address().map(Contact::written).orElse(null));
    json.put("reachableWhy", reachability.why());
    json.put("network", config.network());
    json.put("version", version(Dht.class.getPackage().getImplementationVersion()));
    json.put("uptime", millisSince(openedAt));
    json.put("contacts", dht.contacts());
    json.put("items", dht.items());
    json.put("k", config.k());
    json.put("alpha", config.alpha());
    json.put("wire", config.wire().name().toLowerCase(Locale.ROOT));
    return json;
  }

  /** What the jar says; nothing does where there is none. */
  static String version(@Nullable String implementation) {
    return implementation == null ? "unpacked" : implementation;
  }

  private long millisSince(long nanos) {
    return Duration.ofNanos(environment.nanoTime() - nanos).toMillis();
  }

  private Map<String, Object> table() {
    RoutingSnapshot table = dht.routing();
    Map<String, Object> json = Json.document();
    json.put("self", table.self().toString());
    json.put("contacts", table.size());
    json.put("buckets", table.buckets().stream().map(bucket -> bucket(bucket, table)).toList());
    return json;
  }

  private Map<String, Object> bucket(BucketSnapshot bucket, RoutingSnapshot table) {
    Map<String, Object> json = Json.document();
    json.put("prefixBits", bucket.prefixBits());
    json.put("depth", bucket.depth());
    json.put("lookedUp", bucket.sinceLookup(environment.nanoTime()).toMillis());
    json.put("replacements", bucket.replacements());
    json.put("contacts", bucket.contacts().stream().map(one -> contact(one, table)).toList());
    return json;
  }

  private Map<String, Object> contact(Contact contact, RoutingSnapshot table) {
    Map<String, Object> json = Json.contact(contact);
    json.put("roundTrip", dht.roundTrip(contact.key()).map(Json::millis).orElse(null));
    json.put("failing", table.isFailing(contact.key()));
    return json;
  }

  private Map<String, Object> store(Call call) {
    Optional<Key> after = call.parameter("after").map(Parameters::key);
    int limit = Parameters.number(call, "limit", PAGE, 1, LONGEST_PAGE);
    List<Item> page = dht.held(after, limit);
    Map<String, Object> json = Json.document();
    json.put("total", dht.items());
    json.put("items", page.stream().map(this::held).toList());
    json.put("next", page.size() < limit ? null : page.getLast().key().toString());
    return json;
  }

  /** Asks the store once more, for about 10 µs: a page of 50 takes it 1 ms anyway. */
  private Map<String, Object> held(Item item) {
    Map<String, Object> json = Json.item(item);
    json.put("commonPrefix", item.key().commonPrefix(dht.routing().self()));
    json.put("replicated", dht.sinceReplicated(item.key()).map(Duration::toMillis).orElse(null));
    return json;
  }

  private Answer ready() {
    boolean joined = dht.contacts() > 0;
    boolean writable = dht.isWritable();
    if (joined && writable) {
      return Answer.json(200, checks("up", joined, writable));
    }
    return new Problem(
            503,
            Stream.of(joined ? "" : ALONE, writable ? "" : FULL)
                .filter(why -> !why.isEmpty())
                .collect(Collectors.joining("; ")))
        .and("joined", joined)
        .and("writable", writable)
        .answer();
  }

  private static Map<String, Object> checks(String status, boolean joined, boolean writable) {
    Map<String, Object> json = Json.document();
    json.put("status", status);
    json.put("joined", joined);
    json.put("writable", writable);
    return json;
  }
}
