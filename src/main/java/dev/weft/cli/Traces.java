package dev.weft.cli;

import dev.weft.kademlia.Contact;
import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** A lookup's trace, for people. Immutable. */
final class Traces {

  private final Ansi ansi;

  Traces(Ansi ansi) {
    this.ansi = ansi;
  }

  /**
   * A step: when, who was asked, how close it is to the target, the hop, how long, what it said.
   */
  String line(Step step) {
    String what =
        switch (step.outcome()) {
          case Step.Outcome.Nodes nodes ->
              Texts.count(nodes.told(), "node") + ", " + nodes.fresh() + " new";
          case Step.Outcome.Value value ->
              paint(
                  Style.fg_green, "the value, " + Texts.count(value.item().valueLength(), "byte"));
          case Step.Outcome.Failed failed ->
              paint(
                  Style.fg_red,
                  "failed: " + Texts.oneLine(String.valueOf(failed.why().getMessage())));
          case Step.Outcome.Lied lied -> paint(Style.fg_red, "lied: " + Texts.oneLine(lied.what()));
          case Step.Outcome.Abandoned abandoned ->
              paint(Style.faint, "not waited for: the lookup was over");
        };
    return Texts.format(
        "%10s  %-30s  %8s  %6s  %9s   %s",
        Texts.duration(step.asked()),
        step.peer(),
        Texts.count(step.commonPrefix(), "bit"),
        "hop " + step.hop(),
        Texts.duration(step.took()),
        step.hedge() ? what + paint(Style.faint, " (asked as another was slow)") : what);
  }

  /** What the lookup came to, a line each: the closest nodes behind a heading. */
  List<String> end(LookupResult result) {
    List<String> lines = new ArrayList<>();
    String asked =
        " (asked "
            + Texts.count(result.trace().size(), "node")
            + " over "
            + Texts.count(result.hops(), "hop")
            + " in "
            + Texts.duration(result.took())
            + ")";
    String heading =
        switch (result) {
          case LookupResult.Found found -> "found at " + found.holder();
          case LookupResult.Closest closest when closest.complete() ->
              "the " + Texts.count(closest.closest().size(), "closest node");
          case LookupResult.Closest closest ->
              "out of time; the "
                  + Texts.count(closest.closest().size(), "closest node")
                  + " so far";
        };
    lines.add(paint(Style.bold, heading) + asked);
    result
        .closest()
        .forEach(
            contact ->
                lines.add(
                    Texts.format(
                        "%10s  %-30s  %8s",
                        "",
                        contact,
                        Texts.count(contact.key().commonPrefix(result.target()), "bit"))));
    if (result instanceof LookupResult.Closest closest) {
      lines.addAll(doubts(closest));
    }
    return lines;
  }

  private List<String> doubts(LookupResult.Closest result) {
    List<String> lines = new ArrayList<>();
    if (result.paths().size() > 1) {
      lines.add(
          Texts.format(
              "%s; of the closest they had heard of %s",
              Texts.count(result.paths().size(), "path"),
              result.paths().stream().map(String::valueOf).collect(Collectors.joining(", "))));
    }
    if (result.astray() > 0) {
      lines.add(paint(Style.fg_red, Texts.count(result.astray(), "path") + " led astray"));
    }
    if (result.crowd().size() > 0) {
      lines.add(
          paint(Style.fg_red, Texts.count(result.crowd().size(), "node") + " too close to be true")
              + "; beyond: "
              + result.crowd().beyond().stream()
                  .map(Contact::toString)
                  .collect(Collectors.joining(", ")));
    }
    return lines;
  }

  private String paint(Style style, String text) {
    return ansi.enabled() ? style.on() + text + Style.reset.on() : text;
  }
}
