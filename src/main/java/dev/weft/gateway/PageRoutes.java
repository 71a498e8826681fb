package dev.weft.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Shared by any number of threads: what lies beside this class, the dashboard and the description
 * of the API; and the metrics. Immutable.
 */
final class PageRoutes {

  private static final Pattern FILE = Pattern.compile("[a-z][a-z0-9-]*\\.(html|js|css|svg|json)");

  private final Optional<Supplier<String>> metrics;

  PageRoutes(Optional<Supplier<String>> metrics) {
    this.metrics = metrics;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/", Route.Kind.READ, (_, _) -> file("index.html")),
        new Route("GET", "/metrics", Route.Kind.READ, (_, _) -> metrics()),
        new Route("GET", "/openapi.json", Route.Kind.READ, (_, _) -> file("openapi.json")),
        new Route("GET", "/{file}", Route.Kind.READ, (_, parts) -> file(parts.getFirst())));
  }

  private Answer metrics() {
    String page =
        metrics.orElseThrow(() -> new Problem(404, "no metrics are kept; see the README")).get();
    return Answer.of(200, "text/plain; version=0.0.4; charset=utf-8", page.getBytes(UTF_8))
        .with("Cache-Control", "no-store");
  }

  static Answer file(String name) {
    var parts = FILE.matcher(name);
    if (!parts.matches()) {
      throw nothing(name);
    }
    InputStream in = PageRoutes.class.getResourceAsStream(name);
    if (in == null) {
      throw nothing(name);
    }
    return Answer.of(200, type(parts.group(1)), bytes(in)).with("Cache-Control", "no-cache");
  }

  /** All that comes from a stream, which is closed. */
  static byte[] bytes(InputStream in) {
    try (in) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String type(String ending) {
    return switch (ending) {
      case "html" -> "text/html; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> "application/json";
    };
  }

  private static Problem nothing(String name) {
    return new Problem(404, "there is nothing at /" + name + "; /openapi.json tells what is");
  }
}
