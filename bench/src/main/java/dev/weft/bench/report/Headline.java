package dev.weft.bench.report;

import dev.weft.bench.report.Line.Subject;
import java.util.Map;

/** The subjects that say most of what a style costs, in the order in which they are shown. */
enum Headline {
  CALL_1("call, 1 in flight", "RpcBenchmark", "inFlight1", Map.of("connections", "1")),
  CALL_64("call, 64 in flight", "RpcBenchmark", "inFlight64", Map.of("connections", "1")),
  CALL_800("call, 50 connections × 16", "RpcBenchmark", "inFlight800", Map.of("connections", "50")),
  GET_1("get, 1 in flight", "NetworkBenchmark", "get1", Map.of("k", "8")),
  GET_64("get, 64 in flight", "NetworkBenchmark", "get64", Map.of("k", "8")),
  GET_64_OF_20("get, 64 in flight, k = 20", "NetworkBenchmark", "get64", Map.of("k", "20")),
  SET_1("set, 1 in flight", "NetworkBenchmark", "set1", Map.of("k", "8")),
  SET_64("set, 64 in flight", "NetworkBenchmark", "set64", Map.of("k", "8")),
  LOOKUP_1("lookup in memory, 1 in flight", "LookupBenchmark", "inFlight1", Map.of()),
  LOOKUP_PER_PROCESSOR(
      "lookup in memory, 1 per processor", "LookupBenchmark", "onePerProcessor", Map.of()),
  LOOKUP_64("lookup, peers 1 ms away, 64", "LatencyLookupBenchmark", "inFlight64", Map.of()),
  LOOKUP_10000(
      "lookup, peers 1 ms away, 10,000", "LatencyLookupBenchmark", "inFlight10000", Map.of());

  private final String title;
  private final Subject subject;

  Headline(String title, String group, String method, Map<String, String> parameters) {
    this.title = title;
    this.subject = new Subject(group, method, parameters);
  }

  /** For people. */
  String title() {
    return title;
  }

  Subject subject() {
    return subject;
  }
}
