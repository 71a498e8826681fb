package dev.weft.cli;

import dev.weft.SetReport;
import dev.weft.item.ContentItem;
import dev.weft.item.OwnedItem;
import java.util.ArrayList;
import java.util.List;

/** What became of a set, for people. Stateless. */
final class Reports {

  private Reports() {}

  static String text(SetReport report) {
    List<String> lines = new ArrayList<>();
    String what =
        switch (report.item()) {
          case OwnedItem owned -> Texts.oneLine(owned.name());
          case ContentItem content -> Texts.count(content.valueLength(), "byte");
        };
    lines.add(what + ": " + outcome(report) + " in " + Texts.duration(report.took()));
    lines.add("  key " + report.item().key());
    for (SetReport.Refusal refusal : report.refused()) {
      lines.add(
          "  refused by "
              + refusal.by()
              + ": "
              + refusal.code()
              + ", "
              + Texts.oneLine(refusal.reason()));
    }
    report.unreachable().forEach(contact -> lines.add("  no answer from " + contact));
    report
        .newer()
        .ifPresent(
            newer -> lines.add("  a newer version is about: " + Texts.oneLine(newer.toString())));
    return String.join(System.lineSeparator(), lines);
  }

  private static String outcome(SetReport report) {
    if (report.local() && report.stored().isEmpty()) {
      return "stored on this node only, as it knows no other that keeps it,";
    }
    String copies =
        (report.copies() == 0
            ? "stored nowhere"
            : "stored on " + Texts.count(report.copies(), "node"));
    return report.succeeded() ? copies : copies + ", and " + report.needed() + " had to keep it,";
  }
}
