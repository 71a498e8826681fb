package dev.weft.gateway;

import dev.weft.Dht;
import dev.weft.DhtException;
import dev.weft.json.Json;
import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupNews;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Lookups;
import dev.weft.runtime.Environment;
import dev.weft.runtime.FanOut;
import java.time.Duration;
import java.util.List;

/**
 * Shared by any number of threads: lookups, with their steps as they happen; those of the caller,
 * and all that are made through the gateway. Immutable.
 */
final class LookupRoutes {

  private final Dht dht;
  private final Environment environment;
  private final LiveLookups live;
  private final Duration timeout;

  LookupRoutes(Dht dht, Environment environment, LiveLookups live) {
    this.dht = dht;
    this.environment = environment;
    this.live = live;
    this.timeout = dht.config().operationTimeout();
  }

  List<Route> routes() {
    return List.of(
        new Route(
            "GET",
            "/v1/lookup",
            Route.Kind.STREAM,
            (call, _) -> lookup(named(call), Parameters.flag(call, "value"))),
        new Route(
            "GET",
            "/v1/lookup/{key}",
            Route.Kind.STREAM,
            (call, parts) ->
                lookup(Parameters.key(parts.getFirst()), Parameters.flag(call, "value"))),
        new Route("GET", "/v1/lookups", Route.Kind.STREAM, (_, _) -> Answer.events(live::follow)));
  }

  private Key named(Call call) {
    String name =
        call.parameter("name")
            .orElseThrow(() -> new Problem(400, "name a key in the path, or owner and name"));
    Key owner = call.parameter("owner").map(Parameters::key).orElse(dht.owner());
    return dht.config().wire().keyOf(owner, name);
  }

  private Answer lookup(Key target, boolean value) {
    return Answer.events(out -> lookup(target, value, out));
  }

  /**
   * Looks on a thread of its own, and writes on this one. When that fails or is interrupted, the
   * scope interrupts the lookup, and so all of its lanes, and does not end before they have.
   */
  private void lookup(Key target, boolean value, EventWriter out) throws InterruptedException {
    Inbox inbox = new Inbox(environment);
    try (FanOut scope = FanOut.open(environment.threads("weft-gateway-lookup"), () -> false)) {
      scope.fork(() -> look(target, value, inbox));
      inbox.pump(out);
    }
  }

  private void look(Key target, boolean value, Inbox inbox) throws InterruptedException {
    Event last = LiveLookups.gone();
    try {
      last =
          LookupNews.<Event, InterruptedException>telling(
              news -> tell(news, inbox), () -> result(target, value));
    } finally {
      inbox.end(last);
    }
  }

  /** What the lookup comes to is told to the one who asked when that has been judged. */
  private void tell(LookupNews news, Inbox inbox) {
    live.tell(news);
    if (!(news instanceof LookupNews.Ended)) {
      inbox.put(LiveLookups.event(news));
    }
  }

  private Event result(Key target, boolean value) throws InterruptedException {
    try {
      LookupResult result =
          value
              ? dht.search(target, timeout, Lookups.UNWATCHED)
              : dht.lookup(target, timeout, Lookups.UNWATCHED);
      return new Event("result", Json.result(result));
    } catch (DhtException e) {
      return new Event("problem", Problem.of(e).document());
    }
  }
}
