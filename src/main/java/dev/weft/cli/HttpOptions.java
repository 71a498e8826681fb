package dev.weft.cli;

import dev.weft.gateway.GatewayOptions;
import dev.weft.gateway.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Confined to the main thread: whether and how a node is served over HTTP. */
final class HttpOptions {

  private static final Pattern PLACE = Pattern.compile("(\\[[^\\]]+]|[^:]+):(\\d{1,5})");

  @Option(
      names = "--http",
      paramLabel = "HOST:PORT",
      description =
          "Serve the API, the dashboard and metrics there, as at 127.0.0.1:8080. Whoever writes"
              + " from another machine needs the token that whoami --token tells. Default: not at"
              + " all.")
  private @Nullable String place;

  @Option(
      names = "--http-origin",
      paramLabel = "URL",
      description =
          "An origin whose pages may use the API in a browser; may be given several times. Default:"
              + " none but the dashboard.")
  private List<String> origins = List.of();

  @Option(
      names = "--http-host",
      paramLabel = "NAME",
      description =
          "A name beside localhost under which the API is asked for on this machine; may be given"
              + " several times.")
  private List<String> hosts = List.of();

  /**
   * Where a node is to be served, and how; null if it is not to be.
   *
   * @param data where the token is kept
   * @throws IOException if the token can be neither read nor made
   * @throws Failure if that is nowhere
   */
  @Nullable GatewayOptions options(Path data) throws IOException, Failure {
    return place == null
        ? null
        : at(place).withOrigins(origins).withHosts(hosts).withToken(Tokens.of(data));
  }

  private static GatewayOptions at(String place) throws Failure {
    Matcher parts = PLACE.matcher(place);
    if (!parts.matches()) {
      throw Failure.usage("--http is written like 127.0.0.1:8080, and this is " + place);
    }
    try {
      return GatewayOptions.at(
          parts.group(1).replaceAll("[\\[\\]]", ""), Integer.parseInt(parts.group(2)));
    } catch (IllegalArgumentException e) {
      throw Failure.usage("--http: " + e.getMessage());
    }
  }
}
