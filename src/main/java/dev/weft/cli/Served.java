package dev.weft.cli;

import dev.weft.Dht;
import dev.weft.gateway.Gateway;
import dev.weft.gateway.GatewayOptions;
import dev.weft.metrics.PrometheusPage;
import java.io.IOException;
import java.net.URI;

/** A node that is served over HTTP, with its metrics. Immutable, but for what it holds. */
record Served(Gateway gateway, PrometheusPage metrics) implements AutoCloseable {

  /**
   * Serves a node.
   *
   * @throws Failure if it cannot be served there
   */
  static Served open(Dht dht, GatewayOptions options) throws Failure {
    PrometheusPage metrics = new PrometheusPage(dht);
    try {
      return new Served(Gateway.open(dht, options.withMetrics(metrics::scrape)), metrics);
    } catch (IOException e) {
      metrics.close();
      throw Failure.usage("--http: " + e.getMessage());
    }
  }

  URI address() {
    return gateway.address();
  }

  @Override
  public void close() {
    gateway.close();
    metrics.close();
  }
}
