package dev.weft.cli;

import dev.weft.text.Words;
import java.time.Duration;
import java.util.OptionalLong;

/** Confined to the main thread: tells people what a benchmark has measured. */
final class BenchPrinter {

  private static final double PERCENT = 100;
  private static final double KIBIBYTE = 1 << 10;
  private static final double MEBIBYTE = 1 << 20;

  private static final String HEAD = "%-15s %9s %8s %8s %8s %8s %9s %6s %8s";
  private static final String ROW = "%-15s %,9.0f %,8.2f %,8.2f %,8.2f %,8.3f %,9.1f %6s %8s";

  private final Surroundings surroundings;

  BenchPrinter(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** What was measured on what: which Java, and how many processors. */
  static String machine() {
    return Words.format(
        "Java %s, %s",
        Runtime.version(), Words.count(Runtime.getRuntime().availableProcessors(), "processor"));
  }

  private static String overTls(Workload workload) {
    return workload.tls() ? " over TLS" : "";
  }

  void begin(Workload workload) {
    say(
        "%s, %s of %s, k %d; warm-up %s; wire %s%s; %s",
        Words.count(workload.nodes(), "node"),
        Words.count(workload.items(), "item"),
        Words.count(workload.valueBytes(), "byte"),
        workload.k(),
        Words.count(workload.warmUp(), "item"),
        workload.wireName(),
        overTls(workload),
        machine());
  }

  void tell(Pass.Round round) {
    say("");
    say("%s items, %,d in flight", round.kind(), round.inFlight());
    say(HEAD, "", "per s", "p50 ms", "p99 ms", "p99.9 ms", "CPU ms", "messages", "own", "success");
    round.passes().forEach(this::tell);
    say(
        "heap of a node  %,.0f KiB joined, %,.0f KiB filled",
        round.idleBytes() / KIBIBYTE, round.fullBytes() / KIBIBYTE);
  }

  private void tell(Pass pass) {
    say(
        ROW,
        pass.what(),
        pass.perSecond(),
        pass.millis().quantile(0.5),
        pass.millis().quantile(0.99),
        pass.millis().quantile(0.999),
        pass.cpuMillis(),
        pass.messagesEach(),
        Words.format("%.0f %%", PERCENT * pass.ownShare()),
        Words.format("%.2f %%", PERCENT * pass.successShare()));
  }

  void beginIdle(Workload workload, Duration idle) {
    say(
        "%s, k %d, up to %s each%s, idle for %s; %s",
        Words.count(workload.nodes(), "node"),
        workload.k(),
        Words.count(workload.connections(), "connection"),
        overTls(workload),
        Words.duration(idle),
        machine());
  }

  void tell(Workload workload, Idleness idleness) {
    double nodes = workload.nodes();
    say("");
    say(
        "joining      %s, with %s of processor time",
        Words.duration(idleness.joining()), Words.duration(idleness.joiningCpu()));
    tell("joined", nodes, idleness.joined());
    say(
        "idle         %.2f %% of one core, %.1f messages per second",
        PERCENT * idleness.cpuShare(), Texts.rate(idleness.messages(), idleness.idle()));
    tell("in the end", nodes, idleness.end());
    say(
        "heap         %,.0f MiB after a collection, %,.0f KiB a node",
        idleness.heap() / MEBIBYTE, idleness.nodesHeap() / KIBIBYTE / nodes);
  }

  private void tell(String when, double nodes, Idleness.State state) {
    String memory = figure("%,.0f MiB of memory", state.resident(), MEBIBYTE);
    String threads = figure("%,.0f threads of the system", state.threads(), 1);
    say("%-12s %.1f connections a node%s%s", when, state.connections() / nodes, memory, threads);
  }

  private static String figure(String pattern, OptionalLong figure, double unit) {
    return figure.isPresent() ? ", " + Words.format(pattern, figure.getAsLong() / unit) : "";
  }

  void end(Duration took) {
    say("");
    say("%s in all", Words.duration(took));
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be one more dependency
  private void say(String pattern, Object... arguments) {
    surroundings.say(Words.format(pattern, arguments).stripTrailing());
  }
}
