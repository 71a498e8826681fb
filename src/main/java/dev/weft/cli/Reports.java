package dev.weft.cli;

import dev.weft.HealthReport;
import dev.weft.SetReport;
import dev.weft.item.ContentItem;
import dev.weft.item.Item;
import dev.weft.item.OwnedItem;
import dev.weft.text.Words;
import java.util.ArrayList;
import java.util.List;

/** What became of a set, and how well a record is kept, for people. Stateless. */
final class Reports {

  private Reports() {}

  static String text(SetReport report) {
    List<String> lines = new ArrayList<>();
    String what =
        switch (report.item()) {
          case OwnedItem owned -> Words.oneLine(owned.name());
          case ContentItem content -> Words.count(content.valueLength(), "byte");
        };
    lines.add(what + ": " + outcome(report) + " in " + Words.duration(report.took()));
    lines.add("  key " + report.item().key());
    report.objections().forEach(line -> lines.add("  " + line));
    return String.join(System.lineSeparator(), lines);
  }

  private static String outcome(SetReport report) {
    String done = report.item().isTombstone() ? "deleted" : "stored";
    if (report.local() && report.stored().isEmpty()) {
      return done + " on this node only, as it knows no other that keeps it,";
    }
    String copies =
        report.copies() == 0
            ? done + " nowhere"
            : done + " on " + Words.count(report.copies(), "node");
    if (!report.succeeded()) {
      return copies + ", and " + report.needed() + " had to keep it,";
    }
    int pending = report.pending().size();
    return pending == 0 ? copies : copies + ", with " + pending + " more on the way,";
  }

  static String text(HealthReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(
        summary(report)
            + (report.complete() ? "" : ", as far as they were found")
            + " in "
            + Words.duration(report.took()));
    lines.add("  key " + report.key());
    report.nodes().forEach(node -> lines.add("  " + node.at() + "  " + state(node.state())));
    return String.join(System.lineSeparator(), lines);
  }

  private static String summary(HealthReport report) {
    String nodes = Words.count(report.live(), "closest node");
    return report
        .newest()
        .map(
            newest ->
                version(newest)
                    + (newest.isTombstone() ? ", which" : "")
                    + " is on "
                    + report.copies()
                    + " of the "
                    + nodes)
        .orElse("nothing is on the " + nodes);
  }

  private static String state(HealthReport.State state) {
    return switch (state) {
      case HealthReport.State.Held(Item item) -> version(item) + ", until " + item.expires();
      case HealthReport.State.Absent() -> "nothing";
      case HealthReport.State.Unreachable(String why) -> "no answer: " + Words.oneLine(why);
    };
  }

  private static String version(Item item) {
    return switch (item) {
      case OwnedItem owned ->
          (owned.isTombstone() ? "deleted, version " : "version ") + owned.version();
      case ContentItem content -> Words.count(content.valueLength(), "byte");
    };
  }
}
