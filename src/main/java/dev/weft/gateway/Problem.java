package dev.weft.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.DhtException;
import dev.weft.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Why a call is not answered as it wished: a problem document (RFC 9457). Immutable. */
final class Problem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Map<String, Object> more;
  private final transient Map<String, String> headers;

  /**
   * @param detail what is wrong, and what to do, in words
   */
  Problem(int status, String detail) {
    this(status, detail, Map.of(), Map.of());
  }

  private Problem(
      int status, String detail, Map<String, Object> more, Map<String, String> headers) {
    super(detail, null, false, false);
    this.status = status;
    this.more = more;
    this.headers = headers;
  }

  int status() {
    return status;
  }

  /** The same with another member in its document. */
  Problem and(String name, Object value) {
    return new Problem(status, String.valueOf(getMessage()), added(more, name, value), headers);
  }

  /** The same with a header. */
  Problem with(String header, String value) {
    return new Problem(status, String.valueOf(getMessage()), more, added(headers, header, value));
  }

  private static <V> Map<String, V> added(Map<String, V> map, String name, V value) {
    Map<String, V> all = new LinkedHashMap<>(map);
    all.put(name, value);
    return Collections.unmodifiableMap(all);
  }

  /** The problem that something is in the network. */
  static Problem of(DhtException e) {
    String message = String.valueOf(e.getMessage());
    return switch (e) {
      case DhtException.NotAsExpected other -> {
        Problem problem = new Problem(412, message);
        yield other.found().map(item -> problem.and("found", Json.item(item))).orElse(problem);
      }
      case DhtException.NotStored no ->
          new Problem(no.report().newer().isPresent() ? 409 : 503, message)
              .and("report", Json.report(no.report()));
      case DhtException.NotAnnounced _ -> new Problem(503, message);
      case DhtException.TimedOut _ -> new Problem(504, message);
      case DhtException.NobodyAnswered _ -> retryLater(message);
      case DhtException.Closed _ -> retryLater(message);
      case DhtException.CannotOpen _ -> new Problem(500, message);
    };
  }

  private static Problem retryLater(String message) {
    return new Problem(503, message).with("Retry-After", "5");
  }

  /** Its document. */
  Map<String, Object> document() {
    Map<String, Object> json = Json.document();
    json.put("title", title(status));
    json.put("status", status);
    json.put("detail", String.valueOf(getMessage()));
    json.putAll(more);
    return json;
  }

  /** The answer that tells of it. */
  Answer answer() {
    Answer answer =
        Answer.of(status, "application/problem+json", Json.line(document()).getBytes(UTF_8))
            .with("Cache-Control", "no-store");
    for (Map.Entry<String, String> header : headers.entrySet()) {
      answer = answer.with(header.getKey(), header.getValue());
    }
    return answer;
  }

  /** The words for a status, as the registry of HTTP has them. */
  static String title(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 409 -> "Conflict";
      case 412 -> "Precondition Failed";
      case 413 -> "Content Too Large";
      case 415 -> "Unsupported Media Type";
      case 421 -> "Misdirected Request";
      case 422 -> "Unprocessable Content";
      case 429 -> "Too Many Requests";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      default -> status < 500 ? "Bad Request" : "Internal Server Error";
    };
  }
}
