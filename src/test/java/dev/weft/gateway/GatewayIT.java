package dev.weft.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The gateway over a real socket. */
class GatewayIT extends GatewayFixture {

  @Test
  void try1() throws Exception {
    open(6);
    for (String path : List.of("/v1/node", "/v1/routing-table", "/v1/store", "/v1/traffic", "/health/live", "/health/ready", "/nothing", "/metrics", "/v1/content", "/%zz")) {
      HttpResponse<byte[]> r = request2(path);
      System.err.println(path + " " + r.statusCode() + " " + r.headers().map() + " " + new String(r.body(), UTF_8));
    }
    HttpResponse<byte[]> p = put("/v1/items/home/ntoll?ttl=60", "Towcester".getBytes(UTF_8));
    System.err.println(p.statusCode() + " " + p.headers().map() + " " + new String(p.body(), UTF_8));
    HttpResponse<byte[]> g = get(header(p, "location"));
    System.err.println(g.statusCode() + " " + g.headers().map() + " " + new String(g.body(), UTF_8));
    g = get(header(p, "location"), "If-None-Match", header(g, "etag"));
    System.err.println(g.statusCode() + " " + g.headers().map() + " " + new String(g.body(), UTF_8));
    System.err.println(new String(stream("/v1/lookup?name=home/ntoll").body().readAllBytes(), UTF_8));
    System.err.println(new String(stream("/v1/lookup?value&name=home/ntoll").body().readAllBytes(), UTF_8));
    g = put("/v1/items/x", new byte[70000]);
    System.err.println(g.statusCode() + " " + g.headers().map() + " " + new String(g.body(), UTF_8));
    g = put("/v1/items/x", new byte[10], "Origin", "http://evil.example");
    System.err.println(g.statusCode() + " " + g.headers().map() + " " + new String(g.body(), UTF_8));
    g = send(request("/v1/node").method("HEAD", java.net.http.HttpRequest.BodyPublishers.noBody()));
    System.err.println(g.statusCode() + " " + g.headers().map() + " " + new String(g.body(), UTF_8));
    g = send(request("/v1/items/x").method("OPTIONS", java.net.http.HttpRequest.BodyPublishers.noBody()));
    System.err.println(g.statusCode() + " " + g.headers().map() + " " + new String(g.body(), UTF_8));
    assertThat(1).isEqualTo(1);
  }
  private HttpResponse<byte[]> request2(String path) throws Exception {
    try (var s = new java.net.Socket("127.0.0.1", gateway.address().getPort())) {
       if (path.contains("zz")) {
      s.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").getBytes());
      System.err.println(new String(s.getInputStream().readAllBytes()));
      return get("/");
      }
    }
    return get(path);
  }
}
