/**
 * A node's metrics through Micrometer, which those who want them add; nobody else needs it.
 *
 * <p>{@link dev.weft.metrics.WeftMetrics} binds to any registry; {@link
 * dev.weft.metrics.PrometheusPage} is one of Prometheus's, as a page to be scraped. What was
 * counted is read from {@link dev.weft.Dht#statistics} when a registry asks for it; histograms of
 * calls and lookups are fed as these end. A dashboard for Grafana stands beside this package's
 * classes as {@code grafana.json}.
 *
 * <p><b>Threads.</b> None of its own. A registry is read by whoever scrapes it, and written to by
 * the threads that call and look up.
 *
 * <p><b>Limits.</b> Labels have a fixed number of values: kinds, outcomes, reasons, directions. No
 * key and no address of another node is one.
 */
@NullMarked
package dev.weft.metrics;

import org.jspecify.annotations.NullMarked;
