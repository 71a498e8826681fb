package dev.weft.gateway;

import dev.weft.Dht;
import dev.weft.DhtConfig;
import dev.weft.Habitat;
import dev.weft.runtime.Background;
import dev.weft.runtime.WatchedEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import tools.jackson.jr.ob.JSON;

/** Nodes on the loopback address, a gateway to the last of them, and a client. */
abstract class GatewayFixture {

  final WatchedEnvironment environment = new WatchedEnvironment();
  final List<Dht> nodes = new ArrayList<>();
  final HttpClient client = HttpClient.newHttpClient();
  Gateway gateway;

  /** Opens so many nodes, and a gateway to the last. */
  void open(int count, GatewayOptions options) throws Exception {
    for (int i = 0; i < count; i++) {
      join();
    }
    gateway = Gateway.open(nodes.getLast(), options, environment);
  }

  void open(int count) throws Exception {
    open(count, GatewayOptions.at("127.0.0.1", 0));
  }

  Dht join() throws InterruptedException {
    DhtConfig.Builder config = DhtConfig.builder().port(0).bind("127.0.0.1");
    if (!nodes.isEmpty()) {
      config.seed("127.0.0.1:" + nodes.getFirst().self().orElseThrow().address().getPort());
    }
    Dht node = Dht.open(config.build(), Habitat.real(environment));
    nodes.add(node);
    return node;
  }

  Dht node() {
    return nodes.getLast();
  }

  URI uri(String path) {
    return gateway.address().resolve(path);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path));
  }

  HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = request(path);
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  HttpResponse<byte[]> put(String path, byte[] body, String... headers) throws Exception {
    HttpRequest.Builder request = request(path).PUT(BodyPublishers.ofByteArray(body));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  HttpResponse<InputStream> stream(String path) throws Exception {
    return client.send(request(path).build(), BodyHandlers.ofInputStream());
  }

  static Map<String, Object> json(HttpResponse<byte[]> response) {
    return JSON.std.mapFrom(response.body());
  }

  static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @AfterEach
  void closingLeavesNoThread() throws IOException {
    client.close();
    if (gateway != null) {
      gateway.close();
    }
    nodes.forEach(Dht::abort);
    Background.until(() -> environment.alive().isEmpty());
  }
}
