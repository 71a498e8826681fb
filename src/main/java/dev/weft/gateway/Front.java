package dev.weft.gateway;

import dev.weft.DhtException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shared by any number of threads; what it holds guards itself: lets calls in, as many as may be at
 * once, finds their route, and turns what goes wrong into an answer.
 */
final class Front implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Front.class);

  private static final String CONTENT_POLICY =
      "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'";

  private final List<Route> routes;
  private final Guard guard;
  private final Presence requests;
  private final Presence streams;

  Front(List<Route> routes, Guard guard, GatewayOptions options) {
    this.routes = List.copyOf(routes);
    this.guard = guard;
    this.requests = new Presence("requests", options.requests());
    this.streams = new Presence("streams", options.streams());
  }

  /**
   * Answers a call on the calling thread.
   *
   * @param reply sends the answer; what it throws is thrown on
   */
  void serve(Call call, Consumer<Answer> reply) {
    Found found = find(call);
    Presence presence = found.kind() == Route.Kind.STREAM ? streams : requests;
    try {
      presence.enter();
    } catch (Problem full) {
      reply.accept(finished(full.answer(), call));
      return;
    }
    try {
      reply.accept(finished(answer(call, found), call));
    } finally {
      presence.leave();
    }
  }

  /** What a call has found: a route, or what is answered to those that have none. */
  private record Found(Route.Kind kind, Route.Handler handler, List<String> parts) {}

  private Found find(Call call) {
    String method = call.method().equals("HEAD") ? "GET" : call.method();
    try {
      Set<String> allowed = new TreeSet<>();
      for (Route route : routes) {
        List<String> parts = route.match(call.path());
        if (parts != null && isFor(route, method, call)) {
          return new Found(route.kind(), route.handler(), parts);
        }
        if (parts != null) {
          allowed.add(route.method());
        }
      }
      return new Found(Route.Kind.READ, (_, _) -> noRoute(call, allowed), List.of());
    } catch (Problem unreadable) {
      return new Found(Route.Kind.READ, (_, _) -> unreadable.answer(), List.of());
    }
  }

  /** Nobody wants to know how long a stream is. */
  private static boolean isFor(Route route, String method, Call call) {
    return route.method().equals(route.kind() == Route.Kind.STREAM ? call.method() : method);
  }

  private static Answer noRoute(Call call, Set<String> allowed) {
    if (allowed.isEmpty()) {
      throw new Problem(
          404, "there is nothing at " + call.path() + "; /openapi.json tells what is");
    }
    String allow = String.join(", ", allowed) + ", OPTIONS";
    if (call.method().equals("OPTIONS")) {
      return Answer.empty(204)
          .with("Allow", allow)
          .with("Access-Control-Allow-Methods", allow)
          .with(
              "Access-Control-Allow-Headers",
              "Authorization, Content-Type, If-Match, If-None-Match")
          .with("Access-Control-Max-Age", "600");
    }
    throw new Problem(405, call.path() + " is for " + allow).with("Allow", allow);
  }

  private Answer answer(Call call, Found found) {
    try {
      guard.check(call);
      if (found.kind() == Route.Kind.WRITE) {
        guard.checkWriter(call);
      }
      return found.handler().answer(call, found.parts());
    } catch (Problem problem) {
      return problem.answer();
    } catch (DhtException e) {
      return Problem.of(e).answer();
    } catch (InterruptedException e) {
      return new Problem(503, "the gateway is being closed").answer();
    } catch (UncheckedIOException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("{} {} failed", call.method(), call.path(), e);
      return new Problem(500, "something is wrong here; the log says what").answer();
    }
  }

  private Answer finished(Answer answer, Call call) {
    Answer safe =
        answer
            .with("X-Content-Type-Options", "nosniff")
            .with("Content-Security-Policy", CONTENT_POLICY)
            .with("Referrer-Policy", "no-referrer")
            .with("Cross-Origin-Resource-Policy", "same-origin")
            .with("Vary", "Accept, Origin");
    return call.header("origin")
        .filter(guard::isAllowed)
        .map(
            origin ->
                safe.with("Access-Control-Allow-Origin", origin)
                    .with("Access-Control-Expose-Headers", "ETag, Location, Retry-After")
                    .with("Cross-Origin-Resource-Policy", "cross-origin"))
        .orElse(safe);
  }

  /** Interrupts all that is being answered, and returns when that has ended. */
  @Override
  public void close() {
    streams.close();
    requests.close();
  }
}
