package dev.weft.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.weft.FreePort;
import dev.weft.item.Identity;
import dev.weft.item.ItemCodec;
import dev.weft.item.NamedItem;
import dev.weft.runtime.Background;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The gateway over a real socket, to a network of real nodes. */
@ResourceLock("gateway") // whose threads are looked for
class GatewayIT extends GatewayFixture {

  /** What comes back for bytes that no client would send. */
  private String raw(String request) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", gateway.address().getPort())) {
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @Test
  void allThatIsServedIsDescribedAndAllThatIsDescribedIsServedAsItSays() throws Exception {
    open(4, GatewayOptions.at("127.0.0.1", 0).withMetrics(() -> "weft_up 1\n"));
    OpenApi api = OpenApi.read();
    Set<String> served = new TreeSet<>();
    Gateway.routes(
            node(), GatewayOptions.at("::1", 0), environment, new Traffic(node(), environment))
        .forEach(route -> served.add(route.method() + " " + route.template()));
    assertThat(api.operations()).isEqualTo(served);

    HttpResponse<byte[]> set = put("/v1/items/home/ntoll", "Towcester".getBytes(UTF_8));
    assertThat(api.flaws("PUT", "/v1/items/{name}", set.statusCode(), type(set), json(set)))
        .isEmpty();
    for (String path : api.plain()) {
      if (path.startsWith("/v1/lookup")) {
        continue; // a stream
      }
      HttpResponse<byte[]> response = get(path);
      String type = type(response);
      if (type.endsWith("json")) {
        assertThat(api.flaws("GET", path, response.statusCode(), type, json(response))).isEmpty();
      }
    }
    HttpResponse<byte[]> item = get(header(set, "location"), "Accept", "application/json");
    assertThat(api.flaws("GET", "/v1/items/{owner}/{name}", 200, type(item), json(item))).isEmpty();
    HttpResponse<byte[]> none = get(header(set, "location") + "x");
    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(api.flaws("GET", "/v1/items/{owner}/{name}", 404, type(none), json(none))).isEmpty();
  }

  @Test
  void whoIsAnnouncedThroughOneNodeIsFoundThroughAnotherUntilWithdrawn() throws Exception {
    open(3);
    OpenApi api = OpenApi.read();
    String path = "/v1/topics/printers/floor-3";
    byte[] wish = "{\"address\":\"127.0.0.1:8443\",\"text\":\"a=b\"}".getBytes(UTF_8);
    HttpResponse<byte[]> put = put(path, wish, "Content-Type", "application/json");
    assertThat(put.statusCode()).isEqualTo(200);
    assertThat(api.flaws("PUT", "/v1/topics/{name}", 200, type(put), json(put))).isEmpty();
    assertThat(nodes.getFirst().providers("printers/floor-3"))
        .singleElement()
        .satisfies(
            provider -> {
              assertThat(provider.text()).isEqualTo("a=b");
              assertThat(provider.checked()).isTrue();
            });
    HttpResponse<byte[]> got = get(path + "?limit=1");
    assertThat(api.flaws("GET", "/v1/topics/{name}", 200, type(got), json(got))).isEmpty();
    assertThat(new String(got.body(), UTF_8)).contains("\"address\":\"127.0.0.1:8443\"");

    HttpResponse<byte[]> gone = send(request(path).DELETE());
    assertThat(api.flaws("DELETE", "/v1/topics/{name}", 200, type(gone), json(gone))).isEmpty();
    assertThat(json(get(path))).containsEntry("providers", List.of());
    assertThat(send(request(path).DELETE()).statusCode()).isEqualTo(404);
  }

  private static String type(HttpResponse<?> response) {
    return header(response, "content-type").replaceFirst(";.*", "");
  }

  @Test
  void whatIsSetThroughOneNodeIsGotThroughAnother() throws Exception {
    open(4);
    HttpResponse<byte[]> set = put("/v1/items/home/ntoll?ttl=600", "Towcester".getBytes(UTF_8));
    assertThat(set.statusCode()).isEqualTo(201);
    assertThat(nodes.getFirst().get(node().owner(), "home/ntoll").orElseThrow().text())
        .isEqualTo("Towcester");
    HttpResponse<byte[]> got = get(header(set, "location"));
    assertThat(new String(got.body(), UTF_8)).isEqualTo("Towcester");
    String tag = header(got, "etag");
    HttpResponse<byte[]> same = get(header(set, "location"), "If-None-Match", tag);
    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(put("/v1/items/home/ntoll", new byte[1], "If-Match", tag).statusCode())
        .isEqualTo(200);
    assertThat(put("/v1/items/home/ntoll", new byte[1], "If-Match", tag).statusCode())
        .isEqualTo(412);
    assertThat(put("/v1/items/home/ntoll", new byte[1], "If-None-Match", "*").statusCode())
        .isEqualTo(412);
    HttpResponse<byte[]> nothing = put("/v1/items/empty", new byte[0]);
    assertThat(nothing.statusCode()).isEqualTo(201);
    assertThat(get(header(nothing, "location")).body()).isEmpty();
    assertThat(get("/v1/store").body()).isNotEmpty();

    HttpResponse<byte[]> content = put("/v1/content", "x".getBytes(UTF_8));
    assertThat(get(header(content, "location")).body()).isEqualTo("x".getBytes(UTF_8));
    NamedItem signed =
        NamedItem.sign(Identity.generate(), "n", new byte[1], 1, Instant.now().plusSeconds(600));
    HttpResponse<byte[]> posted =
        send(
            request("/v1/items")
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(ItemCodec.encode(signed))));
    assertThat(posted.statusCode()).isEqualTo(201);
    assertThat(get(header(posted, "location")).body()).isEqualTo(new byte[1]);
  }

  @Test
  void aLookupIsStreamedToWhoeverAskedAndToThoseWhoListen() throws Exception {
    open(4);
    InputStream live = stream("/v1/lookups").body();
    String events = new String(stream("/v1/lookup?name=home/ntoll").body().readAllBytes(), UTF_8);
    assertThat(events).containsSubsequence("event: start", "event: step", "event: result");
    assertThat(upToResult(live))
        .containsSubsequence("event: start", "event: step", "event: result");
    live.close();
  }

  private static String upToResult(InputStream live) throws IOException {
    StringBuilder heard = new StringBuilder();
    while (heard.indexOf("event: result") < 0) {
      heard.append((char) live.read());
    }
    return heard.toString();
  }

  @Test
  void whoeverListensIsToldOfTheLookupsByWhichItemsAreSetAndGot() throws Exception {
    open(4);
    InputStream live = stream("/v1/lookups").body();
    HttpResponse<byte[]> set = put("/v1/items/home/ntoll", "Towcester".getBytes(UTF_8));
    String key = node().config().wire().keyOf(node().owner(), "home/ntoll").toString();
    assertThat(upToResult(live))
        .as("a set, which another thread carries out")
        .containsSubsequence("event: start", key, "event: step", "event: result");
    assertThat(get(header(set, "location") + "?newest").statusCode()).isEqualTo(200);
    assertThat(upToResult(live))
        .containsSubsequence("event: start", key, "event: step", "event: result");
    assertThat(get(header(set, "location") + "x").statusCode()).isEqualTo(404);
    assertThat(upToResult(live))
        .containsSubsequence("event: start", "\"value\":true", "event: step", "event: result");
    live.close();
  }

  @Test
  void aLookupEndsInEveryLaneWhenTheClientGoesAway() throws Exception {
    join();
    gateway =
        Gateway.open(
            new SlowDht(node(), environment).dht(), GatewayOptions.at("127.0.0.1", 0), environment);
    try (Socket client = new Socket("127.0.0.1", gateway.address().getPort())) {
      client
          .getOutputStream()
          .write("GET /v1/lookup?name=x HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
      Background.until(() -> environment.alive().stream().filter("slow-lane"::equals).count() == 3);
    }
    Background.until(() -> !environment.alive().contains("slow-lane"));
    Background.until(() -> !environment.alive().contains("weft-gateway-lookup"));
  }

  @Test
  void closingEndsWhatIsUnderWayAndLeavesNoThreadAndNoSocket() throws Exception {
    open(2);
    int port = gateway.address().getPort();
    InputStream live = stream("/v1/lookups").body();
    assertThat(live.read()).isEqualTo(':');
    gateway.close();
    gateway.close();
    assertThat(rest(live)).isIn("\n\n", "cut off");
    FreePort.awaitFree(port);
    assertThat(environment.alive()).noneMatch(name -> name.contains("gateway"));
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().contains("@default"));
    assertThat(nodes.getFirst().contacts()).isEqualTo(1);
  }

  /** Whoever is being written to when the gateway closes is cut off. */
  private static String rest(InputStream in) {
    try {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      return "cut off";
    }
  }

  @Test
  void whatIsNoRequestGetsAProblemToo() throws Exception {
    open(1);
    assertThat(raw("GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .contains("application/problem+json", "the request cannot be read");
    assertThat(
            raw(
                "PUT /v1/content HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Content-Length: 70000\r\nExpect: 100-continue\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ")
        .contains("application/problem+json");
    assertThat(raw("GET /v1/node HTTP/1.1\r\nHost: evil\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 421 ");
    assertThat(raw("HEAD /v1/node HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("\r\n\r\n");
    assertThat(put("/v1/content", new byte[70_000]).statusCode()).isEqualTo(413);
    assertThat(
            send(request("/v1/content")
                    .PUT(
                        BodyPublishers.ofInputStream(
                            () -> new ByteArrayInputStream(new byte[70_000]))))
                .statusCode())
        .isEqualTo(413);
    assertThat(get("/v1/node").statusCode()).isEqualTo(200);
  }

  @Test
  void anAddressThatIsTakenOrUnknownIsTold() throws Exception {
    open(1);
    int port = gateway.address().getPort();
    assertThatIOException()
        .isThrownBy(() -> Gateway.open(node(), GatewayOptions.at("127.0.0.1", port), environment))
        .withMessageContaining("127.0.0.1:" + port)
        .withMessageEndingWith("; choose another port");
    assertThatIOException()
        .isThrownBy(() -> Gateway.open(node(), GatewayOptions.at("no.such.invalid", 0)))
        .withMessage("there is no address of the name no.such.invalid");
    try (Gateway open = Gateway.open(node(), GatewayOptions.at("0.0.0.0", 0))) {
      assertThat(open.address()).hasHost("0.0.0.0");
    }
    try (Gateway open = Gateway.open(node(), GatewayOptions.at("::1", 0))) {
      assertThat(open.address().toString()).startsWith("http://[::1]:");
    }
  }
}
