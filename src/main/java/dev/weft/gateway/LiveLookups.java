package dev.weft.gateway;

import dev.weft.json.Json;
import dev.weft.lookup.LookupNews;
import dev.weft.lookup.LookupResult;
import dev.weft.runtime.Environment;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** Guarded by its lock: who wants to be told of all lookups that are made through the gateway. */
final class LiveLookups {

  private final Environment environment;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Inbox> listeners = new LinkedHashSet<>();

  LiveLookups(Environment environment) {
    this.environment = environment;
  }

  /** The same routes, of whose lookups all that listen are told. */
  List<Route> toldOf(List<Route> routes) {
    return routes.stream().map(route -> route.with(toldOf(route.handler()))).toList();
  }

  private Route.Handler toldOf(Route.Handler handler) {
    return (call, parts) ->
        LookupNews.<Answer, InterruptedException>telling(
            this::tell, () -> handler.answer(call, parts));
  }

  /** Tells all that listen. */
  void tell(LookupNews news) {
    lock.lock();
    try {
      if (!listeners.isEmpty()) {
        tell(event(news).of(news.id()));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Tells all that listen. */
  void tell(Event event) {
    lock.lock();
    try {
      listeners.forEach(listener -> listener.put(event));
    } finally {
      lock.unlock();
    }
  }

  /** Sends what happens from now on, for as long as somebody listens. */
  void follow(EventWriter out) throws InterruptedException {
    Inbox inbox = new Inbox(environment);
    change(() -> listeners.add(inbox));
    try {
      out.beat(); // so that the listener knows that it listens
      inbox.pump(out);
    } finally {
      change(() -> listeners.remove(inbox));
    }
  }

  private void change(Runnable how) {
    lock.lock();
    try {
      how.run();
    } finally {
      lock.unlock();
    }
  }

  /** The event that tells of what happened to a lookup. */
  static Event event(LookupNews news) {
    return switch (news) {
      case LookupNews.Began begins -> {
        Map<String, Object> json = Json.document();
        json.put("id", String.valueOf(begins.id()));
        json.put("target", begins.target().toString());
        json.put("value", begins.value());
        yield new Event("start", json);
      }
      case LookupNews.Went went -> new Event("step", Json.step(went.step()));
      case LookupNews.Ended ended ->
          ended.result().map(LiveLookups::result).orElseGet(LiveLookups::gone);
    };
  }

  /** What a lookup brought; that nobody answered is a problem to whoever asked for it. */
  private static Event result(LookupResult result) {
    boolean unanswered =
        result instanceof LookupResult.Closest nodes
            && nodes.complete()
            && nodes.closest().isEmpty()
            && !nodes.trace().isEmpty();
    return unanswered
        ? problem("none of the " + result.trace().size() + " nodes that were asked answered")
        : new Event("result", Json.result(result));
  }

  /** What is told where no result came: the one who asked has gone, say. */
  static Event gone() {
    return problem("the lookup was cut short");
  }

  private static Event problem(String what) {
    return new Event("problem", new Problem(503, what).document());
  }
}
