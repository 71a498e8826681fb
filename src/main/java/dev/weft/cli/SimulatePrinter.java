package dev.weft.cli;

import dev.weft.sim.MessageKind;
import dev.weft.sim.Traffic;
import dev.weft.sim.study.Findings;
import dev.weft.sim.study.Sample;
import dev.weft.sim.study.Standing;
import dev.weft.sim.study.Study;
import dev.weft.sim.study.Turnover;
import java.time.Duration;
import java.util.Locale;

/** Confined to the main thread: tells people what a simulation came to. */
final class SimulatePrinter {

  private static final double PERCENT = 100;

  private final Surroundings surroundings;

  SimulatePrinter(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** What is shown behind the progress bar. */
  static String note(Standing standing, Duration real) {
    return Texts.format(
        "%s, %s simulated, %,.0f times as fast, %,.0f steps/s",
        standing.stage().name().toLowerCase(Locale.ROOT),
        clock(standing.simulated()),
        standing.simulated().toMillis() / (double) Math.max(1, real.toMillis()),
        Texts.rate(standing.steps(), real));
  }

  /** A span of simulated time: hours, minutes, seconds. */
  static String clock(Duration time) {
    return Texts.format("%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
  }

  void tell(Findings findings, Duration real) {
    Study study = findings.study();
    if (!findings.complete()) {
      say("interrupted; this is what was found until then");
    }
    Findings.Items items = findings.items();
    say(
        "items     %,d of %,d stored, %,d lost; replicas of each: mean %.1f, least %.0f, most %.0f",
        items.stored(),
        study.items(),
        items.lost(),
        items.copies().mean(),
        items.copies().min(),
        items.copies().max());
    Findings.Gets gets = findings.gets();
    say(
        "gets      %,d of %,d right at first try (%.2f %%); %,d missing, %,d failed, %,d wrong",
        gets.right(),
        gets.tried(),
        PERCENT * gets.right() / Math.max(1, gets.tried()),
        gets.missing(),
        gets.failed(),
        gets.wrong());
    quantiles("time", gets.millis(), "%,.0f ms");
    Findings.Lookups lookups = findings.lookups();
    say(
        "lookups   %,d of random keys; %,d not completed in time",
        lookups.hops().count() + lookups.failures(), lookups.failures());
    quantiles("hops", lookups.hops(), "%.2f");
    say("  theory    mean %.2f", findings.theoreticalHops());
    quantiles("messages", lookups.messages(), "%,.1f");
    quantiles("time", lookups.millis(), "%,.0f ms");
    say(
        "load      requests to a node: mean %,.0f, p99 %,.0f, max %,.0f",
        findings.load().mean(), findings.load().quantile(0.99), findings.load().max());
    say(
        "routing   contacts of a node: mean %,.0f, min %,.0f, max %,.0f; %.0f %% of buckets full",
        findings.contacts().mean(),
        findings.contacts().min(),
        findings.contacts().max(),
        PERCENT * findings.fullBuckets().mean());
    turnover(findings.turnover());
    traffic(findings);
    findings.remarks().forEach(remark -> say("  %s", Texts.oneLine(remark)));
    say(
        "simulated %s in %s, %,.0f times as fast; %,d messages, %,.0f/s; %,d steps, %,.0f/s",
        clock(findings.simulated()),
        Texts.duration(real),
        findings.simulated().toMillis() / (double) Math.max(1, real.toMillis()),
        findings.messages(),
        Texts.rate(findings.messages(), real),
        findings.steps(),
        Texts.rate(findings.steps(), real));
    say("seed      %d, trace %s", study.seed(), findings.traceHash());
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

  private void turnover(Turnover turnover) {
    if (turnover.ended() > 0) {
      say(
          "churn     %,d ended: %,d killed, %,d gone, %,d left; %,d new, %,d restarted, %,d failed"
              + " to join at first",
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
    double nodeHours = findings.nodeHours();
    say(
        "traffic   %12s %14s%s",
        "messages", "bytes", rates ? "   per node and hour, since the faults began" : "");
    for (MessageKind kind : MessageKind.values()) {
      Traffic all = findings.traffic().get(kind);
      Traffic measured = findings.measuredTraffic().get(kind);
      say(
          "  %-9s %,11d %,14d%s",
          kind.name().toLowerCase(Locale.ROOT),
          all.messages(),
          all.bytes(),
          rates
              ? Texts.format(
                  " %,13.1f %,12.0f B",
                  measured.messages() / nodeHours, measured.bytes() / nodeHours)
              : "");
    }
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be one more dependency
  private void say(String pattern, Object... arguments) {
    surroundings.say(Texts.format(pattern, arguments).stripTrailing());
  }
}
