package dev.weft.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** A report as a day of a simulated network might give it. The numbers are made up. */
final class SampleReport {

  private SampleReport() {}

  static Report day() {
    return new Report(
        "1,000 nodes for 24 hours, with churn and a partition",
        List.of(
            new Fact("nodes", "1,000"),
            new Fact("items", "1,000"),
            new Fact("simulated time", "24 h"),
            new Fact("churn", "30 % an hour"),
            new Fact("loss", "5 %"),
            new Fact("seed", "20260101"),
            new Fact("gets that succeeded", "99.94 %"),
            new Fact("items lost", "0"),
            new Fact("hops, mean", "2.31"),
            new Fact("latency, p50", "118 ms"),
            new Fact("latency, p99", "642 ms"),
            new Fact("messages", "14,203,118"),
            new Fact("real time", "1 min 12 s (1,200 times as fast)"),
            new Fact("trace", "5f0c9be24e1d47f29b1f3a6df3a1b7ce")),
        List.of(hops(), latency(), success(), traffic(), load(), bytes()));
  }

  static Bars hops() {
    return Distribution.histogram(
        "Hops per lookup",
        "How many steps a lookup went from the node that asked to the closest one.",
        Axis.linear("hops"),
        "share of lookups",
        List.of(
            sample("measured", 5_000, i -> Math.max(0, Math.round(2.3 + 0.9 * normal(i)))),
            sample("theory", 5_000, i -> Math.max(0, Math.round(2.2 + 0.8 * normal(i + 3))))));
  }

  static Lines latency() {
    return Distribution.cumulative(
        "Latency of a get",
        "Which share of the gets had its answer within a time.",
        Axis.log("milliseconds"),
        "share of gets",
        List.of(
            sample("quiet hours", 5_000, i -> 90 * Math.exp(0.4 * normal(i))),
            sample("hours with faults", 5_000, i -> 140 * Math.exp(0.7 * normal(i + 7)))));
  }

  static Lines success() {
    List<Double> hours = hours();
    return new Lines(
            "Gets that succeeded",
            "Per ten minutes, which share of the gets succeeded; the hours with faults are shaded.",
            Axis.linear("simulated hours"),
            Axis.percent("share of gets"),
            hours,
            List.of(
                series(
                    "first try", hours, h -> 100 - fault(h, 6, 8) * 3.2 - fault(h, 14, 15) * 1.4),
                series("within three tries", hours, h -> 100 - fault(h, 6, 8) * 0.8)))
        .withBands(
            List.of(
                new Band(6, 8, "partition in two halves"),
                new Band(8.4, 8.5, "10 % of nodes crash"),
                new Band(14, 15, "10 % liars"),
                new Band(22, 24, "20 % loss")));
  }

  static Lines traffic() {
    List<Double> hours = hours();
    return new Lines(
            "Traffic by message kind",
            "Messages per node and hour, one kind on top of the other.",
            Axis.linear("simulated hours"),
            Axis.linear("messages per node and hour"),
            hours,
            List.of(
                series("FIND_NODE", hours, h -> 340 + 40 * Math.sin(h)),
                series("FIND_VALUE", hours, h -> 120 + 12 * Math.cos(h * 2)),
                series("STORE", hours, h -> 90 + 60 * fault(h, 8, 10)),
                series("PING", hours, h -> 30 + 20 * fault(h, 6, 8)),
                series("LEAVE", hours, h -> 9)))
        .withBands(List.of(new Band(6, 8, "partition")))
        .asAreas();
  }

  static Lines load() {
    return Distribution.ranked(
        "Load over nodes",
        "Requests that each node answered, from the busiest node to the idlest.",
        "share of nodes",
        Axis.linear("requests answered per hour"),
        List.of(sample("requests", 1_000, i -> 500 * Math.exp(0.35 * normal(i)))));
  }

  static Bars bytes() {
    return new Bars(
        "Bytes by message kind",
        "What a node sends in an hour; the scale is logarithmic.",
        Axis.linear("kind"),
        Axis.log("bytes per node and hour"),
        List.of("FIND_NODE", "FIND_VALUE", "STORE", "PING", "LEAVE"),
        List.of(
            Series.of("requests", 61_000, 22_000, 104_000, 900, 240),
            Series.of("responses", 1_420_000, 380_000, 4_300, 900, 240)));
  }

  private static List<Double> hours() {
    return IntStream.rangeClosed(0, 144).mapToObj(i -> i / 6.0).toList();
  }

  private static double fault(double hour, double from, double to) {
    return hour < from || hour > to ? 0 : 0.8 + 0.2 * Math.sin(hour * 9);
  }

  private static Series series(String name, List<Double> places, DoubleUnaryOperator of) {
    List<Double> values = new ArrayList<>();
    for (double place : places) {
      values.add(of.applyAsDouble(place));
    }
    return new Series(name, values);
  }

  private static Series sample(String name, int size, IntToDoubleFunction of) {
    return Series.of(name, IntStream.range(0, size).mapToDouble(of).toArray());
  }

  /** Something like a normal distribution, the same in every run: the sum of scattered numbers. */
  private static double normal(int i) {
    double sum = 0;
    for (int j = 1; j <= 12; j++) {
      double scattered = Math.sin(i * 12.9898 + j * 78.233) * 43758.5453;
      sum += scattered - Math.floor(scattered);
    }
    return sum - 6;
  }
}
