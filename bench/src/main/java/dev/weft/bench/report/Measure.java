package dev.weft.bench.report;

/** What is measured of a benchmark: JMH's score, and what the profilers add to it. */
enum Measure {
  SCORE("", "score"),
  CPU("cpu.norm", "CPU, µs"),
  ALLOCATED("gc.alloc.rate.norm", "allocated, B"),
  P50("latency.p50", "p50, µs"),
  P99("latency.p99", "p99, µs"),
  P999("latency.p99.9", "p99.9, µs"),
  HEAP("heap", "heap, B"),
  RESIDENT("resident", "resident, MB"),
  READER("reader", "reader, ns/op"),
  WRITER("writer", "writer, ns/op");

  private final String key;
  private final String title;

  Measure(String key, String title) {
    this.key = key;
    this.title = title;
  }

  /** Its name in JMH's output; empty for the score. */
  String key() {
    return key;
  }

  /** For people, with the unit, which of the score differs from benchmark to benchmark. */
  String title() {
    return title;
  }
}
