package dev.weft.cli;

import dev.weft.sim.MessageKind;
import dev.weft.sim.Traffic;
import dev.weft.sim.study.Findings;
import dev.weft.sim.study.Partition;
import dev.weft.sim.study.Sample;
import dev.weft.sim.study.Standing;
import dev.weft.sim.study.Study;
import dev.weft.sim.study.Trouble;
import dev.weft.sim.study.Turnover;
import dev.weft.text.Words;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/** Confined to the main thread: tells people what a simulation came to. */
final class SimulationPrinter {

  private static final double PERCENT = 100;
  private static final double MEBIBYTE = 1 << 20;

  private final Surroundings surroundings;

  SimulationPrinter(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** What is shown behind the progress bar. */
  static String note(Standing standing, Duration real) {
    return Words.format(
        "%s, %s simulated, %s, %,.0f steps/s",
        standing.stage().name().toLowerCase(Locale.ROOT),
        clock(standing.simulated()),
        speed(standing.simulated(), real),
        Texts.rate(standing.steps(), real));
  }

  /** A span of simulated time: hours, minutes, seconds. */
  static String clock(Duration time) {
    return Words.format("%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
  }

  private static String speed(Duration simulated, Duration real) {
    return Words.format(
        "%,.1f times as fast", simulated.toMillis() / (double) Math.max(1, real.toMillis()));
  }

  /** What was simulated, in one line. */
  static String parameters(Study study) {
    Trouble trouble = study.trouble();
    StringBuilder line = new StringBuilder(Words.count(study.nodes(), "node"));
    line.append(", ").append(Words.count(study.items(), "item"));
    line.append(", ").append(Words.count(study.gets(), "get"));
    line.append(", ").append(clock(study.time()));
    line.append(", ").append(study.latency());
    if (trouble.churn() > 0) {
      line.append(", churn ").append(Texts.percent(trouble.churn())).append(" an hour");
    }
    if (trouble.loss() > 0) {
      line.append(", loss ").append(Texts.percent(trouble.loss()));
    }
    if (trouble.liars() > 0) {
      line.append(", liars ").append(Texts.percent(trouble.liars()));
      line.append(trouble.colluding() ? ", colluding" : "");
    }
    for (Partition partition : trouble.partitions()) {
      line.append(
          Words.format(
              ", %s cut off from %s to %s",
              Texts.percent(partition.share()), clock(partition.begin()), clock(partition.end())));
    }
    line.append(", k ").append(study.k());
    line.append(study.paths() > 1 ? ", " + Words.count(study.paths(), "path") : "");
    line.append(", seed ").append(study.seed());
    return line.append(study.codec() ? "" : ", no codec").toString();
  }

  /** Which part of the gets was right at first try. */
  static String rightShare(Findings.Gets gets) {
    return Words.format("%.2f %%", PERCENT * gets.right() / Math.max(1, gets.tried()));
  }

  void tell(Findings findings, Effort effort) {
    say("%s", parameters(findings.study()));
    if (!findings.complete()) {
      say("interrupted; this is what was found until then");
    }
    items(findings.items());
    gets(findings.gets());
    lookups(findings);
    nodes(findings);
    turnover(findings.turnover());
    traffic(findings);
    findings.remarks().forEach(remark -> say("  %s", Words.oneLine(remark)));
    end(findings, effort);
  }

  private void items(Findings.Items items) {
    Sample replicas = items.replicas();
    say(
        "items     %,d stored, %,d lost; replicas of each: mean %.1f, least %.0f, most %.0f",
        items.stored(), items.lost(), replicas.mean(), replicas.min(), replicas.max());
  }

  private void gets(Findings.Gets gets) {
    say(
        "gets      %,d of %,d right at first try (%s); %,d missing, %,d failed, %,d wrong",
        gets.right(), gets.tried(), rightShare(gets), gets.missing(), gets.failed(), gets.wrong());
    quantiles("time", gets.millis(), "%,.0f ms");
  }

  private void lookups(Findings findings) {
    Findings.Lookups lookups = findings.lookups();
    say(
        "lookups   %,d of random keys complete, %,d not",
        lookups.hops().count(), lookups.failures());
    quantiles("hops", lookups.hops(), "%.2f");
    say("  theory    mean %.2f", findings.theoreticalHops());
    quantiles("messages", lookups.messages(), "%,.1f");
    quantiles("time", lookups.millis(), "%,.0f ms");
  }

  private void quantiles(String what, Sample sample, String format) {
    say(
        "  %-9s mean " + format + ", p50 " + format + ", p99 " + format + ", max " + format,
        what,
        sample.mean(),
        sample.quantile(0.5),
        sample.quantile(0.99),
        sample.max());
  }

  private void nodes(Findings findings) {
    Sample load = findings.load();
    say(
        "load      requests to a node: mean %,.0f, p99 %,.0f, max %,.0f",
        load.mean(), load.quantile(0.99), load.max());
    Sample contacts = findings.contacts();
    say(
        "routing   contacts of a node: mean %,.0f, min %,.0f, max %,.0f; %.0f %% of buckets full",
        contacts.mean(), contacts.min(), contacts.max(), PERCENT * findings.fullBuckets().mean());
  }

  private void turnover(Turnover turnover) {
    if (turnover.ended() > 0) {
      say(
          "churn     %,d ended: %,d killed, %,d gone, %,d left; %,d new, %,d restarted;"
              + " %,d times one could not join",
          turnover.ended(),
          turnover.killed(),
          turnover.gone(),
          turnover.left(),
          turnover.renewed(),
          turnover.restarted(),
          turnover.failures());
    }
  }

  private void traffic(Findings findings) {
    boolean rates = findings.study().time().isPositive();
    say("traffic %14s %14s%s", "messages", "bytes", rates ? "   per node and hour" : "");
    findings
        .traffic()
        .forEach(
            (kind, all) -> {
              Traffic measured = Objects.requireNonNull(findings.measuredTraffic().get(kind));
              if (all.messages() > 0) {
                say("%s", line(kind, all) + (rates ? perNodeAndHour(measured, findings) : ""));
              }
            });
  }

  private static String line(MessageKind kind, Traffic sent) {
    return Words.format(
        "  %-10s %,9d %,14d", kind.name().toLowerCase(Locale.ROOT), sent.messages(), sent.bytes());
  }

  private static String perNodeAndHour(Traffic sent, Findings findings) {
    double nodeHours = findings.nodeHours();
    return Words.format(" %,13.1f %,13.0f", sent.messages() / nodeHours, sent.bytes() / nodeHours);
  }

  private void end(Findings findings, Effort effort) {
    say(
        "simulated %s in %s, %s; heap up to %,.0f MiB",
        clock(findings.simulated()),
        Words.duration(effort.took()),
        speed(findings.simulated(), effort.took()),
        effort.heapBytes() / MEBIBYTE);
    say(
        "  %,d messages, %,.0f/s; %,d steps, %,.0f/s; trace %s",
        findings.messages(),
        Texts.rate(findings.messages(), effort.took()),
        findings.steps(),
        Texts.rate(findings.steps(), effort.took()),
        findings.traceHash());
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be one more dependency
  private void say(String pattern, Object... arguments) {
    surroundings.say(Words.format(pattern, arguments).stripTrailing());
  }
}
