package dev.weft.cli;

import dev.weft.report.Axis;
import dev.weft.report.Band;
import dev.weft.report.Bars;
import dev.weft.report.Distribution;
import dev.weft.report.Fact;
import dev.weft.report.Lines;
import dev.weft.report.Plot;
import dev.weft.report.Report;
import dev.weft.report.Series;
import dev.weft.sim.MessageKind;
import dev.weft.sim.Traffic;
import dev.weft.sim.study.Findings;
import dev.weft.sim.study.Interval;
import dev.weft.sim.study.Partition;
import dev.weft.sim.study.Sample;
import dev.weft.text.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What a simulation came to, as a page with plots. Confined to the thread that makes it. */
final class SimulationReport {

  private static final double PERCENT = 100;
  private static final double MILLIS_PER_HOUR = 3_600_000;

  private final Findings findings;
  private final Effort effort;

  private SimulationReport(Findings findings, Effort effort) {
    this.findings = findings;
    this.effort = effort;
  }

  static Report of(Findings findings, Effort effort) {
    var report = new SimulationReport(findings, effort);
    String title = Words.format("Weft simulation of %,d nodes", findings.study().nodes());
    return new Report(title, report.facts(), report.plots());
  }

  private List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("parameters", SimulationPrinter.parameters(findings.study())));
    if (!findings.complete()) {
      facts.add(new Fact("interrupted", "this is what was found until then"));
    }
    Findings.Items items = findings.items();
    facts.add(new Fact("items stored", Words.format("%,d", items.stored())));
    facts.add(new Fact("items lost", Words.format("%,d", items.lost())));
    Findings.Gets gets = findings.gets();
    facts.add(new Fact("gets tried", Words.format("%,d", gets.tried())));
    facts.add(new Fact("right at first try", SimulationPrinter.rightShare(gets)));
    facts.add(new Fact("wrong values", Words.format("%,d", gets.wrong())));
    Findings.Lookups lookups = findings.lookups();
    facts.add(new Fact("mean hops", Words.format("%.2f", lookups.hops().mean())));
    facts.add(new Fact("by theory", Words.format("%.2f", findings.theoreticalHops())));
    facts.add(new Fact("messages a lookup", Words.format("%.1f", lookups.messages().mean())));
    facts.add(new Fact("simulated", SimulationPrinter.clock(findings.simulated())));
    facts.add(new Fact("took", Words.duration(effort.took())));
    facts.add(new Fact("messages", Words.format("%,d", findings.messages())));
    facts.add(new Fact("trace", findings.traceHash()));
    return facts;
  }

  private List<Plot> plots() {
    List<Plot> plots = new ArrayList<>();
    plots.add(hops());
    plots.add(latency());
    if (findings.intervals().isEmpty()) {
      plots.add(totals());
    } else {
      plots.add(success());
      plots.add(traffic());
    }
    plots.add(load());
    plots.add(histogram("Routing tables", "contacts", "share of nodes", findings.contacts()));
    plots.add(histogram("Replicas", "replicas", "share of items", findings.items().replicas()));
    return plots;
  }

  private Plot hops() {
    return Distribution.histogram(
        "Hops",
        Words.format(
            "Over how many hops lookups of random keys reached the closest node;"
                + " %.2f on average, %.2f by theory.",
            findings.lookups().hops().mean(), findings.theoreticalHops()),
        Axis.linear("hops"),
        "share of lookups",
        List.of(series("lookups", findings.lookups().hops())));
  }

  private static Plot histogram(String title, String what, String share, Sample sample) {
    return Distribution.histogram(
        title,
        "How many " + what + " there are at the end.",
        Axis.linear(what),
        share,
        List.of(series(what, sample)));
  }

  private Plot latency() {
    return Distribution.cumulative(
        "Latency",
        "Which part of the gets, and of the lookups of random keys, took no longer than a time.",
        Axis.linear("simulated time (ms)"),
        "share of operations",
        List.of(
            series("gets", findings.gets().millis()),
            series("lookups", findings.lookups().millis())));
  }

  private Plot load() {
    return Distribution.ranked(
        "Load",
        "How many requests came to each node, the busiest first, since the faults began.",
        "share of nodes",
        Axis.linear("requests"),
        List.of(series("requests", findings.load())));
  }

  private Plot success() {
    return overTime(
            "Success",
            "Which part of the gets brought the right value at first try; partitions are shaded.",
            Axis.percent("share of gets"),
            List.of(
                series(
                    "gets",
                    interval ->
                        interval.gets() == 0
                            ? Double.NaN
                            : PERCENT * interval.right() / interval.gets())))
        .withBands(findings.study().trouble().partitions().stream().map(this::band).toList());
  }

  private Band band(Partition partition) {
    return new Band(
        hours(partition.begin()),
        hours(partition.end()),
        Texts.percent(partition.share()) + " cut off");
  }

  private Plot traffic() {
    double perHour = MILLIS_PER_HOUR / findings.intervals().getFirst().end().toMillis();
    return overTime(
            "Traffic",
            "How many messages of each kind a node sent in an hour, on average.",
            Axis.linear("messages per node and hour"),
            kinds(
                kind ->
                    series(
                        name(kind),
                        interval ->
                            sent(interval.traffic(), kind) * perHour / findings.study().nodes())))
        .asAreas();
  }

  private Plot totals() {
    return new Bars(
        "Traffic",
        "How many messages of each kind were sent in all.",
        Axis.linear("kind"),
        Axis.linear("messages"),
        kinds(SimulationReport::name),
        List.of(new Series("messages", kinds(kind -> (double) sent(findings.traffic(), kind)))));
  }

  /** Something for each kind of message, but for those of which none was sent. */
  private <T> List<T> kinds(Function<MessageKind, T> of) {
    return findings.traffic().keySet().stream()
        .filter(kind -> sent(findings.traffic(), kind) > 0)
        .map(of)
        .toList();
  }

  private static long sent(Map<MessageKind, Traffic> traffic, MessageKind kind) {
    return Objects.requireNonNull(traffic.get(kind)).messages();
  }

  private static String name(MessageKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private Lines overTime(String title, String explanation, Axis y, List<Series> series) {
    return new Lines(
        title,
        explanation,
        Axis.linear("hours since the faults began"),
        y,
        findings.intervals().stream().map(interval -> hours(interval.end())).toList(),
        series);
  }

  private Series series(String name, ToDoubleFunction<Interval> of) {
    return Series.of(name, findings.intervals().stream().mapToDouble(of).toArray());
  }

  private static Series series(String name, Sample sample) {
    return Series.of(name, sample.values());
  }

  private static double hours(Duration time) {
    return time.toMillis() / MILLIS_PER_HOUR;
  }
}
