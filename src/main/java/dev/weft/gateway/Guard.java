package dev.weft.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.admission.Buckets;
import dev.weft.runtime.Environment;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;

/**
 * Shared by any number of threads, without a lock of its own: which calls are answered at all. It
 * keeps the rate of each address, the pages of strangers out, and those who may not write from
 * writing.
 *
 * <p>A browser that shows a page of anybody's reaches the loopback address, too. So what a page of
 * another origin sends is not obeyed even from there, and a name that is not known for this machine
 * is not answered to: a stranger's name server may make that name mean the loopback address.
 */
final class Guard {

  private final GatewayOptions options;
  private final Environment environment;
  private final Buckets<InetAddress> rates;

  Guard(GatewayOptions options, Environment environment) {
    this.options = options;
    this.environment = environment;
    this.rates = new Buckets<>(options.rate());
  }

  /**
   * Checks a call before its route is looked for.
   *
   * @throws Problem if it is not to be answered
   */
  void check(Call call) {
    if (!rates.of(call.from(), environment.nanoTime()).take(environment.nanoTime())) {
      throw new Problem(429, "more than " + options.rate() + " requests come from " + call.from())
          .with("Retry-After", "1");
    }
    if (call.from().isLoopbackAddress()) {
      String host = withoutPort(call.header("host").orElse(""));
      if (!isLiteral(host)
          && !host.equals("localhost")
          && !host.endsWith(".localhost")
          && !options.hosts().contains(host)) {
        throw new Problem(
            421, "this is not known as '" + host + "'; ask for localhost, or name the host to it");
      }
    }
  }

  /** An address cannot be made to mean another one. */
  private static boolean isLiteral(String host) {
    return host.matches("[0-9.]+|\\[[0-9a-f:.]+]");
  }

  private static String withoutPort(String host) {
    return host.toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "");
  }

  /**
   * Checks that whoever calls may write.
   *
   * @throws Problem if not
   */
  void checkWriter(Call call) {
    Optional<String> origin = call.header("origin");
    if (origin.isPresent() && !isOwn(origin.get(), call) && !isAllowed(origin.get())) {
      throw new Problem(403, "pages of " + origin.get() + " may not write");
    }
    if (origin.isEmpty() && isCrossSite(call)) {
      throw new Problem(403, "pages of other sites may not write");
    }
    if (!isLocal(call) && !hasToken(call)) {
      throw new Problem(401, "to write takes the token that `weft whoami --token` tells")
          .with("WWW-Authenticate", "Bearer realm=\"weft\"");
    }
  }

  private static boolean isCrossSite(Call call) {
    return call.header("sec-fetch-site").filter(site -> site.endsWith("-site")).isPresent();
  }

  private static boolean isOwn(String origin, Call call) {
    String host = call.header("host").orElse("");
    return origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host);
  }

  /** Whether the pages of an origin may call. */
  boolean isAllowed(String origin) {
    return options.origins().contains(origin);
  }

  /** Whether a call comes from this machine, and not through a proxy on it. */
  private static boolean isLocal(Call call) {
    return call.from().isLoopbackAddress()
        && call.header("forwarded").isEmpty()
        && call.header("x-forwarded-for").isEmpty()
        && call.header("via").isEmpty();
  }

  private boolean hasToken(Call call) {
    byte[] given =
        call.header("authorization")
            .filter(text -> text.regionMatches(true, 0, "Bearer ", 0, 7))
            .map(text -> text.substring(7).strip())
            .orElse("")
            .getBytes(UTF_8);
    return options
        .token()
        .filter(token -> MessageDigest.isEqual(token.getBytes(UTF_8), given))
        .isPresent();
  }
}
