package dev.weft.lookup;

import dev.weft.kademlia.Key;
import dev.weft.runtime.Environment;
import dev.weft.runtime.TraceId;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Shared by any number of threads, without a lock: counts a node's lookups, and tells of each when
 * it is over.
 */
final class LookupMeter {

  /** Whom to tell of the lookups of what the running thread works for; see {@link LookupNews}. */
  static final ScopedValue<Consumer<LookupNews>> LISTENER = ScopedValue.newInstance();

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

  /** Whom the running thread is to tell of lookups; null where nobody wants to know. */
  static @Nullable Consumer<LookupNews> listener() {
    return LISTENER.isBound() ? LISTENER.get() : null;
  }

  /** A lookup that tells a watcher of its steps. */
  @FunctionalInterface
  interface Watchable<T> {
    T run(Consumer<Step> watcher) throws InterruptedException;
  }

  /** Runs a lookup, of whose steps a watcher is told, and of all of which whoever listens. */
  <T extends LookupResult> T measure(
      Key target, boolean value, Consumer<Step> watcher, Watchable<T> lookup)
      throws InterruptedException {
    long id = TraceId.currentOrNext();
    Consumer<LookupNews> listener = listener();
    if (listener == null) {
      return measure(id, target, value, () -> lookup.run(watcher));
    }
    Optional<LookupResult> result = Optional.empty();
    listener.accept(new LookupNews.Began(id, target, value));
    try {
      T brought =
          measure(
              id,
              target,
              value,
              () ->
                  lookup.run(
                      watcher.andThen(step -> listener.accept(new LookupNews.Went(id, step)))));
      result = Optional.of(brought);
      return brought;
    } finally {
      listener.accept(new LookupNews.Ended(id, result));
    }
  }

  private <T extends LookupResult> T measure(
      long id, Key target, boolean value, ScopedValue.CallableOp<T, InterruptedException> lookup)
      throws InterruptedException {
    long began = environment.nanoTime();
    LookupEvent event = new LookupEvent();
    event.begin();
    T result = null;
    try {
      result = TraceId.with(id, lookup);
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
