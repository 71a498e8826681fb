package dev.weft.lookup;

import static dev.weft.text.Words.count;
import static dev.weft.text.Words.duration;
import static dev.weft.text.Words.format;
import static dev.weft.text.Words.oneLine;

import dev.weft.item.Item;
import dev.weft.kademlia.Contact;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Puts a lookup into words, for people who wonder how it came to its result. Stateless. */
final class Explanation {

  private Explanation() {}

  /** What a peer said. */
  static String said(Step step) {
    String what =
        switch (step.outcome()) {
          case Step.Outcome.Nodes nodes ->
              count(nodes.told(), "node") + ", " + nodes.fresh() + " new";
          case Step.Outcome.Value value -> said(value.item());
          case Step.Outcome.Providers some ->
              some.given()
                  + " of "
                  + count(some.total(), "provider")
                  + ", and "
                  + count(some.told(), "node")
                  + ", "
                  + some.fresh()
                  + " new";
          case Step.Outcome.Failed failed ->
              "failed: " + oneLine(String.valueOf(failed.why().getMessage()));
          case Step.Outcome.Lied(String lie) -> "lied: " + oneLine(lie);
          case Step.Outcome.Abandoned() -> "not waited for: the lookup was over";
        };
    return step.hedge() ? what + " (asked as another was slow)" : what;
  }

  private static String said(Item item) {
    return item.isTombstone()
        ? "that it was deleted"
        : "the value, " + count(item.valueLength(), "byte");
  }

  /** A step in columns. */
  static String line(Step step) {
    return format(
        "%10s  %-30s  %8s  %6s  %9s   %s",
        duration(step.asked()),
        step.peer(),
        count(step.commonPrefix(), "bit"),
        "hop " + step.hop(),
        duration(step.took()),
        step.said());
  }

  /** The whole story. */
  static String of(LookupResult result) {
    List<String> lines = new ArrayList<>();
    lines.add("looking for " + result.target());
    result.trace().forEach(step -> lines.add(step.line()));
    lines.add("ended " + why(result));
    lines.addAll(result.ending());
    if (result instanceof LookupResult.Closest closest) {
      lines.addAll(missing(closest));
      lines.addAll(closest.doubts());
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static String why(LookupResult result) {
    return switch (result) {
      case LookupResult.Found found when found.item().isTombstone() ->
          "as the item was found to be deleted";
      case LookupResult.Found _ -> "as a value was found";
      case LookupResult.Closest closest when !closest.complete() ->
          "as its time was over, before all of the closest nodes had answered";
      case LookupResult.Closest closest when !closest.closest().isEmpty() ->
          "as the closest nodes that are there have all answered, and none gave a value";
      case LookupResult.Closest closest when closest.trace().isEmpty() ->
          "before it began, as no other node is known";
      case LookupResult.Closest _ -> "as nobody who was asked answered";
    };
  }

  private static List<String> missing(LookupResult.Closest result) {
    return result.missing().stream()
        .map(peer -> "among the closest, if it is there, is " + peer + ", which did not answer")
        .toList();
  }

  /** The closest nodes behind a heading. */
  static List<String> ending(LookupResult result) {
    List<String> lines = new ArrayList<>();
    lines.add(
        format(
            "%s (asked %s over %s in %s)",
            heading(result),
            count(result.trace().size(), "node"),
            count(result.hops(), "hop"),
            duration(result.took())));
    for (Contact contact : result.closest()) {
      int bits = contact.key().commonPrefix(result.target());
      lines.add(format("%10s  %-30s  %8s", "", contact, count(bits, "bit")));
    }
    if (result instanceof LookupResult.Closest closest && closest.paths().size() > 1) {
      lines.add(
          format(
              "%s; of the closest they had heard of %s",
              count(closest.paths().size(), "path"),
              closest.paths().stream().map(String::valueOf).collect(Collectors.joining(", "))));
    }
    return lines;
  }

  private static String heading(LookupResult result) {
    return switch (result) {
      case LookupResult.Found found -> "found at " + found.holder();
      case LookupResult.Closest closest when closest.complete() ->
          "the " + count(closest.closest().size(), "closest node");
      case LookupResult.Closest closest ->
          "out of time; the " + count(closest.closest().size(), "closest node") + " so far";
    };
  }

  /** What speaks against a result. */
  static List<String> doubts(LookupResult.Closest result) {
    List<String> lines = new ArrayList<>();
    if (result.astray() > 0) {
      lines.add(count(result.astray(), "path") + " led astray");
    }
    LookupResult.Crowd crowd = result.crowd();
    if (crowd.size() > 0) {
      lines.add(
          count(crowd.size(), "node")
              + " too close to be true; beyond: "
              + crowd.beyond().stream().map(Contact::toString).collect(Collectors.joining(", ")));
    }
    return lines;
  }
}
