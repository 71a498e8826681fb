package dev.weft.metrics;

import dev.weft.Dht;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/**
 * A node's metrics as the page that Prometheus scrapes. May be used by any thread. Needs {@code
 * micrometer-registry-prometheus}.
 */
public final class PrometheusPage implements AutoCloseable {

  /** What to serve the page as. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private final WeftMetrics metrics;

  /**
   * A page of all that {@link WeftMetrics} has of a node.
   *
   * @param dht the node, which stays its owner's
   */
  public PrometheusPage(Dht dht) {
    metrics = new WeftMetrics(dht);
    metrics.bindTo(registry);
  }

  /** {@return the page as of now} */
  public String scrape() {
    return registry.scrape();
  }

  /** Forgets the meters. Idempotent. The node goes on. */
  @Override
  public void close() {
    metrics.close();
    registry.close();
  }
}
