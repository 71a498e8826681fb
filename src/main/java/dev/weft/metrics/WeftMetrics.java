package dev.weft.metrics;

import dev.weft.Dht;
import dev.weft.lookup.LookupEnd;
import dev.weft.lookup.LookupOutcome;
import dev.weft.rpc.CallEnd;
import dev.weft.rpc.CallOutcome;
import dev.weft.rpc.RequestKind;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;

/**
 * A node's metrics, for any registry of Micrometer's. Belongs to no thread.
 *
 * {@snippet file="dev/weft/snippets/SimulationSnippetsTest.java" region="metrics"}
 *
 * <p>Call durations by kind and outcome, lookups (duration, hops, nodes asked) by what they were
 * for and outcome, and all that {@link Dht#statistics} counts. The names are Micrometer's; in
 * Prometheus {@code weft.call.duration} is {@code weft_call_duration_seconds}. What happened before
 * the binding is in the counters, and not in the histograms. The bindings last until this is
 * closed, or the node is; after that their histograms stand still.
 */
@SuppressWarnings("exports") // whoever calls this has Micrometer
public final class WeftMetrics implements MeterBinder, AutoCloseable {

  private static final Duration[] DURATIONS =
      LongStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private static final double[] HOPS = {1, 2, 3, 4, 5, 6, 8, 10};
  private static final double[] MESSAGES = {1, 2, 5, 10, 20, 30, 40, 60, 80, 120, 200};

  private final Dht dht;
  private final Queue<Runnable> ends = new ConcurrentLinkedQueue<>();

  /**
   * Metrics of one node, which count from now on.
   *
   * @param dht the node, which stays its owner's
   */
  public WeftMetrics(Dht dht) {
    this.dht = dht;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    new Counted(registry, new Sampled(dht::statistics, registry.config().clock())).register();
    Gauge.builder("weft.reachable", dht, WeftMetrics::reachable)
        .description("Whether others can connect to this node: 1, 0, not a number if not known")
        .strongReference(true)
        .register(registry);
    ends.add(dht.onCall(new Calls(registry)::ended));
    ends.add(dht.onLookup(new Lookups(registry)::ended));
  }

  private static double reachable(Dht dht) {
    return switch (dht.reachability().state()) {
      case YES -> 1;
      case NO -> 0;
      case UNKNOWN -> Double.NaN;
    };
  }

  /** Ends all bindings. Idempotent. The registries are their owner's. */
  @Override
  public void close() {
    for (Runnable end = ends.poll(); end != null; end = ends.poll()) {
      end.run();
    }
  }

  /** The calls of one registry: a timer for each kind and outcome, made in advance. Immutable. */
  private static final class Calls {
    private final Map<RequestKind, Map<CallOutcome, Timer>> timers =
        new EnumMap<>(RequestKind.class);

    Calls(MeterRegistry registry) {
      for (RequestKind kind : RequestKind.values()) {
        Map<CallOutcome, Timer> outcomes = new EnumMap<>(CallOutcome.class);
        for (CallOutcome outcome : CallOutcome.values()) {
          outcomes.put(
              outcome,
              Timer.builder("weft.call.duration")
                  .description("How long calls to other nodes took")
                  .tags("kind", kind.label(), "outcome", outcome.label())
                  .serviceLevelObjectives(DURATIONS)
                  .register(registry));
        }
        timers.put(kind, outcomes);
      }
    }

    void ended(CallEnd call) {
      Objects.requireNonNull(Objects.requireNonNull(timers.get(call.kind())).get(call.outcome()))
          .record(call.took());
    }
  }

  /** The lookups of one registry. Immutable. */
  private static final class Lookups {
    private final Map<LookupOutcome, Meters> values = new EnumMap<>(LookupOutcome.class);
    private final Map<LookupOutcome, Meters> nodes = new EnumMap<>(LookupOutcome.class);

    Lookups(MeterRegistry registry) {
      for (LookupOutcome outcome : LookupOutcome.values()) {
        values.put(outcome, new Meters(registry, "value", outcome));
        if (outcome != LookupOutcome.FOUND) {
          nodes.put(outcome, new Meters(registry, "nodes", outcome));
        }
      }
    }

    void ended(LookupEnd lookup) {
      Objects.requireNonNull((lookup.value() ? values : nodes).get(lookup.outcome()))
          .record(lookup);
    }
  }

  /** What is measured of lookups of one sort. */
  private static final class Meters {
    private final Timer duration;
    private final DistributionSummary hops;
    private final DistributionSummary messages;

    Meters(MeterRegistry registry, String what, LookupOutcome outcome) {
      this.duration =
          Timer.builder("weft.lookup.duration")
              .description("How long lookups took")
              .tags("for", what, "outcome", outcome.label())
              .serviceLevelObjectives(DURATIONS)
              .register(registry);
      this.hops =
          DistributionSummary.builder("weft.lookup.hops")
              .description("Over how many hops lookups came to their results")
              .tags("for", what, "outcome", outcome.label())
              .serviceLevelObjectives(HOPS)
              .register(registry);
      this.messages =
          DistributionSummary.builder("weft.lookup.messages")
              .description("How many nodes lookups asked")
              .tags("for", what, "outcome", outcome.label())
              .serviceLevelObjectives(MESSAGES)
              .register(registry);
    }

    void record(LookupEnd lookup) {
      duration.record(lookup.took());
      hops.record(lookup.hops());
      messages.record(lookup.messages());
    }
  }
}
