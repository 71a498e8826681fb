package dev.weft.gateway;

import dev.weft.admission.Rate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How a {@link Gateway} serves. Immutable; each {@code with} makes another.
 *
 * @param host the name or address to listen on
 * @param port the port; 0 for any that is free
 * @param token what those have to show who write from elsewhere; empty where nobody may
 * @param origins whose pages a browser lets call, such as {@code https://example.org}; none but the
 *     dashboard unless told
 * @param hosts under which names this is asked over the loopback address, beside {@code localhost}:
 *     none unless told
 * @param requestsPerSecond how many requests of one address are answered in a second, in the long
 *     run; 1,000 unless told
 * @param burst how many at once after a rest; 2,000 unless told
 * @param requests how many are answered at once, beside streams; 256 unless told
 * @param streams how many lookups are streamed at once, those among them that only listen; 128
 *     unless told
 * @param metrics makes the page that {@code /metrics} shows; empty where there is none
 */
public record GatewayOptions(
    String host,
    int port,
    Optional<String> token,
    List<String> origins,
    List<String> hosts,
    int requestsPerSecond,
    int burst,
    int requests,
    int streams,
    Optional<Supplier<String>> metrics) {

  private static final int PORTS = 65_536;

  /**
   * Checks the numbers, and copies the lists.
   *
   * @throws IllegalArgumentException if a number is impossible
   */
  public GatewayOptions {
    if (port < 0 || port >= PORTS) {
      throw new IllegalArgumentException("a port is from 0 to 65535, not " + port);
    }
    if (requests < 1 || streams < 1) {
      throw new IllegalArgumentException("at least one request and one stream must be allowed");
    }
    Rate.perSecond(requestsPerSecond, burst);
    origins = List.copyOf(origins);
    hosts = hosts.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
  }

  /**
   * The defaults, at an address.
   *
   * @param host a host name or an address of this machine
   * @param port a port, or 0 for any that is free
   * @return the defaults, there
   */
  public static GatewayOptions at(String host, int port) {
    return new GatewayOptions(
        host,
        port,
        Optional.empty(),
        List.of(),
        List.of(),
        1_000,
        2_000,
        256,
        128,
        Optional.empty());
  }

  /**
   * With a token.
   *
   * @param token what others than this machine's programs have to show to write
   * @return the same with this token
   */
  public GatewayOptions withToken(String token) {
    return new GatewayOptions(
        host,
        port,
        Optional.of(token),
        origins,
        hosts,
        requestsPerSecond,
        burst,
        requests,
        streams,
        metrics);
  }

  /**
   * With origins whose pages may call.
   *
   * @param origins as browsers write them: scheme, host and port
   * @return the same with these origins in place of those before
   */
  public GatewayOptions withOrigins(List<String> origins) {
    return new GatewayOptions(
        host, port, token, origins, hosts, requestsPerSecond, burst, requests, streams, metrics);
  }

  /**
   * With names under which this is asked over the loopback address.
   *
   * @param hosts host names, without ports
   * @return the same with these names in place of those before
   */
  public GatewayOptions withHosts(List<String> hosts) {
    return new GatewayOptions(
        host, port, token, origins, hosts, requestsPerSecond, burst, requests, streams, metrics);
  }

  /**
   * With another rate.
   *
   * @param requestsPerSecond how many requests a second one address may make
   * @param burst how many at once, after a silence
   * @return the same with this rate
   */
  public GatewayOptions withRate(int requestsPerSecond, int burst) {
    return new GatewayOptions(
        host, port, token, origins, hosts, requestsPerSecond, burst, requests, streams, metrics);
  }

  /**
   * With other numbers of requests and streams at once.
   *
   * @param requests how many requests are answered at once
   * @param streams how many of them may be streams
   * @return the same with these numbers
   */
  public GatewayOptions withMost(int requests, int streams) {
    return new GatewayOptions(
        host, port, token, origins, hosts, requestsPerSecond, burst, requests, streams, metrics);
  }

  /**
   * With a page of metrics, in the text format of Prometheus.
   *
   * @param metrics makes the page each time that it is asked for
   * @return the same with this page
   */
  public GatewayOptions withMetrics(Supplier<String> metrics) {
    return new GatewayOptions(
        host,
        port,
        token,
        origins,
        hosts,
        requestsPerSecond,
        burst,
        requests,
        streams,
        Optional.of(metrics));
  }

  Rate rate() {
    return Rate.perSecond(requestsPerSecond, burst);
  }
}
