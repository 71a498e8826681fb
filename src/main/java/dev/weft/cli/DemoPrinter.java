package dev.weft.cli;

import dev.weft.json.Json;
import dev.weft.kademlia.Contact;
import dev.weft.text.Words;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Confined to the thread that runs the demo: tells its parts to people, and to programs. */
final class DemoPrinter {

  /** So many failures of a part are named; with more of them, one would not read on. */
  private static final int FAILURES_TOLD = 20;

  private static final String ROW = "%-12s %15s  %9s";

  private final Surroundings surroundings;
  private final Traces traces;

  DemoPrinter(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.traces = new Traces(surroundings.ansi());
  }

  /** Tells people of a part. */
  void tell(Chapter chapter) {
    switch (chapter) {
      case Chapter.Started started ->
          say(
              ROW + "  %d to %d contacts each",
              "started",
              Words.count(started.nodes(), "node"),
              Words.duration(started.took()),
              started.fewest(),
              started.most());
      case Chapter.Worked worked -> tell(worked);
      case Chapter.Traced traced -> tell(traced);
      case Chapter.Stopped stopped -> {
        say(
            ROW + "  without good-bye, the first among them; %s left",
            "stopped",
            Words.count(stopped.nodes().size(), "node"),
            Words.duration(stopped.took()),
            stopped.living());
        stopped.nodes().forEach(node -> say("  %s", node));
      }
    }
  }

  private void tell(Chapter.Worked worked) {
    say(
        ROW + "  %,.0f per second   p50 %s   p99 %s",
        worked.what(),
        Words.format("%,d of %,d", worked.succeeded(), worked.items()),
        Words.duration(worked.took()),
        Texts.rate(worked.succeeded(), worked.took()),
        Words.duration(worked.median()),
        Words.duration(worked.p99()));
    worked.samples().forEach(sample -> say("  %s", sample));
    worked.failures().stream()
        .limit(FAILURES_TOLD)
        .forEach(failure -> say("  failed: %s", Words.oneLine(failure)));
    int more = worked.failures().size() - FAILURES_TOLD;
    if (more > 0) {
      say("  and %,d more", more);
    }
  }

  private void tell(Chapter.Traced traced) {
    say(
        ROW + "  from node %d",
        "looked up",
        traced.name(),
        Words.duration(traced.result().took()),
        traced.node());
    traced.result().trace().forEach(step -> surroundings.say(traces.line(step)));
    traces.end(traced.result()).forEach(surroundings::say);
  }

  /** Tells people how it ended. */
  void end(boolean succeeded, Duration took) {
    String outcome = succeeded ? "every item was found" : "not every item was stored and found";
    say("%s; %s in all", outcome, Words.duration(took));
  }

  /** The whole story, for programs. */
  static Map<String, Object> json(List<Chapter> chapters, boolean succeeded, Duration took) {
    Map<String, Object> json = Json.document();
    json.put("succeeded", succeeded);
    json.put("took", Json.millis(took));
    json.put("chapters", chapters.stream().map(DemoPrinter::json).toList());
    return json;
  }

  private static Map<String, Object> json(Chapter chapter) {
    Map<String, Object> json = Json.document();
    switch (chapter) {
      case Chapter.Started started -> {
        json.put("what", "started");
        json.put("nodes", started.nodes());
        json.put("fewestContacts", started.fewest());
        json.put("mostContacts", started.most());
        json.put("took", Json.millis(started.took()));
      }
      case Chapter.Worked worked -> {
        json.put("what", worked.what());
        json.put("items", worked.items());
        json.put("succeeded", worked.succeeded());
        json.put("failures", worked.failures());
        json.put("took", Json.millis(worked.took()));
        json.put("p50", Json.millis(worked.median()));
        json.put("p99", Json.millis(worked.p99()));
      }
      case Chapter.Traced traced -> {
        json.put("what", "looked up");
        json.put("name", traced.name());
        json.put("steps", traced.result().trace().stream().map(Json::step).toList());
        json.put("result", Json.result(traced.result()));
      }
      case Chapter.Stopped stopped -> {
        json.put("what", "stopped");
        json.put("nodes", stopped.nodes().stream().map(Contact::toString).toList());
        json.put("living", stopped.living());
        json.put("took", Json.millis(stopped.took()));
      }
    }
    return json;
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be one more dependency
  private void say(String pattern, Object... arguments) {
    surroundings.say(Words.format(pattern, arguments).stripTrailing());
  }
}
