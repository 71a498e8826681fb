package dev.weft.cli;

import dev.weft.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a benchmark has measured, for programs; times are milliseconds. Stateless. */
final class BenchJson {

  private BenchJson() {}

  static Map<String, Object> of(Workload workload, List<Pass.Round> rounds, Duration took) {
    Map<String, Object> json = Json.document();
    json.put("nodes", workload.nodes());
    json.put("items", workload.items());
    json.put("valueBytes", workload.valueBytes());
    json.put("k", workload.k());
    json.put("killed", workload.killed());
    json.put("warmUp", workload.warmUp());
    json.put("wire", workload.wireName());
    json.put("tls", workload.tls());
    machine(json);
    json.put("rounds", rounds.stream().map(BenchJson::round).toList());
    json.put("took", Json.millis(took));
    return json;
  }

  private static void machine(Map<String, Object> json) {
    json.put("java", Runtime.version().toString());
    json.put("processors", Runtime.getRuntime().availableProcessors());
  }

  /** What it costs when nothing is done; memory in bytes, shares as parts of 1. */
  static Map<String, Object> of(Workload workload, Idleness idleness) {
    Map<String, Object> json = Json.document();
    json.put("nodes", workload.nodes());
    json.put("k", workload.k());
    json.put("maxConnections", workload.connections());
    json.put("tls", workload.tls());
    machine(json);
    json.put("joining", Json.millis(idleness.joining()));
    json.put("joiningCpu", Json.millis(idleness.joiningCpu()));
    json.put("joined", state(idleness.joined()));
    json.put("idle", Json.millis(idleness.idle()));
    json.put("cpu", Json.millis(idleness.cpu()));
    json.put("cpuShare", idleness.cpuShare());
    json.put("messages", idleness.messages());
    json.put("end", state(idleness.end()));
    json.put("heap", idleness.heap());
    json.put("heapPerNode", idleness.nodesHeap() / workload.nodes());
    return json;
  }

  private static Map<String, Object> state(Idleness.State state) {
    Map<String, Object> json = Json.document();
    json.put("connections", state.connections());
    state.resident().ifPresent(bytes -> json.put("resident", bytes));
    state.threads().ifPresent(threads -> json.put("threads", threads));
    return json;
  }

  private static Map<String, Object> round(Pass.Round round) {
    Map<String, Object> json = Json.document();
    json.put("kind", round.kind().toString());
    json.put("parallel", round.inFlight());
    json.put("passes", round.passes().stream().map(BenchJson::pass).toList());
    json.put("heapPerNodeJoined", round.idleBytes());
    json.put("heapPerNodeFilled", round.fullBytes());
    return json;
  }

  private static Map<String, Object> pass(Pass pass) {
    Map<String, Object> json = Json.document();
    json.put("what", pass.what().name().toLowerCase(Locale.ROOT));
    json.put("items", pass.items());
    json.put("own", pass.own());
    json.put("failed", pass.failed());
    json.put("took", Json.millis(pass.took()));
    json.put("perSecond", pass.perSecond());
    json.put("p50", pass.millis().quantile(0.5));
    json.put("p99", pass.millis().quantile(0.99));
    json.put("p999", pass.millis().quantile(0.999));
    json.put("max", pass.millis().max());
    json.put("cpuPerOperation", pass.cpuMillis());
    json.put("messagesPerOperation", pass.messagesEach());
    json.put("ownShare", pass.ownShare());
    json.put("successShare", pass.successShare());
    return json;
  }
}
