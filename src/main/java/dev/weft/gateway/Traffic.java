package dev.weft.gateway;

import dev.weft.Dht;
import dev.weft.Statistics;
import dev.weft.json.Json;
import dev.weft.rpc.RequestKind;
import dev.weft.runtime.Environment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;

/**
 * Guarded by its lock: what came and went in the last ten minutes, in intervals of five seconds.
 * One thread measures, any number read.
 */
final class Traffic {

  static final Duration INTERVAL = Duration.ofSeconds(5);
  static final int MOST = 120;

  private final Dht dht;
  private final Environment environment;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Map<String, Object>> points = new ArrayDeque<>();
  private Statistics last;

  Traffic(Dht dht, Environment environment) {
    this.dht = dht;
    this.environment = environment;
    this.last = dht.statistics();
  }

  /** Measures until it is interrupted. */
  void run() throws InterruptedException {
    while (true) {
      environment.sleep(INTERVAL);
      measure();
    }
  }

  /** Adds what happened since this was called last. */
  void measure() {
    Statistics now = dht.statistics();
    lock.lock();
    try {
      Statistics before = last;
      Map<String, Object> point = Json.document();
      point.put("at", environment.now().toEpochMilli());
      point.put(
          "in",
          differences(kind -> before.calls().answered(kind), kind -> now.calls().answered(kind)));
      point.put(
          "out", differences(kind -> before.calls().made(kind), kind -> now.calls().made(kind)));
      point.put(
          "failed",
          differences(kind -> before.calls().failed(kind), kind -> now.calls().failed(kind)));
      point.put("refused", differences(before.refused(), now.refused()));
      point.put("mailbox", now.routing().mailbox());
      point.put("callsInFlight", now.transport().callsInFlight());
      point.put("connections", now.transport().connections());
      point.put("bytesIn", now.transport().bytesIn() - before.transport().bytesIn());
      point.put("bytesOut", now.transport().bytesOut() - before.transport().bytesOut());
      last = now;
      points.add(point);
      if (points.size() > MOST) {
        points.remove();
      }
    } finally {
      lock.unlock();
    }
  }

  private static Map<String, Long> differences(
      ToLongFunction<RequestKind> before, ToLongFunction<RequestKind> now) {
    return differences(counts(before), counts(now));
  }

  private static Map<String, Long> counts(ToLongFunction<RequestKind> counter) {
    Map<String, Long> counts = new TreeMap<>();
    for (RequestKind kind : RequestKind.values()) {
      counts.put(kind.label(), counter.applyAsLong(kind));
    }
    return counts;
  }

  /** By how much each count has grown; those only that have. */
  private static Map<String, Long> differences(Map<String, Long> before, Map<String, Long> now) {
    Map<String, Long> differences = new TreeMap<>();
    now.forEach(
        (kind, count) -> {
          long more = count - before.getOrDefault(kind, 0L);
          if (more > 0) {
            differences.put(kind, more);
          }
        });
    return differences;
  }

  /** The document. */
  Map<String, Object> json() {
    lock.lock();
    try {
      Map<String, Object> json = Json.document();
      json.put("interval", INTERVAL.toMillis());
      json.put("points", List.copyOf(points));
      return json;
    } finally {
      lock.unlock();
    }
  }
}
