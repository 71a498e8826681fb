package dev.weft.bench.report;

import dev.weft.bench.Style;
import dev.weft.bench.report.Aims.Aim;
import dev.weft.bench.report.Line.Subject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables, as they stand in the README. Stateless. */
final class Markdown {

  private Markdown() {}

  /** What was to be reached, and what was. */
  static String aims(List<Aim> aims) {
    List<List<String>> rows = new ArrayList<>();
    for (Aim aim : aims) {
      Optional<Metric> measured = aim.measured();
      rows.add(
          List.of(
              aim.what(),
              aim.bound().toString(),
              measured.map(metric -> metric + " " + aim.bound().unit()).orElse("not measured"),
              measured.map(metric -> aim.bound().verdict(metric.score())).orElse("")));
    }
    return table(List.of("what", "is to be", "is", "reached"), 4, rows);
  }

  /** All that was measured: a table for each class of benchmarks, under its name. */
  static String results(Results results) {
    return results.groups().stream()
        .map(group -> "### " + group + "\n\n" + group(results, group))
        .collect(Collectors.joining("\n"));
  }

  private static String group(Results results, String group) {
    List<Subject> subjects = results.subjects(group);
    List<Line> lines =
        subjects.stream().flatMap(subject -> results.lines(subject).stream()).toList();
    boolean styled = lines.stream().anyMatch(line -> line.style().isPresent());
    List<Measure> measures =
        Stream.of(Measure.values())
            .filter(measure -> lines.stream().anyMatch(line -> line.metric(measure).isPresent()))
            .toList();
    List<String> head = new ArrayList<>(styled ? List.of("", "style") : List.of(""));
    measures.forEach(
        measure -> head.add(measure == Measure.SCORE ? lines.getFirst().unit() : measure.title()));
    List<List<String>> rows = new ArrayList<>();
    for (Subject subject : subjects) {
      String title = subject.toString();
      for (Line line : results.lines(subject)) {
        rows.add(
            row(
                title,
                styled,
                line.style().map(Enum::name).orElse(""),
                measures,
                measure -> line.metric(measure).map(Metric::toString)));
        title = "";
        if (line.style().equals(Optional.of(Style.CALLBACKS))
            && results.ratio(subject, Measure.SCORE).isPresent()) {
          rows.add(
              row(
                  "",
                  styled,
                  "**BLOCKING / CALLBACKS**",
                  measures,
                  measure -> results.ratio(subject, measure).map(ratio -> "**" + ratio + "**")));
        }
      }
    }
    return table(head, styled ? 2 : 1, rows);
  }

  private static List<String> row(
      String title,
      boolean styled,
      String style,
      List<Measure> measures,
      Function<Measure, Optional<String>> cell) {
    List<String> row = new ArrayList<>(styled ? List.of(title, style) : List.of(title));
    measures.forEach(measure -> row.add(cell.apply(measure).orElse("")));
    return row;
  }

  /**
   * A table.
   *
   * @param words how many columns, the first ones, are no numbers
   */
  private static String table(List<String> head, int words, List<List<String>> rows) {
    List<String> rule = new ArrayList<>(Collections.nCopies(words, "---"));
    rule.addAll(Collections.nCopies(head.size() - words, "---:"));
    return Stream.concat(Stream.of(head, rule), rows.stream())
        .map(row -> "| " + String.join(" | ", row) + " |\n")
        .collect(Collectors.joining());
  }
}
