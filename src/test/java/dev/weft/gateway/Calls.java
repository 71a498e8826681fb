package dev.weft.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.jr.ob.JSON;

/** Calls, as tests make them. */
final class Calls {

  static final InetAddress ELSEWHERE = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private Calls() {}

  static Call of(String method, String target, byte[] body, String... headers) {
    return from(HERE, method, target, new ByteArrayInputStream(body), headers);
  }

  static Call get(String target, String... headers) {
    return of("GET", target, new byte[0], headers);
  }

  static Call put(String target, String body, String... headers) {
    return of("PUT", target, body.getBytes(UTF_8), headers);
  }

  static Call from(
      InetAddress from, String method, String target, InputStream body, String... headers) {
    Map<String, String> all = new TreeMap<>(Map.of("host", "localhost:8080"));
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], headers[i + 1]);
    }
    String[] parts = target.split("\\?", 2);
    return new Call(
        method, parts[0], Call.parseQuery(parts.length > 1 ? parts[1] : ""), all, from, () -> body);
  }

  static Map<String, Object> json(Answer answer) {
    return JSON.std.mapFrom(((Answer.Whole) answer).body());
  }

  static String text(Answer answer) {
    return new String(((Answer.Whole) answer).body(), UTF_8);
  }
}
