package dev.weft.metrics;

import dev.weft.Statistics;
import dev.weft.admission.Refusal;
import dev.weft.rpc.RequestKind;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Registers meters of what a node has counted. Confined to the thread that binds. */
final class Counted {

  private static final String BYTES = "bytes";
  private static final double NANOS_PER_SECOND = 1e9;

  private final MeterRegistry registry;
  private final Supplier<Statistics> statistics;

  Counted(MeterRegistry registry, Supplier<Statistics> statistics) {
    this.registry = registry;
    this.statistics = statistics;
  }

  void register() {
    traffic();
    routing();
    store();
    upkeep();
    for (RequestKind kind : RequestKind.values()) {
      counter(
          "weft.requests.answered",
          "Requests of other nodes that were answered, refusals included",
          now -> now.calls().answered(kind),
          "kind",
          kind.label());
    }
    for (Refusal refusal : Refusal.values()) {
      counter(
          "weft.refusals",
          "What was refused, held up or cut off",
          now -> now.refused().getOrDefault(refusal.label(), 0L),
          "reason",
          refusal.label());
    }
  }

  private void traffic() {
    gauge("weft.connections", "Open connections", now -> now.transport().connections());
    gauge(
        "weft.calls.pending",
        "Calls that wait for an answer",
        now -> now.transport().callsInFlight());
    gauge(
        "weft.requests.pending",
        "Requests that are being answered",
        now -> now.transport().requestsInFlight());
    gauge(
        "weft.pending",
        "Bytes of requests that are being answered, and of what waits to be written",
        BYTES,
        now -> now.transport().bytesInFlight());
    String frames = "Frames that went over connections";
    counter("weft.frames", frames, now -> now.transport().framesIn(), "direction", "in");
    counter("weft.frames", frames, now -> now.transport().framesOut(), "direction", "out");
    counter(
        "weft.writes",
        "Writes to connections: frames out by writes is how many share one",
        now -> now.transport().writes());
    bytes("in", now -> now.transport().bytesIn());
    bytes("out", now -> now.transport().bytesOut());
  }

  private void bytes(String direction, ToDoubleFunction<Statistics> value) {
    FunctionCounter.builder("weft.traffic", statistics, now -> value.applyAsDouble(now.get()))
        .description("Bytes that went over connections")
        .baseUnit(BYTES)
        .tag("direction", direction)
        .register(registry);
  }

  private void routing() {
    gauge("weft.contacts", "Contacts in the routing table", now -> now.routing().contacts());
    gauge("weft.buckets", "Buckets of the routing table", now -> now.routing().buckets());
    counter(
        "weft.contacts.added", "Contacts that came into the table", now -> now.routing().added());
    counter(
        "weft.contacts.removed",
        "Contacts that left the table, or were dropped",
        now -> now.routing().removed());
    gauge(
        "weft.mailbox.commands",
        "Commands that wait for the routing actor",
        now -> now.routing().mailbox());
    counter(
        "weft.mailbox.shed",
        "Hints that were shed, as the routing actor had too much to do",
        now -> now.routing().shed());
    gauge(
        "weft.contact.age",
        "How long ago another node was last heard of; not a number before the first",
        "seconds",
        now -> now.sinceContact().map(Counted::seconds).orElse(Double.NaN));
  }

  static double seconds(Duration duration) {
    return duration.toNanos() / NANOS_PER_SECOND;
  }

  private void store() {
    gauge("weft.store.items", "Items that are held, and cached copies", s -> s.store().items());
    gauge("weft.store.size", "Bytes of these items", BYTES, now -> now.store().bytes());
    counter(
        "weft.store.evicted",
        "Items that had to go to make room for others",
        now -> now.store().evicted());
  }

  private void upkeep() {
    counter(
        "weft.replicated", "Items that were brought to the closest nodes", Statistics::replicated);
    counter(
        "weft.handed.over",
        "Items that were given to a newcomer, or on leaving",
        Statistics::handedOver);
    gauge(
        "weft.topics.kept",
        "Records of owners that are kept under topics",
        now -> now.topics().kept());
    gauge(
        "weft.topics.announced",
        "Topics under which this node announces its owner",
        now -> now.topics().announced());
    gauge("weft.renewing", "Items of this node's owner that it renews", Statistics::renewing);
    counter("weft.renewed", "Renewals of such items", Statistics::renewed);
    counter(
        "weft.renewals.failed",
        "Renewals that failed, each of which is tried again",
        Statistics::renewalsFailed);
    counter(
        "weft.crowds",
        "Lookups that found nodes too close to a key to be true",
        Statistics::crowds);
  }

  private void gauge(String name, String what, ToDoubleFunction<Statistics> value) {
    Gauge.builder(name, statistics, now -> value.applyAsDouble(now.get()))
        .description(what)
        .strongReference(true)
        .register(registry);
  }

  private void gauge(String name, String what, String unit, ToDoubleFunction<Statistics> value) {
    Gauge.builder(name, statistics, now -> value.applyAsDouble(now.get()))
        .description(what)
        .baseUnit(unit)
        .strongReference(true)
        .register(registry);
  }

  private void counter(
      String name, String what, ToDoubleFunction<Statistics> value, String... tags) {
    FunctionCounter.builder(name, statistics, now -> value.applyAsDouble(now.get()))
        .description(what)
        .tags(tags)
        .register(registry);
  }
}
