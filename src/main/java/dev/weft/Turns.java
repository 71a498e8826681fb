package dev.weft;

import dev.weft.kademlia.Key;
import dev.weft.lookup.LookupResult;
import dev.weft.runtime.Environment;
import dev.weft.runtime.Promise;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Lets the operations on one key run one after the other. Shared by any threads, by way of a
 * concurrent map, which has an entry for each key that somebody is at work on.
 */
final class Turns {

  private final Environment environment;
  private final ConcurrentMap<Key, Promise<Boolean>> busy = new ConcurrentHashMap<>();

  Turns(Environment environment) {
    this.environment = environment;
  }

  /**
   * Runs an operation when nobody else is at work on its key.
   *
   * @param limit the longest that it may take, with the wait
   * @throws DhtException.TimedOut if its turn does not come in time
   */
  <T> T take(Key key, Duration limit, Gate.Operation<T> operation) throws InterruptedException {
    long began = environment.nanoTime();
    Promise<Boolean> over = environment.promise();
    for (var before = busy.putIfAbsent(key, over);
        before != null;
        before = busy.putIfAbsent(key, over)) {
      if (before.await(left(limit, began)).isEmpty()) {
        throw new DhtException.TimedOut(
            "the time passed while another was at work on the same item",
            new LookupResult.Closest(key, List.of(), List.of(), false, limit, List.of()));
      }
    }
    try {
      return operation.run(left(limit, began));
    } finally {
      busy.remove(key);
      over.complete(true);
    }
  }

  private Duration left(Duration limit, long began) {
    return limit.minusNanos(environment.nanoTime() - began);
  }
}
