package dev.weft.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Dht;
import dev.weft.item.Announcement;
import dev.weft.item.Provider;
import dev.weft.json.Json;
import dev.weft.json.TopicJson;
import dev.weft.kademlia.Seed;
import dev.weft.lookup.Gathering;
import dev.weft.runtime.Environment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/**
 * Shared by any number of threads: the node's owner is announced under topics, and others are found
 * there. Immutable.
 */
final class TopicRoutes {

  private static final int PAGE = 100;

  /** A payload as JSON has six times its length at worst. */
  private static final int MOST_JSON = 8 * Announcement.MAX_PAYLOAD_BYTES;

  private static final List<String> MEMBERS = List.of("address", "payload", "text", "ttl");

  private final Dht dht;
  private final Environment environment;
  private final Duration timeout;

  TopicRoutes(Dht dht, Environment environment) {
    this.dht = dht;
    this.environment = environment;
    this.timeout = dht.config().operationTimeout();
  }

  List<Route> routes() {
    String path = "/v1/topics/{name}";
    return List.of(
        new Route("GET", path, Route.Kind.READ, this::find),
        new Route("PUT", path, Route.Kind.WRITE, this::announce),
        new Route("DELETE", path, Route.Kind.WRITE, (_, parts) -> withdraw(parts.getFirst())));
  }

  /** What is done to the network; what it holds to be impossible is the caller's fault. */
  @FunctionalInterface
  private interface Deed<T> {
    T done() throws InterruptedException;
  }

  private static <T> T doing(Deed<T> deed) throws InterruptedException {
    try {
      return deed.done();
    } catch (IllegalArgumentException e) {
      throw new Problem(400, String.valueOf(e.getMessage()));
    } catch (IllegalStateException e) {
      throw new Problem(409, String.valueOf(e.getMessage()));
    }
  }

  private Answer find(Call call, List<String> parts) throws InterruptedException {
    String topic = parts.getFirst();
    int limit = Parameters.number(call, "limit", PAGE, 1, Gathering.MOST);
    List<Provider> found = doing(() -> dht.providers(topic, limit, timeout));
    Instant now = environment.now();
    Map<String, Object> json = Json.document();
    json.put("topic", topic);
    json.put("providers", found.stream().map(one -> TopicJson.provider(one, now)).toList());
    return Answer.json(200, json);
  }

  private Answer withdraw(String topic) throws InterruptedException {
    return doing(() -> dht.withdraw(topic, timeout))
        .map(report -> Answer.json(200, TopicJson.report(report)))
        .orElseThrow(() -> new Problem(404, "this node announces nothing under that topic"));
  }

  private Answer announce(Call call, List<String> parts) throws InterruptedException {
    Wish wish = doing(() -> Wish.of(body(call)));
    return Answer.json(
        200,
        TopicJson.report(
            doing(
                () ->
                    dht.announce(
                        parts.getFirst(),
                        Optional.ofNullable(wish.address()),
                        wish.payload(),
                        wish.timeToLive(),
                        timeout))));
  }

  private static Map<String, Object> body(Call call) {
    String type = call.header("content-type").orElse("").replaceFirst("\\s*;.*", "");
    if (!type.equals("application/json")) {
      throw new Problem(415, "what is to be announced is application/json, not '" + type + "'");
    }
    try {
      return JSON.std.mapFrom(new String(call.body(MOST_JSON), UTF_8));
    } catch (JacksonException e) {
      throw new Problem(400, "this is no JSON object: " + e.getOriginalMessage());
    }
  }

  /** What is to be announced. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Wish(@Nullable InetSocketAddress address, byte[] payload, Duration timeToLive) {

    /**
     * Reads the JSON of one.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Wish of(Map<String, Object> json) {
      json.keySet().stream()
          .filter(name -> !MEMBERS.contains(name))
          .findFirst()
          .ifPresent(
              name -> {
                throw new IllegalArgumentException(
                    "there is no member '" + name + "', but " + String.join(", ", MEMBERS));
              });
      Object ttl = json.getOrDefault("ttl", 3_600);
      if (!(ttl instanceof Integer seconds)) {
        throw new IllegalArgumentException("ttl is a whole number of seconds, not " + ttl);
      }
      String address = text(json, "address");
      return new Wish(
          address == null ? null : address(address), payload(json), Duration.ofSeconds(seconds));
    }

    private static @Nullable String text(Map<String, Object> json, String member) {
      Object value = json.get(member);
      if (value != null && !(value instanceof String)) {
        throw new IllegalArgumentException(member + " is a string, not " + value);
      }
      return (String) value;
    }

    private static byte[] payload(Map<String, Object> json) {
      String base64 = text(json, "payload");
      String text = text(json, "text");
      if (base64 != null && text != null) {
        throw new IllegalArgumentException("either payload, in Base64, or text, but not both");
      }
      return base64 == null
          ? (text == null ? "" : text).getBytes(UTF_8)
          : Base64.getDecoder().decode(base64);
    }

    private static InetSocketAddress address(String text) {
      Seed seed = Seed.parse(text, 1);
      if (!seed.equals(Seed.parse(text, 2))) {
        throw new IllegalArgumentException("the address lacks its port: " + text);
      }
      return new InetSocketAddress(InetAddress.ofLiteral(seed.host()), seed.port());
    }
  }
}
