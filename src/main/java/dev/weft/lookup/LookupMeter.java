package dev.weft.lookup;

import dev.weft.kademlia.Key;
import dev.weft.runtime.Environment;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Shared by any number of threads, without a lock: counts a node's lookups, and tells of each when
 * it is over.
 */
final class LookupMeter {

  private final Environment environment;
  private final Map<LookupOutcome, LongAdder> ended = new EnumMap<>(LookupOutcome.class);
  private final LongAdder hops = new LongAdder();
  private final LongAdder messages = new LongAdder();
  private final List<Consumer<LookupEnd>> listeners = new CopyOnWriteArrayList<>();

  LookupMeter(Environment environment) {
    this.environment = environment;
    for (LookupOutcome outcome : LookupOutcome.values()) {
      ended.put(outcome, new LongAdder());
    }
  }

  /**
   * Has one more told of each lookup.
   *
   * @return ends that
   */
  Runnable onEnd(Consumer<LookupEnd> told) {
    listeners.add(told);
    return () -> listeners.remove(told);
  }

  /** Runs a lookup. */
  <T extends LookupResult> T measure(
      Key target, boolean value, ScopedValue.CallableOp<T, InterruptedException> lookup)
      throws InterruptedException {
    long id = LookupId.next();
    long began = environment.nanoTime();
    LookupEvent event = new LookupEvent();
    event.begin();
    T result = null;
    try {
      result = LookupId.with(id, lookup);
      return result;
    } finally {
      end(id, target, value, result, began, event);
    }
  }

  private void end(
      long id,
      Key target,
      boolean value,
      @Nullable LookupResult result,
      long began,
      LookupEvent event) {
    LookupOutcome outcome = result == null ? LookupOutcome.FAILED : LookupOutcome.of(result);
    int over = result == null ? 0 : result.hops();
    int asked = result == null ? 0 : result.trace().size();
    Objects.requireNonNull(ended.get(outcome)).increment();
    hops.add(over);
    messages.add(asked);
    event.over(id, target, value, outcome, over, asked);
    if (!listeners.isEmpty()) {
      Duration took = Duration.ofNanos(environment.nanoTime() - began);
      LookupEnd lookup = new LookupEnd(id, target, value, outcome, over, asked, took);
      listeners.forEach(told -> told.accept(lookup));
    }
  }

  LookupCounts counts() {
    Map<LookupOutcome, Long> counts = new EnumMap<>(LookupOutcome.class);
    ended.forEach((outcome, count) -> counts.put(outcome, count.sum()));
    return new LookupCounts(counts, hops.sum(), messages.sum());
  }
}
