package dev.weft.cli;

import dev.weft.lookup.LookupResult;
import dev.weft.lookup.Step;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** A lookup's trace as the library words it, in colours. Immutable. */
final class Traces {

  private final Ansi ansi;

  Traces(Ansi ansi) {
    this.ansi = ansi;
  }

  /** A step; see {@link Step#line}. */
  String line(Step step) {
    String line = step.line();
    int said = line.length() - step.said().length();
    return line.substring(0, said) + coloured(step.outcome(), line.substring(said));
  }

  private String coloured(Step.Outcome outcome, String said) {
    return switch (outcome) {
      case Step.Outcome.Nodes nodes -> said;
      case Step.Outcome.Value value -> paint(Style.fg_green, said);
      case Step.Outcome.Providers some -> paint(Style.fg_green, said);
      case Step.Outcome.Failed failed -> paint(Style.fg_red, said);
      case Step.Outcome.Lied lied -> paint(Style.fg_red, said);
      case Step.Outcome.Abandoned abandoned -> paint(Style.faint, said);
    };
  }

  /** What the lookup came to, a line each: the closest nodes behind a heading, and doubts. */
  List<String> end(LookupResult result) {
    List<String> lines = new ArrayList<>(result.ending());
    lines.set(0, paint(Style.bold, lines.getFirst()));
    if (result instanceof LookupResult.Closest closest) {
      closest.doubts().forEach(doubt -> lines.add(paint(Style.fg_red, doubt)));
    }
    return lines;
  }

  private String paint(Style style, String text) {
    return ansi.enabled() ? style.on() + text + Style.reset.on() : text;
  }
}
