package dev.weft.cli;

import dev.weft.json.Json;
import dev.weft.sim.MessageKind;
import dev.weft.sim.Traffic;
import dev.weft.sim.study.Findings;
import dev.weft.sim.study.Interval;
import dev.weft.sim.study.Partition;
import dev.weft.sim.study.Sample;
import dev.weft.sim.study.Study;
import dev.weft.sim.study.Turnover;
import java.util.Locale;
import java.util.Map;

/** What a simulation came to, for programs; times are milliseconds. Stateless. */
final class SimulationJson {

  private SimulationJson() {}

  static Map<String, Object> of(Findings findings, Effort effort) {
    Map<String, Object> json = Json.document();
    json.put("study", study(findings.study()));
    json.put("complete", findings.complete());
    json.put("traceHash", findings.traceHash());
    json.put("simulated", Json.millis(findings.simulated()));
    json.put("measured", Json.millis(findings.measured()));
    json.put("took", Json.millis(effort.took()));
    json.put("steps", findings.steps());
    json.put("stepsPerSecond", Texts.rate(findings.steps(), effort.took()));
    json.put("messages", findings.messages());
    json.put("messagesPerSecond", Texts.rate(findings.messages(), effort.took()));
    json.put("heapBytes", effort.heapBytes());
    json.put("items", items(findings.items()));
    json.put("gets", gets(findings.gets()));
    json.put("lookups", lookups(findings));
    json.put("nodes", nodes(findings));
    json.put("turnover", turnover(findings.turnover()));
    json.put("traffic", traffic(findings.traffic()));
    json.put("measuredTraffic", traffic(findings.measuredTraffic()));
    if (findings.study().time().isPositive()) {
      json.put("perNodeAndHour", perNodeAndHour(findings));
    }
    json.put("intervals", findings.intervals().stream().map(SimulationJson::interval).toList());
    json.put("remarks", findings.remarks());
    return json;
  }

  private static Map<String, Object> study(Study study) {
    Map<String, Object> json = Json.document();
    json.put("nodes", study.nodes());
    json.put("time", Json.millis(study.time()));
    json.put("items", study.items());
    json.put("gets", study.gets());
    json.put("churnPerHour", study.trouble().churn());
    json.put("loss", study.trouble().loss());
    json.put("liars", study.trouble().liars());
    json.put("colluding", study.trouble().colluding());
    json.put(
        "partitions",
        study.trouble().partitions().stream().map(SimulationJson::partition).toList());
    json.put("latency", study.latency().toString());
    json.put("seed", study.seed());
    json.put("k", study.k());
    json.put("paths", study.paths());
    json.put("codec", study.codec());
    return json;
  }

  private static Map<String, Object> partition(Partition partition) {
    Map<String, Object> json = Json.document();
    json.put("share", partition.share());
    json.put("begin", Json.millis(partition.begin()));
    json.put("length", Json.millis(partition.length()));
    return json;
  }

  private static Map<String, Object> items(Findings.Items items) {
    Map<String, Object> json = Json.document();
    json.put("stored", items.stored());
    json.put("lost", items.lost());
    json.put("replicas", sample(items.replicas()));
    return json;
  }

  private static Map<String, Object> gets(Findings.Gets gets) {
    Map<String, Object> json = Json.document();
    json.put("tried", gets.tried());
    json.put("right", gets.right());
    json.put("missing", gets.missing());
    json.put("failed", gets.failed());
    json.put("wrong", gets.wrong());
    json.put("took", sample(gets.millis()));
    return json;
  }

  private static Map<String, Object> lookups(Findings findings) {
    Findings.Lookups lookups = findings.lookups();
    Map<String, Object> json = Json.document();
    json.put("failures", lookups.failures());
    json.put("hops", sample(lookups.hops()));
    json.put("theoreticalHops", findings.theoreticalHops());
    json.put("messages", sample(lookups.messages()));
    json.put("took", sample(lookups.millis()));
    return json;
  }

  private static Map<String, Object> nodes(Findings findings) {
    Map<String, Object> json = Json.document();
    json.put("up", findings.up());
    json.put("requests", sample(findings.load()));
    json.put("contacts", sample(findings.contacts()));
    json.put("fullBuckets", sample(findings.fullBuckets()));
    return json;
  }

  private static Map<String, Object> turnover(Turnover turnover) {
    Map<String, Object> json = Json.document();
    json.put("killed", turnover.killed());
    json.put("gone", turnover.gone());
    json.put("left", turnover.left());
    json.put("renewed", turnover.renewed());
    json.put("restarted", turnover.restarted());
    json.put("failures", turnover.failures());
    return json;
  }

  private static Map<String, Object> sample(Sample sample) {
    Map<String, Object> json = Json.document();
    json.put("count", sample.count());
    json.put("mean", sample.mean());
    json.put("min", sample.min());
    json.put("p50", sample.quantile(0.5));
    json.put("p99", sample.quantile(0.99));
    json.put("max", sample.max());
    return json;
  }

  private static Map<String, Object> interval(Interval interval) {
    Map<String, Object> json = Json.document();
    json.put("end", Json.millis(interval.end()));
    json.put("gets", interval.gets());
    json.put("right", interval.right());
    json.put("traffic", traffic(interval.traffic()));
    return json;
  }

  private static Map<String, Object> traffic(Map<MessageKind, Traffic> traffic) {
    Map<String, Object> json = Json.document();
    traffic.forEach((kind, sent) -> json.put(name(kind), sent(sent.messages(), sent.bytes())));
    return json;
  }

  private static Map<String, Object> perNodeAndHour(Findings findings) {
    double hours = findings.nodeHours();
    Map<String, Object> json = Json.document();
    findings
        .measuredTraffic()
        .forEach(
            (kind, sent) ->
                json.put(name(kind), sent(sent.messages() / hours, sent.bytes() / hours)));
    return json;
  }

  private static Map<String, Object> sent(Number messages, Number bytes) {
    Map<String, Object> json = Json.document();
    json.put("messages", messages);
    json.put("bytes", bytes);
    return json;
  }

  private static String name(MessageKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
