package dev.weft.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a call is answered. Immutable. */
sealed interface Answer {

  /** The status code. */
  int status();

  /** The headers, by name. */
  Map<String, String> headers();

  /** The same with another header. */
  Answer with(String header, String value);

  /** An answer that is there as a whole. */
  final class Whole implements Answer {

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private Whole(int status, Map<String, String> headers, byte[] body) {
      this.status = status;
      this.headers = headers;
      this.body = body;
    }

    @Override
    public int status() {
      return status;
    }

    @Override
    public Map<String, String> headers() {
      return headers;
    }

    /** The bytes, which nobody changes. */
    byte[] body() {
      return body;
    }

    @Override
    public Whole with(String header, String value) {
      return new Whole(status, added(headers, header, value), body);
    }
  }

  /** An answer that comes bit by bit, as server-sent events. */
  record Events(Map<String, String> headers, Feed feed) implements Answer {

    @Override
    public int status() {
      return 200;
    }

    @Override
    public Events with(String header, String value) {
      return new Events(added(headers, header, value), feed);
    }
  }

  /** Where events come from. */
  @FunctionalInterface
  interface Feed {
    /**
     * Writes them until there are no more.
     *
     * @throws java.io.UncheckedIOException if nobody listens any more
     * @throws InterruptedException when the gateway is being closed
     */
    void writeTo(EventWriter out) throws InterruptedException;
  }

  private static Map<String, String> added(Map<String, String> headers, String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return all;
  }

  /** Bytes of a kind. */
  static Whole of(int status, String type, byte[] body) {
    return new Whole(status, added(Map.of(), "Content-Type", type), body);
  }

  /** Nothing but a status. */
  static Whole empty(int status) {
    return new Whole(status, Map.of(), new byte[0]);
  }

  /** A document that is not to be kept: it tells of this moment. */
  static Whole json(int status, Map<String, Object> document) {
    return of(status, "application/json", Json.line(document).getBytes(UTF_8))
        .with("Cache-Control", "no-store");
  }

  /** Events. */
  static Events events(Feed feed) {
    return new Events(added(Map.of(), "Content-Type", "text/event-stream"), feed)
        .with("Cache-Control", "no-store")
        .with("X-Accel-Buffering", "no");
  }
}
